public static class Aliases
{
    public static int Count(string path)
    {
        FileStream file = File.OpenRead(path);
        Stream stream = file;
        IDisposable release = stream;
        try
        {
            return stream.ReadByte() + file.ReadByte();
        }
        finally
        {
            release.Dispose();
        }
    }

    public static int CountAgain(string path)
    {
        IDisposable? release = null;
        try
        {
            FileStream file = File.OpenRead(path);
            release = file;
            return file.ReadByte();
        }
        finally
        {
            release?.Dispose();
        }
    }
}
