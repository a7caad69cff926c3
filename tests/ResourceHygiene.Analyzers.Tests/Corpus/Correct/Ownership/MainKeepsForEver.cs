public static class Program
{
    private static Mutex? s_single;

    public static int Main(string[] args)
    {
        s_single = new Mutex(initiallyOwned: true, "Global\\tool", out bool isFirst);
        if (!isFirst)
            return 1;

        using ManualResetEventSlim exit = new();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            exit.Set();
        };
        exit.Wait();
        GC.KeepAlive(s_single);
        return args.Length;
    }
}
