using System.Buffers;

public sealed class Message(IMemoryOwner<byte> owner, int length) : IDisposable
{
    public ReadOnlyMemory<byte> Body => owner.Memory[..length];

    public void Dispose() => owner.Dispose();
}

public static class Messages
{
    public static async Task<Message> ReceiveAsync(Stream stream, int length)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(length);
        try
        {
            await stream.ReadExactlyAsync(owner.Memory[..length]);
        }
        catch
        {
            owner.Dispose();
            throw;
        }

        return new Message(owner, length);
    }
}
