namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Throwing owes nothing where nothing is held, or where somebody on the way out releases it.</summary>
public sealed class ValidThrow
{
    [Fact]
    public Task Before_the_acquisition() => LeakCode.InMethod(
        """
        if (path.Length == 0)
            throw new ArgumentException("empty", nameof(path));
        var resource = new Resource();
        resource.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task Released_first() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        if (stream.Length == 0)
        {
            stream.Dispose();
            throw new InvalidDataException(path);
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Out_of_a_using() => LeakCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        if (stream.Length == 0)
            throw new InvalidDataException(path);
        """);

    [Fact]
    public Task Into_a_finally_that_releases() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            if (stream.Length == 0)
                throw new InvalidDataException(path);
        }
        finally
        {
            stream.Dispose();
        }
        """);

    [Fact]
    public Task Into_a_handler_that_releases_and_throws_on() => LeakCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                if (stream.ReadByte() != 'P')
                    throw new InvalidDataException(path);
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        """);

    [Fact]
    public Task A_method_that_never_returns_before_the_acquisition() => LeakCode.InFile(
        """
        using System.Diagnostics.CodeAnalysis;

        class C
        {
            [DoesNotReturn]
            static void Fail() => throw new InvalidOperationException();

            void M(bool flag)
            {
                if (!flag)
                    Fail();
                var resource = new Resource();
                resource.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_method_that_never_returns_makes_the_rest_unreachable() => LeakCode.InFile(
        """
        using System.Diagnostics.CodeAnalysis;

        class C
        {
            [DoesNotReturn]
            static void Fail() => throw new InvalidOperationException();

            void M(string path, bool flag)
            {
                Stream? stream = null;
                if (flag)
                    stream = File.OpenRead(path);
                else
                    Fail();
                stream.ReadByte();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task An_assertion_is_no_way_out() => LeakCode.InMethod(
        """
        var resource = new Resource();
        System.Diagnostics.Debug.Assert(resource != null, "made above");
        System.Diagnostics.Debug.Assert(path.Length > 0);
        resource.Dispose();
        """);

    [Fact]
    public Task The_unreachable_end_of_a_switch_expression() => LeakCode.InClass(
        """
        enum Kind { Small, Large }

        Stream Open(string path, Kind kind)
        {
            var stream = File.OpenRead(path);
            return kind switch
            {
                Kind.Small => stream,
                Kind.Large => new BufferedStream(stream),
            };
        }
        """);

    [Fact]
    public Task A_failed_assertion_ends_the_process() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            System.Diagnostics.Debug.Fail("unexpected");
        resource.Dispose();
        """);
}
