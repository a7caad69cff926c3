public sealed class Picture : IDisposable
{
    private IntPtr _handle = 1;
    public Picture Clone() => new() { _handle = _handle };
    public Picture Blur() => new();
    public void Save(string path) => File.WriteAllText(path, _handle.ToString());
    public void Dispose() => _handle = 0;
}

public static class Filters
{
    public static void Apply(Picture source, int times, string path)
    {
        Picture current = source.Clone();
        try
        {
            for (int i = 0; i < times; i++)
            {
                Picture next = current.Blur();
                current.Dispose();
                current = next;
            }

            current.Save(path);
        }
        finally
        {
            current.Dispose();
        }
    }
}
