public static class Inspecting
{
    public static int First(object source) => source switch
    {
        string path when File.Exists(path) => ReadAndClose(File.OpenRead(path)),
        byte[] { Length: > 0 } bytes => bytes[0],
        Stream { CanRead: true } stream => stream.ReadByte(),
        _ => -1,
    };

    private static int ReadAndClose(Stream stream)
    {
        using (stream)
            return stream.ReadByte();
    }

    public static void Release(object? item)
    {
        if (item is IDisposable disposable)
            disposable.Dispose();
        else if (item is IEnumerable<IDisposable> several)
            several.ToList().ForEach(static each => each.Dispose());
    }
}
