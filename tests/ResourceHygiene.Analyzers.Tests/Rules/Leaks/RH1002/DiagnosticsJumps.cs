namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Goto, switch sections and endless loops.</summary>
public sealed class DiagnosticsJumps
{
    [Fact]
    public Task Goto_over_the_release() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            goto end;
        resource.Dispose();
        end:
        Console.WriteLine(path);
        """);

    [Fact]
    public Task A_missing_default_section() => LeakCode.InClass(
        """
        void M(string path, int kind)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            switch (kind)
            {
                case 0:
                    stream.ReadByte();
                    stream.Dispose();
                    break;
                case 1:
                    stream.Dispose();
                    break;
            }
        }
        """);

    [Fact]
    public Task A_section_that_returns() => LeakCode.InClass(
        """
        int M(string path)
        {
            var reader = {|RH1002:new StreamReader(path)|};
            int result = 0;
            switch (reader.ReadLine())
            {
                case "v1":
                    result = 1;
                    break;
                case "v2":
                    result = 2;
                    break;
                case null:
                    return -1;
            }

            reader.Dispose();
            return result;
        }
        """);

    [Fact]
    public Task Goto_another_section_that_forgets() => LeakCode.InClass(
        """
        void M(string path, int kind)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            switch (kind)
            {
                case 0:
                    stream.ReadByte();
                    goto case 2;
                case 1:
                    stream.Dispose();
                    break;
                case 2:
                    Console.WriteLine(kind);
                    break;
                default:
                    stream.Dispose();
                    break;
            }
        }
        """);

    [Fact]
    public Task Lost_in_a_round_of_an_endless_loop() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class Server
        {
            void Run(TcpListener listener)
            {
                while (true)
                {
                    var client = {|RH1002:listener.AcceptTcpClient()|};
                    if (client.Available == 0)
                        continue;
                    client.GetStream().ReadByte();
                    client.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Lost_on_the_way_out_of_an_endless_loop() => LeakCode.InMethod(
        """
        var reader = {|RH1002:new StreamReader(path)|};
        while (true)
        {
            string? line = reader.ReadLine();
            if (line == null)
                return;
            if (line == "end")
                break;
        }

        reader.Dispose();
        """);

    [Fact]
    public Task A_retry_loop_that_returns_without_its_failed_attempts() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class Client
        {
            TcpClient? Connect(string host)
            {
                for (int attempt = 0; attempt < 3; attempt++)
                {
                    var client = {|RH1002:new TcpClient()|};
                    try
                    {
                        client.Connect(host, 80);
                        return client;
                    }
                    catch (SocketException)
                    {
                        Thread.Sleep(100);
                    }
                }

                return null;
            }
        }
        """);
}
