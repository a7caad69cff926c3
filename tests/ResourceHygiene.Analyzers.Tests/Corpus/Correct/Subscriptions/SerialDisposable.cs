public sealed class SerialDisposable : IDisposable
{
    private IDisposable? _current;

    public IDisposable? Disposable
    {
        get => _current;
        set
        {
            IDisposable? old = _current;
            _current = value;
            old?.Dispose();
        }
    }

    public void Dispose() => Disposable = null;
}

public sealed class Search(IObservable<string> source, IObserver<string> target) : IDisposable
{
    private readonly SerialDisposable _subscription = new();

    public void Restart() => _subscription.Disposable = source.Subscribe(target);

    public void Reset() => _subscription.Disposable = new Timer(static _ => { });

    public void Dispose() => _subscription.Dispose();
}
