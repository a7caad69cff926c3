public sealed class SharedStream : IDisposable
{
    private Stream? _stream;

    public Stream Get()
    {
        if (_stream is { } existing)
            return existing;
        Stream created = new MemoryStream();
        Stream? other = Interlocked.CompareExchange(ref _stream, created, null);
        if (other is null)
            return created;
        created.Dispose();
        return other;
    }

    public void Dispose() => Interlocked.Exchange(ref _stream, null)?.Dispose();
}
