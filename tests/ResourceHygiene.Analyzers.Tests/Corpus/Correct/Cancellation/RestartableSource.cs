public sealed class Debouncer : IDisposable
{
    private CancellationTokenSource? _pending;

    public async Task RunAsync(Func<Task> action, TimeSpan delay)
    {
        CancellationTokenSource mine = new();
        CancellationToken token = mine.Token;
        CancellationTokenSource? previous = Interlocked.Exchange(ref _pending, mine);
        previous?.Cancel();
        previous?.Dispose();
        try
        {
            await Task.Delay(delay, token);
            await action();
        }
        catch (OperationCanceledException)
        {
            // A later call took over.
            return;
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _pending, null)?.Dispose();
}
