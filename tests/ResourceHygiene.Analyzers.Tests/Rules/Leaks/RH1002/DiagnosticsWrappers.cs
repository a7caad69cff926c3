namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Lost before it is wrapped, or wrapped by something that leaves it open.</summary>
public sealed class DiagnosticsWrappers
{
    [Fact]
    public Task A_way_out_before_the_wrapper() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        if (stream.Length == 0)
            return;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        """);

    [Fact]
    public Task A_way_out_of_a_wrapper_that_leaves_open() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        using (var reader = new StreamReader(stream, leaveOpen: true))
        {
            if (reader.ReadLine() is null)
                return;
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Wrapped_to_leave_open_in_one_branch() => LeakCode.InFile(
        """
        using System.IO.Compression;

        class C
        {
            void M(string path, bool isPacked)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (isPacked)
                {
                    using var zip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
                    zip.ReadByte();
                }
                else
                {
                    using var reader = new StreamReader(stream);
                    reader.ReadLine();
                }
            }
        }
        """);

    [Fact]
    public Task An_entry_of_an_archive_that_is_itself_released() => LeakCode.InFile(
        """
        using System.IO.Compression;

        class C
        {
            int M(string path, string name)
            {
                using var archive = ZipFile.OpenRead(path);
                var content = {|RH1002:archive.CreateEntry(name).Open()|};
                if (!content.CanRead)
                    return -1;
                int first = content.ReadByte();
                content.Dispose();
                return first;
            }
        }
        """);

    [Fact]
    public Task A_handler_whose_client_does_not_own_it() => LeakCode.InMethod(
        """
        var handler = {|RH1002:new SocketsHttpHandler()|};
        using (var client = new HttpClient(handler, disposeHandler: false))
        {
            client.CancelPendingRequests();
            if (flag)
                return;
        }

        handler.Dispose();
        """);

    [Fact]
    public Task A_socket_that_its_network_stream_does_not_own() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class C
        {
            void M(Socket listener)
            {
                var socket = {|RH1002:listener.Accept()|};
                using (var stream = new NetworkStream(socket, ownsSocket: false))
                {
                    if (stream.ReadByte() < 0)
                        return;
                }

                socket.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_reader_that_may_leave_it_open_and_nobody_else() => LeakCode.InClass(
        """
        void M(string path, bool keep)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            var reader = new StreamReader(stream, leaveOpen: keep);
            reader.ReadLine();
            reader.Dispose();
        }
        """);

    [Fact]
    public Task A_tag_that_is_lost_before_the_wrapper_keeps_it() => LeakCode.InFile(
        """
        class Tagged : StreamReader
        {
            private readonly Resource _tag;
            public Tagged(Stream stream, Resource tag) : base(stream) => _tag = tag;
            protected override void Dispose(bool disposing)
            {
                _tag.Dispose();
                base.Dispose(disposing);
            }
        }
        class C
        {
            Tagged? M(Stream given, bool flag)
            {
                var tag = {|RH1002:new Resource()|};
                if (flag)
                    return null;
                return new Tagged(given, tag);
            }
        }
        """);
}
