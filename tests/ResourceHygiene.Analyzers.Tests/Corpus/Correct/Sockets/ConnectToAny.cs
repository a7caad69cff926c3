using System.Net;
using System.Net.Sockets;

public static class Dialer
{
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        Exception? last = null;
        foreach (IPAddress address in await Dns.GetHostAddressesAsync(host, cancellation))
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(address, port, cancellation);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new IOException($"Nobody listens at {host}:{port}.", last);
    }
}
