using System.Buffers;

public ref struct ByteBuilder
{
    private byte[] _array;
    private int _length;

    public ByteBuilder(int capacity) => _array = ArrayPool<byte>.Shared.Rent(capacity);

    public void Append(byte value)
    {
        if (_length == _array.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_length * 2);
            _array.AsSpan(0, _length).CopyTo(larger);
            byte[] smaller = _array;
            _array = larger;
            ArrayPool<byte>.Shared.Return(smaller);
        }

        _array[_length++] = value;
    }

    public readonly byte[] ToArray() => _array.AsSpan(0, _length).ToArray();

    public void Dispose()
    {
        byte[] array = _array;
        this = default;
        if (array is not null)
            ArrayPool<byte>.Shared.Return(array);
    }
}

public static class Encoder
{
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        ByteBuilder builder = new(16);
        try
        {
            foreach (char c in text)
                builder.Append((byte)c);
            return builder.ToArray();
        }
        finally
        {
            builder.Dispose();
        }
    }
}
