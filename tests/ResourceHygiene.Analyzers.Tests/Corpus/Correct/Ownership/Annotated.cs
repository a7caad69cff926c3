using ResourceHygiene;

public sealed class Sink : IDisposable
{
    private readonly Stream _stream;

    public Sink([TakesOwnership] Stream stream) => _stream = stream;

    [return: Owned]
    public static Stream Open(string path) => File.OpenRead(path);

    [return: Borrowed]
    public Stream Peek() => _stream;

    public void Dispose() => _stream.Dispose();
}

public static class SinkUse
{
    public static long Fill(string path)
    {
        using Sink sink = new(Sink.Open(path));
        Stream stream = sink.Peek();
        return stream.Length;
    }
}
