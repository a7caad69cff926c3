using System.Buffers;
using System.Net.WebSockets;

public sealed class Feed : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    public async Task ConnectAsync(Uri address, CancellationToken cancellation) => await _socket.ConnectAsync(address, cancellation);

    public async Task PumpAsync(Func<ReadOnlyMemory<byte>, Task> handle, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(8192);
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
                if (result.MessageType == WebSocketMessageType.Close)
                    break;
                await handle(buffer.AsMemory(0, result.Count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }
}
