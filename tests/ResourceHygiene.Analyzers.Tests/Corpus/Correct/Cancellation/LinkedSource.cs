public static class Limits
{
    public static async Task<T> WithTimeoutAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan limit, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = new(limit);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"It took longer than {limit}.");
        }
    }
}
