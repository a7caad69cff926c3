public static class Threads
{
    public static long Count(string path)
    {
        long count = 0;
        using var file = File.OpenRead(path);
        var thread = new Thread(() => count = file.Length);
        thread.Start();
        thread.Join();
        return count;
    }
}
