using System.Net;
using System.Net.Sockets;

public sealed class EchoServer(int port)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stopping);
                _ = ServeAsync(client);
            }
        }
        finally
        {
            listener.Stop();
        }
    }

    private static async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            byte[] buffer = new byte[1024];
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
                await stream.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
