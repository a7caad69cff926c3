using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class ComputeBeforeAcquiringFixTests
{
    [Fact]
    public Task A_later_argument_is_computed_first() => Verify(
        """
        // Starts the session.
        using var session = new Session({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path)); // both from one file
        """,
        """
        // Starts the session.
        var settings = File.ReadAllText(path);
        using var session = new Session(File.OpenRead(path), settings); // both from one file
        """);

    [Fact]
    public Task The_whole_argument_moves() => Verify(
        """
        using var session = new Session({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path).Trim() + "!");
        """,
        """
        var settings = File.ReadAllText(path).Trim() + "!";
        using var session = new Session(File.OpenRead(path), settings);
        """);

    [Fact]
    public Task A_named_argument_keeps_its_name() => Verify(
        """
        using var session = new Session(stream: {|RH1007:File.OpenRead(path)|}, settings: File.ReadAllText(path));
        """,
        """
        var settings = File.ReadAllText(path);
        using var session = new Session(stream: File.OpenRead(path), settings: settings);
        """);

    [Fact]
    public Task A_returned_object() => Verify(
        """
        return new Session(new BufferedStream({|RH1007:File.OpenRead(Path.Combine(path, "x"))|}), File.ReadAllText(path));
        """,
        """
        var settings = File.ReadAllText(path);
        return new Session(new BufferedStream(File.OpenRead(Path.Combine(path, "x"))), settings);
        """,
        "Session");

    [Fact]
    public Task A_using_statement() => Verify(
        """
        using (var session = new Session({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path)))
            Use(session);
        """,
        """
        var settings = File.ReadAllText(path);
        using (var session = new Session(File.OpenRead(path), settings))
            Use(session);
        """);

    [Fact]
    public Task A_member_of_an_initializer() => Verify(
        """
        using var connection = {|RH1007:new Connection { Name = File.ReadAllText(path) }|};
        """,
        """
        var name = File.ReadAllText(path);
        using var connection = new Connection { Name = name };
        """);

    [Fact]
    public Task An_awaited_argument() => Verify(
        """
        using var session = new Session({|RH1007:File.OpenRead(path)|}, await File.ReadAllTextAsync(path));
        """,
        """
        var settings = await File.ReadAllTextAsync(path);
        using var session = new Session(File.OpenRead(path), settings);
        """,
        "async Task");

    [Fact]
    public Task One_computation_may_cure_two_temporaries() => Verify(
        """
        using var two = new Two({|RH1007:new Connection()|}, {|RH1007:new Connection()|}, int.Parse(path));
        """,
        """
        var size = int.Parse(path);
        using var two = new Two(new Connection(), new Connection(), size);
        """);

    [Fact]
    public Task Fix_all_finds_free_names() => Verify(
        """
        int settings = 1;
        using var first = new Session({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path));
        using var second = new Session({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path));
        """,
        """
        int settings = 1;
        var settings2 = File.ReadAllText(path);
        using var first = new Session(File.OpenRead(path), settings2);
        var settings3 = File.ReadAllText(path);
        using var second = new Session(File.OpenRead(path), settings3);
        """);

    [Fact]
    public Task Not_offered_where_the_receiver_itself_throws() => VerifyNoFix("using var header = new Header({|RH1007:File.OpenRead(path)|});");

    [Fact]
    public Task Not_offered_for_another_resource() => VerifyNoFix("using var pair = new Pair({|RH1007:File.OpenRead(path)|}, File.OpenRead(path));");

    [Fact]
    public Task Not_offered_where_another_call_would_be_overtaken() => VerifyNoFix(
        "using var session = new Session({|RH1007:File.OpenRead(Next())|}, File.ReadAllText(path));");

    [Fact]
    public Task Not_offered_where_a_variable_is_declared_in_between() => VerifyNoFix(
        "using var session = new Session({|RH1007:Open(out string text)|}, File.ReadAllText(text));");

    [Fact]
    public Task Not_offered_inside_a_condition() => VerifyNoFix(
        "using var session = path.Length > 3 ? new Session({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path)) : null;");

    [Fact]
    public Task Not_offered_in_an_expression_body() => CodeFixVerifier<OwnershipAnalyzer, ComputeBeforeAcquiringFix>.VerifyNoFixAsync(
        Types + "class C { Session M(string path) => new Session({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path)); }");

    private const string Types =
        """
        class Session : IDisposable
        {
            private readonly Stream _stream;
            public Session(Stream stream, string settings) { _stream = stream; Name = settings; }
            public string Name { get; set; }
            public void Dispose() => _stream.Dispose();
        }
        class Header : IDisposable
        {
            private readonly Stream _stream;
            public Header(Stream stream) { _stream = stream; Version = stream.ReadByte(); }
            public int Version { get; }
            public void Dispose() => _stream.Dispose();
        }
        class Pair : IDisposable
        {
            private readonly Stream _first, _second;
            public Pair(Stream first, Stream second) { _first = first; _second = second; }
            public void Dispose() { _first.Dispose(); _second.Dispose(); }
        }
        class Connection : IDisposable { public string Name { get; set; } = ""; public void Dispose() => Name = "closed"; }
        class Two : IDisposable
        {
            private readonly Connection _first, _second;
            public Two(Connection first, Connection second, int size) { _first = first; _second = second; Size = size; }
            public int Size { get; }
            public void Dispose() { _first.Dispose(); _second.Dispose(); }
        }

        """;

    private static Task Verify(string before, string after, string returnType = "void") =>
        CodeFixVerifier<OwnershipAnalyzer, ComputeBeforeAcquiringFix>.VerifyAsync(Method(before, returnType), Method(after, returnType));

    private static Task VerifyNoFix(string statements) => CodeFixVerifier<OwnershipAnalyzer, ComputeBeforeAcquiringFix>.VerifyNoFixAsync(Method(statements, "void"));

    private static string Method(string statements, string returnType) => Types +
        $$"""
        class C
        {
            static string Next() => "next";
            static void Use(Session session) => session.Name = "used";
            static Stream Open(out string text) { text = "x"; return File.OpenRead(text); }

            {{returnType}} M(string path)
            {
                {{statements.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }
        """;
}
