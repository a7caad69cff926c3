using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class KeepInUsingVariableFixTests
{
    [Fact]
    public Task A_statement_becomes_a_using_declaration() => VerifyMethod(
        """
        // Makes the file.
        {|RH1004:File.Create(path)|};
        """,
        """
        // Makes the file.
        using var fileStream = File.Create(path);
        """);

    [Fact]
    public Task A_discard_becomes_a_variable() => VerifyMethod(
        "_ = {|RH1004:File.Create(path)|};",
        "using var fileStream = File.Create(path);");

    [Fact]
    public Task An_argument_moves_in_front() => VerifyMethod(
        """
        // Reads the head.
        int head = Read({|RH1004:File.OpenRead(path)|}); // one byte
        """,
        """
        // Reads the head.
        using var fileStream = File.OpenRead(path);
        int head = Read(fileStream); // one byte
        """);

    [Fact]
    public Task The_object_of_a_call_moves_in_front() => VerifyMethod(
        """
        var text = {|RH1004:new StreamReader(path)|}.ReadToEnd();
        """,
        """
        using var streamReader = new StreamReader(path);
        var text = streamReader.ReadToEnd();
        """);

    [Fact]
    public Task A_returned_value_is_computed_before_the_release() => VerifyMethod(
        """
        return Read({|RH1004:File.OpenRead(path)|});
        """,
        """
        using var fileStream = File.OpenRead(path);
        return Read(fileStream);
        """,
        "int");

    [Fact]
    public Task An_awaited_call_in_async_code() => VerifyMethod(
        """
        var text = await {|RH1004:File.OpenText(path)|}.ReadToEndAsync();
        """,
        """
        using var streamReader = File.OpenText(path);
        var text = await streamReader.ReadToEndAsync();
        """,
        "async Task");

    [Fact]
    public Task Fix_all_finds_free_names() => VerifyMethod(
        """
        int fileStream = 1;
        {|RH1004:File.Create(path)|};
        Read({|RH1004:File.OpenRead(path)|});
        """,
        """
        int fileStream = 1;
        using var fileStream2 = File.Create(path);
        using var fileStream3 = File.OpenRead(path);
        Read(fileStream3);
        """);

    [Fact]
    public Task Not_offered_where_something_else_is_evaluated_first() => VerifyNoFix("Join(Read(null!), {|RH1004:File.OpenRead(path)|});");

    [Fact]
    public Task Not_offered_inside_a_condition() => VerifyNoFix("int head = path.Length > 0 ? Read({|RH1004:File.OpenRead(path)|}) : 0;");

    [Fact]
    public Task Not_offered_in_an_embedded_statement() => VerifyNoFix("if (path.Length > 0) Read({|RH1004:File.OpenRead(path)|});");

    [Fact]
    public Task Not_offered_where_a_task_still_uses_the_resource() => VerifyNoFix("return {|RH1004:new StreamReader(path)|}.ReadToEndAsync();", "Task<string>");

    [Fact]
    public Task Not_offered_in_an_expression_body() => CodeFixVerifier<OwnershipAnalyzer, KeepInUsingVariableFix>.VerifyNoFixAsync(
        "class C { string M(string path) => {|RH1004:new StreamReader(path)|}.ReadToEnd(); }");

    [Fact]
    public Task Not_offered_where_a_task_that_still_runs_is_returned() =>
        VerifyNoFix("return {|RH1004:new HttpClient()|}.GetStringAsync(path);", "Task<string>");

    [Theory]
    [InlineData("{|RH1004:Two(path)|};")]
    [InlineData("var (first, {|RH1004:_|}) = Two(path); first.Dispose();")]
    [InlineData("Stream first; (first, {|RH1004:_|}) = Two(path); first.Dispose();")]
    [InlineData("using var first = {|RH1004:Two(path)|}.First;")]
    public Task Not_offered_for_elements_that_have_no_name(string statements) => VerifyNoFix(statements);

    [Fact]
    public Task Offered_for_the_element_that_is_read() => VerifyMethod(
        """
        {|RH1004:Open(path).Content|}.ReadByte();
        """,
        """
        using var stream = Open(path).Content;
        stream.ReadByte();
        """);

    [Fact]
    public Task Not_offered_for_what_leaves_a_collection() => CodeFixVerifier<OwnershipAnalyzer, KeepInUsingVariableFix>.VerifyNoFixAsync(
        """
        class C
        {
            private readonly Dictionary<string, Stream> _all = new();
            void Add(string path) => _all.Add(path, File.OpenRead(path));
            void Forget(string path) { {|RH1004:_all.Remove(path)|}; }
            void Dispose() { foreach (var one in _all.Values) one.Dispose(); }
        }
        """);

    private static Task VerifyMethod(string before, string after, string returnType = "void") =>
        CodeFixVerifier<OwnershipAnalyzer, KeepInUsingVariableFix>.VerifyAsync(Method(before, returnType), Method(after, returnType));

    private static Task VerifyNoFix(string statements, string returnType = "void") =>
        CodeFixVerifier<OwnershipAnalyzer, KeepInUsingVariableFix>.VerifyNoFixAsync(Method(statements, returnType));

    private static string Method(string statements, string returnType) =>
        $$"""
        class C
        {
            static int Read(Stream stream) => stream.ReadByte();
            static (Stream First, Stream Second) Two(string path)
            {
                var first = File.OpenRead(path);
                try { return (first, File.OpenRead(path)); }
                catch { first.Dispose(); throw; }
            }
            static (Stream Content, int Number) Open(string path) => (File.OpenRead(path), 1);
            static int Join(int number, Stream stream) => number + stream.ReadByte();

            {{returnType}} M(string path)
            {
                {{statements.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }
        """;
}
