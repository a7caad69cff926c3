public interface IOpenable<TSelf> : IDisposable
    where TSelf : IOpenable<TSelf>
{
    static abstract TSelf Open(string path);

    long Size { get; }
}

public sealed class Blob : IOpenable<Blob>
{
    private readonly FileStream _stream;

    private Blob(FileStream stream) => _stream = stream;

    public long Size => _stream.Length;

    public static Blob Open(string path) => new(File.OpenRead(path));

    public void Dispose() => _stream.Dispose();
}

public static class Sizes
{
    public static long Of<T>(string path)
        where T : IOpenable<T>
    {
        using T opened = T.Open(path);
        return opened.Size;
    }
}
