using System.Diagnostics.CodeAnalysis;

public static class Guarded
{
    public static FileStream Open(string path, int minimum)
    {
        FileStream file = File.OpenRead(path);
        bool isGood = false;
        try
        {
            if (file.Length < minimum)
                Fail(path);
            isGood = true;
            return file;
        }
        finally
        {
            if (!isGood)
                file.Dispose();
        }
    }

    [DoesNotReturn]
    private static void Fail(string path) => throw new InvalidDataException(path);
}
