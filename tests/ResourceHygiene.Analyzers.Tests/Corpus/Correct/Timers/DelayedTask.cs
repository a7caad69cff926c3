public static class Later
{
    public static Task<int> RunAsync(Func<int> compute, TimeSpan delay)
    {
        TaskCompletionSource<int> done = new();
        Timer timer = new(_ => done.TrySetResult(compute()), null, delay, Timeout.InfiniteTimeSpan);
        done.Task.ContinueWith(_ => timer.Dispose(), TaskScheduler.Default);
        return done.Task;
    }
}
