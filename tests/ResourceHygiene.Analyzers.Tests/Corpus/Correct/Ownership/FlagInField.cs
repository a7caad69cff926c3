public sealed class Decoder : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _ownsStream;

    public Decoder(string path)
    {
        _stream = File.OpenRead(path);
        _ownsStream = true;
    }

    public Decoder(Stream stream)
    {
        _stream = stream;
        _ownsStream = false;
    }

    public Decoder(Stream stream, bool ownsStream)
    {
        _stream = stream;
        _ownsStream = ownsStream;
    }

    public int Decode() => _stream.ReadByte();

    public void Dispose()
    {
        if (_ownsStream)
            _stream.Dispose();
    }
}

public static class Decoding
{
    public static int Twice(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using Decoder first = new(stream);
        using Decoder second = new(stream, ownsStream: false);
        return first.Decode() + second.Decode();
    }
}
