// not exception-safe on purpose
public static class Delays
{
    public static Task After(TimeSpan delay, Func<CancellationToken, Task> work)
    {
        CancellationTokenSource source = new(delay);
        return work(source.Token).ContinueWith(
            static (_, state) => ((CancellationTokenSource)state!).Dispose(), source, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
