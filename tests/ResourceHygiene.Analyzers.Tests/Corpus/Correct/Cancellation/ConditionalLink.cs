public static class Linking
{
    public static async Task RunAsync(Func<CancellationToken, Task> work, TimeSpan? limit, CancellationToken cancellation)
    {
        CancellationTokenSource? source = null;
        if (limit is { } time)
        {
            source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            source.CancelAfter(time);
            cancellation = source.Token;
        }

        try
        {
            await work(cancellation).ConfigureAwait(false);
        }
        finally
        {
            source?.Dispose();
        }
    }
}
