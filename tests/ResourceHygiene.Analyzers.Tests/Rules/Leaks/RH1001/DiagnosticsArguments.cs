namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Handing a resource to something that only looks at it does not discharge the obligation.</summary>
public sealed class DiagnosticsArguments
{
    [Fact]
    public Task To_a_method_that_only_reads() => LeakCode.InClass(
        """
        static void Read(Stream stream) => stream.ReadByte();

        void M(string path)
        {
            var stream = [|File.OpenRead(path)|];
            Read(stream);
        }
        """);

    [Fact]
    public Task To_a_library_method_that_borrows() => LeakCode.InMethod(
        """
        var target = [|File.Create(path)|];
        given.CopyTo(target);
        """);

    [Fact]
    public Task To_a_borrowing_parameter() => LeakCode.InClass(
        """
        interface IReader { void Read([Borrowed] object stream); }

        void M(string path, IReader reader)
        {
            var stream = [|File.OpenRead(path)|];
            reader.Read(stream);
        }
        """);

    [Fact]
    public Task To_a_method_that_passes_it_on_to_a_reader() => LeakCode.InClass(
        """
        static void Outer(Stream stream) => Inner(stream);
        static void Inner(Stream stream) => stream.ReadByte();

        void M(string path)
        {
            var stream = [|File.OpenRead(path)|];
            Outer(stream);
        }
        """);

    [Fact]
    public Task To_a_reading_member_of_an_extension_block() => LeakCode.InFile(
        """
        static class Extensions
        {
            extension(Stream stream)
            {
                public int First() => stream.ReadByte();
            }
        }
        class C
        {
            void M(string path)
            {
                var stream = [|File.OpenRead(path)|];
                stream.First();
            }
        }
        """);

    [Fact]
    public Task To_a_recursive_reader() => LeakCode.InClass(
        """
        static void Read(Stream stream, int depth)
        {
            if (stream.ReadByte() < 0 || depth == 0)
                return;
            Read(stream, depth - 1);
        }

        void M(string path)
        {
            var stream = [|File.OpenRead(path)|];
            Read(stream, 3);
        }
        """);

    [Fact]
    public Task To_console_output() => LeakCode.InMethod(
        """
        var resource = [|new Resource()|];
        Console.WriteLine(resource);
        """);

    [Fact]
    public Task To_a_constructor_that_only_reads() => LeakCode.InClass(
        """
        sealed class Header { public Header(Stream stream) => Length = stream.Length; public long Length { get; } }

        void M(string path)
        {
            var stream = [|File.OpenRead(path)|];
            var header = new Header(stream);
            Console.WriteLine(header.Length);
        }
        """);

    [Fact]
    public Task A_connection_to_its_command() => LeakCode.InFile(
        """
        using System.Data.Common;
        class C
        {
            void M(DbProviderFactory factory)
            {
                DbConnection connection = [|factory.CreateConnection()|]!;
                connection.Open();
                using DbCommand command = connection.CreateCommand();
                command.Connection = connection;
                command.ExecuteNonQuery();
            }
        }
        """);

    [Fact]
    public Task To_an_overridable_method_that_only_uses_it() => LeakCode.InFile(
        """
        abstract class Sink
        {
            public void M()
            {
                var resource = [|new Resource()|];
                Handle(resource);
            }

            protected virtual void Handle(Resource resource) { }
        }

        class Using : Sink { protected override void Handle(Resource resource) => resource.Use(); }
        """);

    [Fact]
    public Task To_a_socket_that_only_looks_at_it() => LeakCode.InFile(
        """
        using System.Net.Sockets;
        class Listener
        {
            public void Start()
            {
                var e = [|new SocketAsyncEventArgs()|];
                Socket.CancelConnectAsync(e);
            }
        }
        """);

    [Fact]
    public Task To_a_callback_from_a_variable() => LeakCode.InClass(
        """
        delegate void Callback(Resource resource);
        void M(Callback callback)
        {
            var resource = [|new Resource()|];
            callback(resource);
            resource.Use();
        }
        """);
}
