using System.Net.Security;
using System.Net.Sockets;

public sealed class SecureConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly SslStream _stream;

    private SecureConnection(TcpClient client, SslStream stream)
    {
        _client = client;
        _stream = stream;
    }

    public static async Task<SecureConnection> ConnectAsync(string host, int port)
    {
        TcpClient client = new();
        SslStream? secure = null;
        try
        {
            await client.ConnectAsync(host, port);
            secure = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
            await secure.AuthenticateAsClientAsync(host);
            return new SecureConnection(client, secure);
        }
        catch
        {
            secure?.Dispose();
            client.Dispose();
            throw;
        }
    }

    public void Send(ReadOnlySpan<byte> data) => _stream.Write(data);

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }
}
