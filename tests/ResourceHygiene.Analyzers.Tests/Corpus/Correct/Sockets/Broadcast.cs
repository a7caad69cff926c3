using System.Net;
using System.Net.Sockets;

public static class Discovery
{
    public static async Task<List<IPEndPoint>> FindAsync(int port, TimeSpan patience)
    {
        List<IPEndPoint> found = [];
        using UdpClient client = new();
        client.EnableBroadcast = true;
        using CancellationTokenSource timeout = new(patience);
        await client.SendAsync(new byte[] { 1 }, 1, new IPEndPoint(IPAddress.Broadcast, port));
        try
        {
            while (true)
            {
                UdpReceiveResult answer = await client.ReceiveAsync(timeout.Token);
                found.Add(answer.RemoteEndPoint);
            }
        }
        catch (OperationCanceledException)
        {
            return found;
        }
    }
}
