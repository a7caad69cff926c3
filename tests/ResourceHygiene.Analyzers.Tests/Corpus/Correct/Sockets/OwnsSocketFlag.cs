using System.Net.Sockets;

public static class SocketStreams
{
    public static async Task<NetworkStream> OpenAsync(string host, int port)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static int FirstByte(Socket borrowed)
    {
        using NetworkStream stream = new(borrowed, ownsSocket: false);
        return stream.ReadByte();
    }
}
