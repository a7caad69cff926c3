using System.IO.MemoryMappedFiles;

public sealed class IndexFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public IndexFile(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        try
        {
            _view = _file.CreateViewAccessor();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public long this[int index] => _view.ReadInt64(index * sizeof(long));

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
