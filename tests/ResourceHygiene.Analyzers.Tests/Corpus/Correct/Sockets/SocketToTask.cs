using System.Net;
using System.Net.Sockets;

public sealed class LineServer
{
    public void Run(IPEndPoint endPoint)
    {
        using Socket listener = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endPoint);
        listener.Listen();
        for (; ; )
        {
            Socket client = listener.Accept();
            Task.Run(() => Handle(client));
        }
    }

    private static void Handle(Socket client)
    {
        try
        {
            client.Send("hello\n"u8);
            client.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.Message);
        }
        finally
        {
            client.Close();
        }
    }
}
