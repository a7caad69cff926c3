namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Releasing either of wrapper and wrapped will do.</summary>
public sealed class ValidWrappers
{
    [Fact]
    public Task Wrapper_in_one_branch_wrapped_in_the_other() => LeakCode.InFile(
        """
        using System.IO.Compression;

        class C
        {
            void M(string path, bool isPacked)
            {
                var stream = File.OpenRead(path);
                if (isPacked)
                {
                    using var zip = new GZipStream(stream, CompressionMode.Decompress);
                    zip.ReadByte();
                }
                else
                {
                    stream.ReadByte();
                    stream.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Wrapped_under_the_same_name() => LeakCode.InFile(
        """
        using System.IO.Compression;

        class C
        {
            void M(string path, bool isPacked)
            {
                Stream stream = File.OpenRead(path);
                if (isPacked)
                    stream = new GZipStream(stream, CompressionMode.Decompress);
                using var reader = new StreamReader(stream);
                reader.ReadLine();
            }
        }
        """);

    [Fact]
    public Task Leave_open_and_the_stream_released_behind_it() => LeakCode.InMethod(
        """
        var stream = File.Create(path);
        using (var writer = new StreamWriter(stream, leaveOpen: true))
            writer.Write(path);
        if (flag)
            stream.SetLength(0);
        stream.Dispose();
        """);

    [Fact]
    public Task Leave_open_of_a_constant() => LeakCode.InClass(
        """
        private const bool KeepOpen = false;

        void M(string path, bool flag)
        {
            var stream = File.OpenRead(path);
            using var reader = new StreamReader(stream, leaveOpen: KeepOpen);
            if (flag)
                return;
            reader.ReadLine();
        }
        """);

    [Fact]
    public Task Leave_open_of_a_variable_that_also_decides_the_release() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        using (var reader = new StreamReader(stream, leaveOpen: flag))
            reader.ReadLine();
        if (flag)
            stream.Dispose();
        """);

    [Fact]
    public Task A_borrowed_stream_is_wrapped_on_one_path() => LeakCode.InMethod(
        """
        var stream = flag ? given : new BufferedStream(given);
        stream.ReadByte();
        """);

    [Fact]
    public Task A_reader_over_a_socket_in_layers() => LeakCode.InFile(
        """
        using System.Net.Security;
        using System.Net.Sockets;

        class C
        {
            async Task<Stream> M(Socket socket, bool isSecure)
            {
                Stream stream = new NetworkStream(socket, ownsSocket: true);
                if (isSecure)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsClientAsync("localhost");
                    stream = secure;
                }

                return stream;
            }
        }
        """);

    [Fact]
    public Task Each_layer_in_its_own_using() => LeakCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        using var buffered = new BufferedStream(stream);
        using var reader = new StreamReader(buffered);
        if (reader.ReadLine() is null)
            return;
        Console.WriteLine(reader.ReadToEnd());
        """);

    [Fact]
    public Task Released_through_what_the_reader_reads() => LeakCode.InMethod(
        """
        var reader = new StreamReader(path);
        if (flag)
        {
            reader.BaseStream.Dispose();
            return;
        }

        reader.Dispose();
        """);

    [Fact]
    public Task Released_where_the_reader_leaves_it_open() => LeakCode.InClass(
        """
        void M(string path, bool keep)
        {
            var stream = File.OpenRead(path);
            var reader = new StreamReader(stream, leaveOpen: keep);
            reader.ReadLine();
            reader.Dispose();
            if (keep)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task Released_where_the_reader_does_not_own_it() => LeakCode.InClass(
        """
        void M(string path, bool owns)
        {
            var stream = File.OpenRead(path);
            var reader = new StreamReader(stream, leaveOpen: !owns);
            reader.ReadLine();
            reader.Dispose();
            if (!owns)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task A_wrapper_of_one_argument_that_keeps_another() => LeakCode.InFile(
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
            Tagged M(Stream given, bool flag)
            {
                var tag = new Resource();
                if (flag)
                    tag.Use();
                return new Tagged(given, tag);
            }
        }
        """);

    [Fact]
    public Task An_image_made_of_a_part_of_it() => LeakCode.InFile(
        """
        class Group : IDisposable
        {
            private readonly Resource _first = new();
            public void Dispose() => _first.Dispose();
        }
        class Buffer : IDisposable
        {
            public Group Group { get; } = new();
            public void Dispose() => Group.Dispose();
        }
        class Picture : IDisposable
        {
            private readonly Group _group;
            public Picture(string name, Group group) => _group = group;
            public void Dispose() => _group.Dispose();
        }
        class C
        {
            static Buffer Allocate() => new Buffer();
            Picture M(string name, bool flag)
            {
                var buffer = Allocate();
                if (flag)
                    Console.WriteLine(name);
                return new Picture(name, buffer.Group);
            }
        }
        """);
}
