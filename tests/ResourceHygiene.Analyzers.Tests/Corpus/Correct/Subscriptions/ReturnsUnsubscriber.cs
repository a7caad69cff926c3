public sealed class Topic<T> : IObservable<T>
{
    private readonly List<IObserver<T>> _observers = [];

    public IDisposable Subscribe(IObserver<T> observer)
    {
        _observers.Add(observer);
        return new Unsubscriber(_observers, observer);
    }

    public void Publish(T value)
    {
        foreach (IObserver<T> observer in _observers.ToArray())
            observer.OnNext(value);
    }

    private sealed class Unsubscriber(List<IObserver<T>> observers, IObserver<T> observer) : IDisposable
    {
        public void Dispose() => observers.Remove(observer);
    }
}

public static class Topics
{
    public static void Once(Topic<int> topic, IObserver<int> observer)
    {
        using (topic.Subscribe(observer))
            topic.Publish(1);
    }
}
