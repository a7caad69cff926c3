public static class Tool
{
    public static async Task<int> RunAsync(Func<CancellationToken, Task> work)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        await work(stop.Token);
        return 0;
    }
}
