namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Goto, switch sections, endless and retry loops that lose nothing.</summary>
public sealed class ValidJumps
{
    [Fact]
    public Task Goto_a_common_cleanup() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            goto cleanup;
        if (path.Length == 0)
            goto cleanup;
        resource.Use();
        cleanup:
        resource.Dispose();
        """);

    [Fact]
    public Task Goto_backwards() => LeakCode.InMethod(
        """
        int attempt = 0;
        again:
        var resource = new Resource();
        resource.Use();
        resource.Dispose();
        if (++attempt < 3)
            goto again;
        """);

    [Fact]
    public Task A_server_holds_its_listener_for_ever() => LeakCode.InFile(
        """
        using System.Net;
        using System.Net.Sockets;

        class Server
        {
            void Run()
            {
                var listener = new TcpListener(IPAddress.Any, 80);
                listener.Start();
                while (true)
                {
                    using var client = listener.AcceptTcpClient();
                    client.GetStream().ReadByte();
                }
            }
        }
        """);

    [Fact]
    public Task An_endless_loop_with_one_way_out() => LeakCode.InMethod(
        """
        var reader = new StreamReader(path);
        while (true)
        {
            if (reader.ReadLine() is null)
                break;
        }

        reader.Dispose();
        """);

    [Fact]
    public Task An_endless_for_loop_with_a_finally() => LeakCode.InMethod(
        """
        for (; ; )
        {
            var resource = new Resource();
            try
            {
                resource.Use();
                if (flag)
                    return;
            }
            finally
            {
                resource.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_retry_loop_that_releases_its_failed_attempts() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class Client
        {
            TcpClient Connect(string host)
            {
                for (int attempt = 0; ; attempt++)
                {
                    var client = new TcpClient();
                    try
                    {
                        client.Connect(host, 80);
                        return client;
                    }
                    catch (SocketException) when (attempt < 3)
                    {
                        client.Dispose();
                        Thread.Sleep(100);
                    }
                    catch
                    {
                        client.Dispose();
                        throw;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task A_retry_loop_around_an_opening_that_throws() => LeakCode.InClass(
        """
        Stream Open(string path)
        {
            while (true)
            {
                try
                {
                    return File.OpenRead(path);
                }
                catch (IOException)
                {
                    Thread.Sleep(100);
                }
            }
        }
        """);

    [Fact]
    public Task A_state_machine_in_a_loop() => LeakCode.InMethod(
        """
        var reader = new StreamReader(path);
        int state = 0;
        while (state != 2)
        {
            switch (state)
            {
                case 0:
                    state = reader.ReadLine() == "begin" ? 1 : 2;
                    break;
                case 1:
                    if (reader.ReadLine() == "end")
                        state = 2;
                    break;
            }
        }

        reader.Dispose();
        """);
}
