using System.Net.Sockets;

public static class Parts
{
    public static string Endpoint(TcpClient client)
    {
        // Both belong to the client.
        Socket socket = client.Client;
        NetworkStream stream = client.GetStream();
        return $"{socket.RemoteEndPoint} {stream.CanRead}";
    }

    public static async Task<string> HelloAsync(string host)
    {
        using TcpClient client = new();
        await client.ConnectAsync(host, 25);
        StreamReader reader = new(client.GetStream());
        return await reader.ReadLineAsync() ?? "";
    }
}
