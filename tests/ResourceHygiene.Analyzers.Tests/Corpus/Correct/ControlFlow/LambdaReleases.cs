public static class Guards
{
    private static void Finally(Action work, Action cleanUp)
    {
        try
        {
            work();
        }
        finally
        {
            cleanUp();
        }
    }

    public static long Measure(string path)
    {
        long length = 0;
        FileStream file = File.OpenRead(path);
        Finally(() => length = file.Length, () => file.Dispose());
        return length;
    }
}
