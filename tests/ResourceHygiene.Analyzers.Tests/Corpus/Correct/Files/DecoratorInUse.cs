public sealed class TeeStream : MemoryStream
{
    private readonly Stream _other;

    public TeeStream(Stream other) => _other = other;

    public override void Write(byte[] buffer, int offset, int count)
    {
        base.Write(buffer, offset, count);
        _other.Write(buffer, offset, count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _other.Dispose();
        base.Dispose(disposing);
    }
}

public static class Copies
{
    public static byte[] Save(string path, byte[] data)
    {
        using TeeStream tee = new(File.Create(path));
        tee.Write(data, 0, data.Length);
        return tee.ToArray();
    }
}
