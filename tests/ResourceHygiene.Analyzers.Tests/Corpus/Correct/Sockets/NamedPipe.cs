using System.IO.Pipes;

public static class CommandPipe
{
    public static async Task<string?> ReceiveAsync(string name, CancellationToken cancellation)
    {
        await using NamedPipeServerStream pipe = new(name, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        await pipe.WaitForConnectionAsync(cancellation);
        using StreamReader reader = new(pipe, leaveOpen: true);
        string? line = await reader.ReadLineAsync(cancellation);
        pipe.Disconnect();
        return line;
    }

    public static bool TrySend(string name, string command)
    {
        try
        {
            using NamedPipeClientStream pipe = new(".", name, PipeDirection.Out);
            pipe.Connect(100);
            using StreamWriter writer = new(pipe);
            writer.WriteLine(command);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
