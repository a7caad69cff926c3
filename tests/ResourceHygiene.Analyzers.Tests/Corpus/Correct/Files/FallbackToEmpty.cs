public static class Optional
{
    public static Stream OpenOrEmpty(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (FileNotFoundException)
        {
            return Stream.Null;
        }
    }

    public static int CountBytes(string path)
    {
        using Stream stream = OpenOrEmpty(path);
        int count = 0;
        while (stream.ReadByte() >= 0)
            count++;
        return count;
    }
}
