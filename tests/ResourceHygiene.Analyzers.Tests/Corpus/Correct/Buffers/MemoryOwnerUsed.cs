using System.Buffers;

public static class Reading
{
    public static async Task<int> ChecksumAsync(Stream stream, int size, CancellationToken cancellation)
    {
        using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        Memory<byte> memory = owner.Memory[..size];
        await stream.ReadExactlyAsync(memory, cancellation);
        int sum = 0;
        foreach (byte b in memory.Span)
            sum = (sum * 31) + b;
        return sum;
    }
}
