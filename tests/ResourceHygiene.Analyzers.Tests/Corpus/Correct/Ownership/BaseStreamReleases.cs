public static class Bases
{
    public static string? FirstLine(string path)
    {
        StreamReader reader = new(path);
        try
        {
            return reader.ReadLine();
        }
        finally
        {
            reader.BaseStream.Dispose();
        }
    }
}
