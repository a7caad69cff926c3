using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class ReleaseElementsFixTests
{
    [Fact]
    public Task After_the_last_use_of_the_list() => Verify(
        """
        // All that are open.
        var open = {|RH1006:new List<Stream>()|};
        open.Add(File.OpenRead(path));
        Console.WriteLine(open.Count); // how many
        Console.WriteLine("done");
        """,
        """
        // All that are open.
        var open = new List<Stream>();
        open.Add(File.OpenRead(path));
        Console.WriteLine(open.Count); // how many
        foreach (var stream in open)
            stream.Dispose();
        Console.WriteLine("done");
        """);

    [Fact]
    public Task After_the_last_use_of_an_element() => Verify(
        """
        var open = {|RH1006:new List<Stream>()|};
        var stream = File.OpenRead(path);
        open.Add(stream);
        int first = stream.ReadByte();
        Console.WriteLine(first);
        """,
        """
        var open = new List<Stream>();
        var stream = File.OpenRead(path);
        open.Add(stream);
        int first = stream.ReadByte();
        foreach (var stream2 in open)
            stream2.Dispose();
        Console.WriteLine(first);
        """);

    [Fact]
    public Task After_a_loop() => Verify(
        """
        var open = {|RH1006:new List<Stream>()|};
        for (int i = 0; i < 3; i++)
        {
            if (i == 2)
                break;
            open.Add(File.OpenRead(path + i));
        }
        """,
        """
        var open = new List<Stream>();
        for (int i = 0; i < 3; i++)
        {
            if (i == 2)
                break;
            open.Add(File.OpenRead(path + i));
        }
        foreach (var stream in open)
            stream.Dispose();
        """);

    [Fact]
    public Task Values_of_a_dictionary() => Verify(
        """
        var byName = {|RH1006:new Dictionary<string, Stream>()|};
        byName["a"] = File.OpenRead(path);
        """,
        """
        var byName = new Dictionary<string, Stream>();
        byName["a"] = File.OpenRead(path);
        foreach (var stream in byName.Values)
            stream.Dispose();
        """);

    [Fact]
    public Task Keys_of_a_dictionary() => Verify(
        """
        var sizes = {|RH1006:new Dictionary<Stream, int>()|};
        sizes.Add(File.OpenRead(path), 1);
        """,
        """
        var sizes = new Dictionary<Stream, int>();
        sizes.Add(File.OpenRead(path), 1);
        foreach (var stream in sizes.Keys)
            stream.Dispose();
        """);

    [Fact]
    public Task An_array_that_may_have_gaps() => Verify(
        """
        var open = {|RH1006:new Stream[3]|};
        open[0] = File.OpenRead(path);
        """,
        """
        var open = new Stream[3];
        open[0] = File.OpenRead(path);
        foreach (var stream in open)
            stream?.Dispose();
        """);

    [Fact]
    public Task Asynchronously_in_async_code() => Verify(
        """
        var open = {|RH1006:new List<Stream>()|};
        open.Add(File.OpenRead(path));
        await Task.Yield();
        """,
        """
        var open = new List<Stream>();
        open.Add(File.OpenRead(path));
        foreach (var stream in open)
            await stream.DisposeAsync();
        await Task.Yield();
        """,
        "async Task");

    [Fact]
    public Task Fix_all() => Verify(
        """
        var first = {|RH1006:new List<Stream> { File.OpenRead(path) }|};
        var second = {|RH1006:new List<Stream> { File.OpenRead(path) }|};
        """,
        """
        var first = new List<Stream> { File.OpenRead(path) };
        foreach (var stream in first)
            stream.Dispose();
        var second = new List<Stream> { File.OpenRead(path) };
        foreach (var stream2 in second)
            stream2.Dispose();
        """);

    [Fact]
    public Task Not_offered_where_the_block_is_left_before() => VerifyNoFix(
        """
        var open = {|RH1006:new List<Stream>()|};
        open.Add(File.OpenRead(path));
        if (path.Length > 3)
            return;
        open.Add(File.OpenRead(path));
        """);

    [Fact]
    public Task Not_offered_where_the_last_use_is_a_return() => VerifyNoFix(
        """
        var open = {|RH1006:new List<Stream>()|};
        open.Add(File.OpenRead(path));
        return open.Count;
        """, "int");

    [Fact]
    public Task Not_offered_where_a_lambda_uses_it() => VerifyNoFix(
        """
        var open = {|RH1006:new List<Stream>()|};
        Action add = () => open.Add(File.OpenRead(path));
        add();
        """);

    [Fact]
    public Task Not_offered_where_the_elements_are_objects() => VerifyNoFix(
        """
        var all = {|RH1006:new List<object>()|};
        all.Add(File.OpenRead(path));
        """);

    [Fact]
    public Task Not_offered_for_a_field() => CodeFixVerifier<OwnershipAnalyzer, ReleaseElementsFix>.VerifyNoFixAsync(
        "class C { private readonly List<Stream> _all = new(); public void M(string path) => _all.Add({|RH1006:File.OpenRead(path)|}); }");

    private static Task Verify(string before, string after, string returnType = "void") =>
        CodeFixVerifier<OwnershipAnalyzer, ReleaseElementsFix>.VerifyAsync(Method(before, returnType), Method(after, returnType));

    private static Task VerifyNoFix(string statements, string returnType = "void") =>
        CodeFixVerifier<OwnershipAnalyzer, ReleaseElementsFix>.VerifyNoFixAsync(Method(statements, returnType));

    private static string Method(string statements, string returnType) =>
        $$"""
        class C
        {
            {{returnType}} M(string path)
            {
                {{statements.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }
        """;
}
