public sealed class Host : IDisposable, IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];

    public Host Own(IDisposable disposable)
    {
        _owned.Add(disposable);
        return this;
    }

    public static Host Build(string path)
    {
        Host host = new();
        host.Own(new HttpClient()).Own(new Timer(static _ => { }));
        return host.Own(new CancellationTokenSource());
    }

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
            _owned[i].Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
