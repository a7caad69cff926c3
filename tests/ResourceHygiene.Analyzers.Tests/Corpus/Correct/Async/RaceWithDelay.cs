public static class Race
{
    public static async Task<bool> TryAsync(Func<CancellationToken, Task> work, TimeSpan limit)
    {
        using var stop = new CancellationTokenSource();
        Task running = work(stop.Token);
        if (await Task.WhenAny(running, Task.Delay(limit)) == running)
        {
            await running;
            return true;
        }

        stop.Cancel();
        return false;
    }
}
