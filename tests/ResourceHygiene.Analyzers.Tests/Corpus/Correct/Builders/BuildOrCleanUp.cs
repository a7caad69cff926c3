public sealed class Index : IDisposable
{
    private readonly FileStream _keys;
    private readonly FileStream _values;

    private Index(FileStream keys, FileStream values)
    {
        _keys = keys;
        _values = values;
    }

    public static Index Open(string folder)
    {
        FileStream? keys = null;
        FileStream? values = null;
        try
        {
            keys = File.OpenRead(Path.Combine(folder, "keys"));
            values = File.OpenRead(Path.Combine(folder, "values"));
            Index index = new(keys, values);
            keys = null;
            values = null;
            return index;
        }
        finally
        {
            values?.Dispose();
            keys?.Dispose();
        }
    }

    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }
}
