using System.Net;
using System.Net.Sockets;

public sealed class Gateway
{
    private readonly List<Thread> _threads = [];

    public void Accept(TcpListener listener, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Thread thread = new(Serve) { IsBackground = true };
            TcpClient client = listener.AcceptTcpClient();
            thread.Start(client);
            _threads.Add(thread);
        }
    }

    private static void Serve(object? state)
    {
        using TcpClient client = (TcpClient)state!;
        using StreamWriter writer = new(client.GetStream());
        writer.WriteLine("welcome");
    }
}
