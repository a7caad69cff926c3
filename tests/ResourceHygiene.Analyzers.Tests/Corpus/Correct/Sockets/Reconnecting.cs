using System.Net.Sockets;

public sealed class MetricsSink(string host, int port) : IDisposable
{
    private readonly object _gate = new();
    private UdpClient? _client;

    public void Send(byte[] datagram)
    {
        lock (_gate)
        {
            try
            {
                _client ??= new UdpClient(host, port);
                _client.Send(datagram, datagram.Length);
            }
            catch (SocketException)
            {
                _client?.Dispose();
                _client = null;
            }
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _client, null)?.Dispose();
}
