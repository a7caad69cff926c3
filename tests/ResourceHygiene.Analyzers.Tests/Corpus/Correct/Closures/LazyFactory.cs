public sealed class Lazily(string path) : IDisposable
{
    private readonly Lazy<FileStream> _file = new(() => File.OpenRead(path));

    public int First() => _file.Value.ReadByte();

    public void Dispose()
    {
        if (_file.IsValueCreated)
            _file.Value.Dispose();
    }
}
