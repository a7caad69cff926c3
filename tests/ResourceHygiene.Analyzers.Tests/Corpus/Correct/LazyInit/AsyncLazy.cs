public sealed class Token : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Task<Stream>? _opening;

    public async Task<Stream> GetAsync(Func<Task<Stream>> open)
    {
        await _gate.WaitAsync();
        try
        {
            _opening ??= open();
        }
        finally
        {
            _gate.Release();
        }

        return await _opening;
    }

    public async ValueTask DisposeAsync()
    {
        if (_opening is not null)
            await (await _opening).DisposeAsync();
        _gate.Dispose();
    }
}
