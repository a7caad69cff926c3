using System.Buffers;

public sealed class PooledBuffer : IDisposable
{
    private byte[]? _array;

    public PooledBuffer(int size) => _array = ArrayPool<byte>.Shared.Rent(size);

    public Span<byte> Span => _array ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
            ArrayPool<byte>.Shared.Return(array);
    }
}

public static class PooledUse
{
    public static int CountZeros(Stream stream)
    {
        using PooledBuffer buffer = new(4096);
        int zeros = 0;
        for (int read; (read = stream.Read(buffer.Span)) > 0;)
            zeros += buffer.Span[..read].Count((byte)0);
        return zeros;
    }
}
