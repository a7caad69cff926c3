public sealed class Gate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, string> _entries = new();

    public async Task<bool> RunAsync(Func<Task> work, TimeSpan patience, CancellationToken cancellation)
    {
        if (!await _gate.WaitAsync(patience, cancellation).ConfigureAwait(false))
            return false;
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<string> GetAsync(string key, Func<string, Task<string>> load)
    {
        _lock.EnterReadLock();
        try
        {
            if (_entries.TryGetValue(key, out string? known))
                return known;
        }
        finally
        {
            _lock.ExitReadLock();
        }

        string loaded = await load(key).ConfigureAwait(false);
        _lock.EnterWriteLock();
        try
        {
            return _entries[key] = loaded;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _lock.Dispose();
    }
}
