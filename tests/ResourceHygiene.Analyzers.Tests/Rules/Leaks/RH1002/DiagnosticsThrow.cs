namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>An explicit throw is a path like any other, and so is a method that never returns.</summary>
public sealed class DiagnosticsThrow
{
    [Fact]
    public Task A_throw_statement_before_the_release() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        if (stream.Length == 0)
            throw new InvalidDataException(path);
        stream.Dispose();
        """);

    [Fact]
    public Task A_throw_expression_before_the_release() => LeakCode.InClass(
        """
        void M(string path, string? name)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            string checkedName = name ?? throw new ArgumentNullException(nameof(name));
            Console.WriteLine(checkedName);
            stream.Dispose();
        }
        """);

    [Fact]
    public Task An_arm_of_a_switch_expression_throws() => LeakCode.InClass(
        """
        int M(string path, int kind)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            int size = kind switch
            {
                0 => 16,
                1 => 32,
                _ => throw new NotSupportedException(),
            };
            stream.Dispose();
            return size;
        }
        """);

    [Fact]
    public Task A_bad_signature_is_refused_before_the_reader_is_returned() => LeakCode.InClass(
        """
        BinaryReader Open(string path)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (stream.ReadByte() != 0x42)
                throw new InvalidDataException();
            return new BinaryReader(stream);
        }
        """);

    [Fact]
    public Task A_method_that_never_returns() => LeakCode.InFile(
        """
        using System.Diagnostics.CodeAnalysis;

        static class ThrowHelper
        {
            [DoesNotReturn]
            public static void BadData() => throw new InvalidDataException();
        }
        class C
        {
            void M(string path)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.Length == 0)
                    ThrowHelper.BadData();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_method_that_never_returns_ends_a_branch() => LeakCode.InFile(
        """
        using System.Diagnostics.CodeAnalysis;

        class C
        {
            [DoesNotReturn]
            static void Fail(string message) => throw new InvalidOperationException(message);

            Stream M(string path, bool isStrict)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (isStrict && stream.ReadByte() < 0)
                    Fail("empty");
                return stream;
            }
        }
        """);

    [Fact]
    public Task A_state_check_after_the_connection_was_made() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class Client
        {
            private bool _isClosed;

            Socket Connect(string host)
            {
                var socket = {|RH1002:new Socket(SocketType.Stream, ProtocolType.Tcp)|};
                socket.Connect(host, 80);
                if (_isClosed)
                    throw new ObjectDisposedException(nameof(Client));
                return socket;
            }
        }
        """);

    [Fact]
    public Task A_throw_in_the_last_of_three_checks() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (path.Length == 0)
        {
            resource.Dispose();
            return;
        }

        if (flag)
        {
            resource.Dispose();
            throw new ArgumentException(nameof(flag));
        }

        if (path[0] == '#')
            throw new ArgumentException(nameof(path));
        resource.Dispose();
        """);
}
