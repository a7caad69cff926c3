public sealed class Dictionary16 : IDisposable
{
    private readonly object _gate = new();
    private volatile FileStream? _file;

    public FileStream File
    {
        get
        {
            if (_file == null)
            {
                lock (_gate)
                {
                    if (_file == null)
                    {
                        FileStream opened = System.IO.File.OpenRead("dictionary.bin");
                        _file = opened;
                    }
                }
            }

            return _file;
        }
    }

    public void Dispose() => _file?.Dispose();
}
