namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A way out before the release.</summary>
public sealed class DiagnosticsEarlyReturn
{
    [Fact]
    public Task A_guard_after_the_acquisition() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        if (stream.Length == 0)
            return;
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task The_second_of_two_guards() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        if (stream.Length == 0)
        {
            stream.Dispose();
            return;
        }

        if (!stream.CanSeek)
            return;
        stream.Dispose();
        """);

    [Fact]
    public Task Something_else_is_returned() => LeakCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (stream.Length == 0)
                return Stream.Null;
            return stream;
        }
        """);

    [Fact]
    public Task A_failed_header_check_returns_null() => LeakCode.InClass(
        """
        BinaryReader? OpenArchive(string path)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (stream.ReadByte() != 'P' || stream.ReadByte() != 'K')
                return null;
            return new BinaryReader(stream);
        }
        """);

    [Fact]
    public Task The_first_of_two_files_when_the_second_does_not_exist() => LeakCode.InClass(
        """
        void Compare(string left, string right)
        {
            var first = {|RH1002:File.OpenRead(left)|};
            if (!File.Exists(right))
                return;
            var second = File.OpenRead(right);
            Console.WriteLine(first.ReadByte() == second.ReadByte());
            second.Dispose();
            first.Dispose();
        }
        """);

    [Fact]
    public Task A_process_that_does_not_end_in_time() => LeakCode.InClass(
        """
        int Run(System.Diagnostics.ProcessStartInfo info)
        {
            var process = {|RH1002:System.Diagnostics.Process.Start(info)|};
            if (process is null)
                return -1;
            if (!process.WaitForExit(1000))
                return -2;
            int code = process.ExitCode;
            process.Dispose();
            return code;
        }
        """);

    [Fact]
    public Task A_listener_that_gives_up() => LeakCode.InFile(
        """
        using System.Net;
        using System.Net.Sockets;

        class Server
        {
            bool Probe(int port)
            {
                var listener = {|RH1002:new TcpListener(IPAddress.Loopback, port)|};
                listener.Start();
                if (!listener.Pending())
                    return false;
                listener.Stop();
                return true;
            }
        }
        """);

    [Fact]
    public Task A_database_reader_without_rows() => LeakCode.InFile(
        """
        using System.Data.Common;

        class Store
        {
            string? Name(DbCommand command)
            {
                var reader = {|RH1002:command.ExecuteReader()|};
                if (!reader.Read())
                    return null;
                string name = reader.GetString(0);
                reader.Dispose();
                return name;
            }
        }
        """);

    [Fact]
    public Task Out_of_a_nested_block() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '#')
                return;
        }

        resource.Dispose();
        """);

    [Fact]
    public Task In_a_property_getter() => LeakCode.InClass(
        """
        int First
        {
            get
            {
                var stream = {|RH1002:File.OpenRead("a")|};
                if (stream.Length == 0)
                    return -1;
                int first = stream.ReadByte();
                stream.Dispose();
                return first;
            }
        }
        """);

    [Fact]
    public Task A_response_that_is_not_a_success() => LeakCode.InClass(
        """
        async Task<string?> GetAsync(HttpClient client, string address)
        {
            var response = await {|RH1002:client.GetAsync(address)|};
            if (!response.IsSuccessStatusCode)
                return null;
            string text = await response.Content.ReadAsStringAsync();
            response.Dispose();
            return text;
        }
        """);
}
