public sealed class Current : IDisposable
{
    private Stream? _stream;

    public void Load(string path)
    {
        Stream? old = Interlocked.Exchange(ref _stream, File.OpenRead(path));
        old?.Dispose();
    }

    public void Reload(string path) => Interlocked.Exchange(ref _stream, File.OpenRead(path))?.Dispose();

    public Stream? Detach() => Interlocked.Exchange(ref _stream, null);

    public void Dispose()
    {
        using Stream? last = Interlocked.Exchange(ref _stream, null);
        last?.Flush();
    }
}
