namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>Rounds of a loop that leave nothing behind in their variable.</summary>
public sealed class ValidLoops
{
    [Fact]
    public Task Released_before_the_next_round() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            Stream? stream = null;
            foreach (string path in paths)
            {
                stream?.Dispose();
                stream = File.OpenRead(path);
                stream.ReadByte();
            }

            stream?.Dispose();
        }
        """);

    [Fact]
    public Task Released_at_the_end_of_each_round() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            Stream stream;
            foreach (string path in paths)
            {
                stream = File.OpenRead(path);
                stream.ReadByte();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Released_by_a_using_in_each_round() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            Stream stream;
            foreach (string path in paths)
            {
                using (stream = File.OpenRead(path))
                    stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Opened_once_until_it_worked() => LeakCode.InMethod(
        """
        Stream? stream = null;
        while (stream == null)
        {
            try
            {
                stream = File.OpenRead(path);
            }
            catch (IOException)
            {
                Thread.Sleep(10);
            }
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Opened_in_the_first_round_only() => LeakCode.InClass(
        """
        void M(List<string> lines, string path)
        {
            StreamWriter? writer = null;
            foreach (string line in lines)
            {
                if (writer == null)
                    writer = new StreamWriter(path);
                writer.WriteLine(line);
            }

            writer?.Dispose();
        }
        """);

    [Fact]
    public Task Given_away_in_each_round() => LeakCode.InClass(
        """
        private readonly List<Stream> _all = new();

        void M(string[] paths)
        {
            Stream? stream = null;
            foreach (string path in paths)
            {
                stream = File.OpenRead(path);
                _all.Add(stream);
            }

            Console.WriteLine(stream?.Length);
        }

        void Clear() { foreach (Stream stream in _all) stream.Dispose(); }
        """);

    [Fact]
    public Task Left_with_the_first_one() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            Stream? stream = null;
            foreach (string path in paths)
            {
                if (!File.Exists(path))
                    continue;
                stream = File.OpenRead(path);
                break;
            }

            stream?.Dispose();
        }
        """);

    [Fact]
    public Task The_previous_one_moves_to_another_variable() => LeakCode.InClass(
        """
        void M(int count)
        {
            Resource? previous = null;
            for (int i = 0; i < count; i++)
            {
                var current = new Resource();
                previous?.Dispose();
                previous = current;
            }

            previous?.Dispose();
        }
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
                {
                    writer.Dispose();
                    writer = new StreamWriter(path + "." + count);
                }

                writer.WriteLine(line);
            }

            writer.Dispose();
        }
        """);

    [Fact]
    public Task A_failed_attempt_is_released_in_its_handler() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class C
        {
            void M(string host)
            {
                Socket? socket = null;
                for (int attempt = 0; attempt < 3; attempt++)
                {
                    socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    try
                    {
                        socket.Connect(host, 80);
                        break;
                    }
                    catch (SocketException)
                    {
                        socket.Dispose();
                        socket = null;
                    }
                }

                socket?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Opened_in_the_first_round_that_is_counted() => LeakCode.InClass(
        """
        int M(string path, string[] lines)
        {
            int index = 0;
            StreamWriter? writer = null;
            try
            {
                foreach (string line in lines)
                {
                    if (index++ == 0)
                        writer = File.CreateText(path);
                    else
                        writer!.WriteLine();
                    writer!.Write(line);
                }
            }
            finally
            {
                writer?.Dispose();
            }

            return index;
        }
        """);

    [Fact]
    public Task Opened_unless_something_was_counted() => LeakCode.InClass(
        """
        void M(string path, string[] lines)
        {
            int count = 0;
            StreamWriter? writer = null;
            foreach (string line in lines)
            {
                if (count++ > 0)
                    continue;
                writer = File.CreateText(path);
                writer.Write(line);
            }

            writer?.Dispose();
        }
        """);
}
