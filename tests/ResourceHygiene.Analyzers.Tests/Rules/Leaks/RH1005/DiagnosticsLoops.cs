namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>The next round of a loop overwrites what the last one left.</summary>
public sealed class DiagnosticsLoops
{
    [Fact]
    public Task A_variable_of_the_method_in_a_foreach() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            Stream? stream = null;
            foreach (string path in paths)
            {
                {|RH1005:stream|} = File.OpenRead(path);
                stream.ReadByte();
            }

            stream?.Dispose();
        }
        """);

    [Fact]
    public Task A_counting_loop() => LeakCode.InMethod(
        """
        Resource? resource = null;
        for (int i = 0; i < path.Length; i++)
        {
            {|RH1005:resource|} = new Resource { Name = path };
            resource.Use();
        }

        resource?.Dispose();
        """);

    [Fact]
    public Task A_do_loop() => LeakCode.InMethod(
        """
        Resource resource;
        int i = 0;
        do
        {
            {|RH1005:resource|} = new Resource();
            resource.Use();
        }
        while (++i < path.Length);
        resource.Dispose();
        """);

    [Fact]
    public Task Released_in_only_some_rounds() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            Stream? stream = null;
            foreach (string path in paths)
            {
                {|RH1005:stream|} = File.OpenRead(path);
                if (stream.Length == 0)
                    continue;
                stream.ReadByte();
                stream.Dispose();
                stream = null;
            }

            stream?.Dispose();
        }
        """);

    [Fact]
    public Task A_retry_loop_with_the_variable_outside() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class C
        {
            void M(string host)
            {
                Socket? socket = null;
                try
                {
                    for (int attempt = 0; attempt < 3; attempt++)
                    {
                        {|RH1005:socket|} = new Socket(SocketType.Stream, ProtocolType.Tcp);
                        try
                        {
                            socket.Connect(host, 80);
                            break;
                        }
                        catch (SocketException)
                        {
                            Thread.Sleep(10);
                        }
                    }
                }
                finally
                {
                    socket?.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task A_jump_backwards() => LeakCode.InMethod(
        """
        int attempt = 0;
        Resource resource;
        again:
        {|RH1005:resource|} = new Resource();
        resource.Use();
        if (++attempt < 3)
            goto again;
        resource.Dispose();
        """);

    [Fact]
    public Task An_endless_loop_that_is_left() => LeakCode.InMethod(
        """
        Resource? resource = null;
        int i = 0;
        while (true)
        {
            {|RH1005:resource|} = new Resource();
            if (++i == path.Length)
                break;
        }

        resource.Dispose();
        """);

    [Fact]
    public Task The_next_part_of_a_rolling_log() => LeakCode.InClass(
        """
        void Write(IEnumerable<string> lines, string path)
        {
            int count = 0;
            var writer = new StreamWriter(path + ".0");
            foreach (string line in lines)
            {
                if (++count % 1000 == 0)
                    {|RH1005:writer|} = new StreamWriter(path + "." + count);
                writer.WriteLine(line);
            }

            writer.Dispose();
        }
        """);

    [Fact]
    public Task Opened_in_each_round_but_the_first() => LeakCode.InClass(
        """
        void M(string path, string[] lines)
        {
            int index = 0;
            StreamWriter? writer = null;
            foreach (string line in lines)
            {
                if (index++ != 0)
                    {|RH1005:writer|} = File.CreateText(path + line);
            }

            writer?.Dispose();
        }
        """);

    [Fact]
    public Task Opened_whenever_a_counter_is_back_at_zero() => LeakCode.InClass(
        """
        void M(string path, string[] lines)
        {
            int index = 0;
            StreamWriter? writer = null;
            foreach (string line in lines)
            {
                if (index++ == 0)
                    {|RH1005:writer|} = File.CreateText(path + line);
                if (index > 100)
                    index = 0;
            }

            writer?.Dispose();
        }
        """);
}
