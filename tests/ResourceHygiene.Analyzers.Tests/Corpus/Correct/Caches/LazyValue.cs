public sealed class Catalog : IDisposable
{
    private readonly Lazy<FileStream> _file;

    public Catalog(string path) => _file = new Lazy<FileStream>(() => File.OpenRead(path));

    public int First() => _file.Value.ReadByte();

    public void Dispose()
    {
        if (_file.IsValueCreated)
            _file.Value.Dispose();
    }
}
