public sealed class Gate : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    public async Task<Lease> EnterAsync(CancellationToken cancellation)
    {
        await _semaphore.WaitAsync(cancellation);
        return new Lease(_semaphore);
    }

    public async Task RunAsync(Func<Task> work, CancellationToken cancellation)
    {
        using Lease lease = await EnterAsync(cancellation);
        await work();
    }

    public void Dispose() => _semaphore.Dispose();

    public readonly struct Lease(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
