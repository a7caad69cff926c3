public sealed class Workers : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _workers = [];

    public void Start(IAsyncDisposable worker) => _workers.Add(worker);

    public void StartFile(string path) => _workers.Add(File.Create(path));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_workers.Select(static worker => worker.DisposeAsync().AsTask()));
        _workers.Clear();
    }
}
