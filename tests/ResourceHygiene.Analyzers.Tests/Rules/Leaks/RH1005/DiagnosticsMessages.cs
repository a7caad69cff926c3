using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>The message says what is lost and where it came from; the additional location is the acquisition.</summary>
public sealed class DiagnosticsMessages
{
    [Theory]
    [InlineData("File.OpenRead(path)", "'held' is overwritten while it still owns the FileStream opened on line 3; release it first")]
    [InlineData("new Resource()", "'held' is overwritten while it still owns the Resource created on line 3; release it first")]
    [InlineData("new Pool<int>()", "'held' is overwritten while it still owns the Pool<int> created on line 3; release it first")]
    [InlineData("System.Security.Cryptography.Aes.Create()", "'held' is overwritten while it still owns the Aes created on line 3; release it first")]
    [InlineData("Acquire()", "'held' is overwritten while it still owns the Resource acquired on line 3; release it first")]
    public Task Of_a_variable(string made, string message) => Verify(
        $$"""
        class C { static Resource Acquire() => new Resource(); void M(string path)
        {
            var held = {|#1:{{made}}|};
            Console.WriteLine(path);
            {|#0:held|} = {{made}};
            held.Dispose();
        } }
        class Pool<T> : Resource;
        """,
        message);

    [Fact]
    public Task Of_a_type_with_a_release_method_of_its_own() => Verify(
        """
        [MustRelease(nameof(Free))] class Block { public int Size = 8; public void Free() => Size = 0; }
        class C { void M()
        {
            var block = {|#1:new Block()|};
            {|#0:block|} = new Block();
            block.Free();
        } }
        """,
        "'block' is overwritten while it still owns the Block created on line 4; release it first");

    [Fact]
    public Task Of_a_loop() => Verify(
        """
        class C { void M(string[] paths)
        {
            Stream? stream = null;
            foreach (string path in paths)
                {|#0:stream|} = {|#1:File.OpenRead(path)|};
            stream?.Dispose();
        } }
        """,
        "'stream' is overwritten while it still owns the FileStream opened on line 5; release it first");

    [Fact]
    public Task Of_an_out_argument() => Verify(
        """
        class C
        {
            static void Open(string path, out Stream stream) => stream = File.OpenRead(path);
            void M(string left, string right)
            {
                Stream stream = {|#1:File.OpenRead(left)|};
                Open(right, out {|#0:stream|});
                stream.Dispose();
            }
        }
        """,
        "'stream' is overwritten while it still owns the FileStream opened on line 6; release it first");

    [Fact]
    public async Task Of_long_names_is_short_all_the_same()
    {
        string message = await LeakReports.SingleMessageAsync(
            "RH1005",
            """
            class TheConnectionPoolWithAVeryLongNameThatNobodyWantsToReadInAnErrorList : Resource;
            class C { void M()
            {
                var theConnectionPoolOfTheCurrentRequestOfTheCurrentUserOfTheSystem = new TheConnectionPoolWithAVeryLongNameThatNobodyWantsToReadInAnErrorList();
                theConnectionPoolOfTheCurrentRequestOfTheCurrentUserOfTheSystem = new TheConnectionPoolWithAVeryLongNameThatNobodyWantsToReadInAnErrorList();
                theConnectionPoolOfTheCurrentRequestOfTheCurrentUserOfTheSystem.Dispose();
            } }
            """);
        Assert.StartsWith("'theConnectionPool", message, StringComparison.Ordinal);
        Assert.EndsWith("; release it first", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 160);
    }

    private static Task Verify(string source, string message)
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test(source);
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1005").WithLocation(0).WithMessage(message).WithAdditionalLocations(1));
        return test.RunAsync();
    }
}
