public sealed class Owned<T>(T value) : IDisposable
    where T : class, IDisposable
{
    private T? _value = value;

    public T Value => _value ?? throw new ObjectDisposedException(nameof(Owned<T>));

    public T Release()
    {
        T released = Value;
        _value = null;
        return released;
    }

    public void Dispose() => Interlocked.Exchange(ref _value, null)?.Dispose();
}

public static class Handing
{
    public static Stream Open(string path, Func<Stream, bool> check)
    {
        using Owned<Stream> owned = new(File.OpenRead(path));
        if (!check(owned.Value))
            throw new InvalidDataException(path);
        return owned.Release();
    }
}
