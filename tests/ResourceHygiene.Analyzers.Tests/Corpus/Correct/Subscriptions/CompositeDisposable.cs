public sealed class CompositeDisposable : IDisposable
{
    private readonly List<IDisposable> _all = [];

    public void Add(IDisposable item) => _all.Add(item);

    public void Dispose()
    {
        foreach (IDisposable item in _all)
            item.Dispose();
    }
}

public static class DisposableExtensions
{
    public static T DisposeWith<T>(this T item, CompositeDisposable owner)
        where T : IDisposable
    {
        owner.Add(item);
        return item;
    }
}

public sealed class ViewModel : IDisposable
{
    private readonly CompositeDisposable _disposables = new();

    public ViewModel(IObservable<int> numbers, IObserver<int> observer)
    {
        numbers.Subscribe(observer).DisposeWith(_disposables);
        CancellationTokenSource source = new CancellationTokenSource().DisposeWith(_disposables);
        Timer timer = new(_ => observer.OnNext(source.IsCancellationRequested ? 0 : 1));
        _disposables.Add(timer);
        _disposables.Add(new MemoryStream());
    }

    public void Dispose() => _disposables.Dispose();
}
