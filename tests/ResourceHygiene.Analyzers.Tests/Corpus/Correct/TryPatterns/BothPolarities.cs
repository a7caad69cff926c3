// not exception-safe on purpose
public static class Opener
{
    public static bool TryOpen(string path, out FileStream? stream)
    {
        stream = File.Exists(path) ? File.OpenRead(path) : null;
        return stream is not null;
    }

    public static int ReadFirst(string path)
    {
        if (!TryOpen(path, out FileStream? stream))
            return -1;
        int first = stream!.ReadByte();
        stream.Dispose();
        return first;
    }

    public static int ReadFirstSafely(string path)
    {
        if (TryOpen(path, out var stream))
        {
            using (stream)
                return stream!.ReadByte();
        }

        return -1;
    }
}
