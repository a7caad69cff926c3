using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>The message names the first call that may throw; the additional location is that call.</summary>
public sealed class DiagnosticsMessages
{
    [Theory]
    [InlineData("var held = {|#0:new Resource()|};", "{|#1:int.Parse(path)|};", "Resource 'held' (created here) leaks if 'Parse' (line 4) throws; declare it with 'using'")]
    [InlineData("var held = {|#0:File.OpenRead(path)|};", "{|#1:held.ReadByte()|};", "FileStream 'held' (opened here) leaks if 'ReadByte' (line 4) throws; declare it with 'using'")]
    [InlineData("Stream held = {|#0:File.Create(path)|};", "{|#1:File.Delete(path)|}; File.ReadAllText(path);", "FileStream 'held' (created here) leaks if 'Delete' (line 4) throws; declare it with 'using'")]
    [InlineData("var held = {|#0:new Pool<int>()|};", "Console.WriteLine(); int number = {|#1:Number(path)|};", "Pool<int> 'held' (created here) leaks if 'Number' (line 4) throws; declare it with 'using'")]
    [InlineData("var held = {|#0:Acquire()|};", "if (path.Length > 3) {|#1:int.Parse(path)|};", "Resource 'held' (acquired here) leaks if 'Parse' (line 4) throws; declare it with 'using'")]
    public Task Of_a_local(string acquisition, string call, string message) => Verify(
        $$"""
        class C { static Resource Acquire() => new Resource(); static int Number(string text) => int.Parse(text); void M(string path)
        {
            {{acquisition}}
            {{call}}
            held.Dispose();
        } }
        class Pool<T> : Resource;
        """,
        message);

    [Fact]
    public Task Of_something_only_asynchronously_disposable() => Verify(
        """
        class C { async Task M(string path)
        {
            var resource = {|#0:new AsyncResource()|};
            {|#1:int.Parse(path)|};
            await resource.DisposeAsync();
        } }
        """,
        "AsyncResource 'resource' (created here) leaks if 'Parse' (line 4) throws; declare it with 'await using'");

    [Fact]
    public Task Of_a_type_with_a_release_method_of_its_own() => Verify(
        """
        [MustRelease(nameof(Free))] class Block { public int Size = 8; public void Free() => Size = 0; }
        class C { void M(string path)
        {
            var block = {|#0:new Block()|};
            {|#1:int.Parse(path)|};
            block.Free();
        } }
        """,
        "Block 'block' (created here) leaks if 'Parse' (line 5) throws; call 'Free()' when done with it");

    [Fact]
    public Task The_first_of_two_calls_behind_a_branch() => Verify(
        """
        class C { void M(string path, Stream given, bool flag)
        {
            var resource = {|#0:new Resource()|};
            if (flag)
                Console.WriteLine(path);
            {|#1:given.ReadByte()|};
            given.Flush();
            resource.Dispose();
        } }
        """,
        "Resource 'resource' (created here) leaks if 'ReadByte' (line 6) throws; declare it with 'using'");

    [Fact]
    public async Task Of_long_names_is_short_all_the_same()
    {
        string message = await LeakReports.SingleMessageAsync(
            "RH1003",
            """
            class TheConnectionPoolWithAVeryLongNameThatNobodyWantsToReadInAnErrorList : Resource;
            class C
            {
                static int ParseTheConnectionStringOfTheCurrentRequestOfTheCurrentUser(string text) => int.Parse(text);
                void M(string path)
                {
                    var theConnectionPoolOfTheCurrentRequestOfTheCurrentUserOfTheSystem = new TheConnectionPoolWithAVeryLongNameThatNobodyWantsToReadInAnErrorList();
                    ParseTheConnectionStringOfTheCurrentRequestOfTheCurrentUser(path);
                    theConnectionPoolOfTheCurrentRequestOfTheCurrentUserOfTheSystem.Dispose();
                }
            }
            """);
        Assert.StartsWith("TheConnectionPool", message, StringComparison.Ordinal);
        Assert.EndsWith("declare it with 'using'", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 160);
    }

    [Fact]
    public Task A_configured_await_is_named_after_what_is_awaited() => Verify(
        """
        class C
        {
            async Task M(string path)
            {
                var stream = {|#0:File.OpenRead(path)|};
                {|#1:await stream.FlushAsync().ConfigureAwait(false)|};
                await stream.DisposeAsync();
            }
        }
        """,
        "FileStream 'stream' (opened here) leaks if 'FlushAsync' (line 6) throws; declare it with 'using'");

    private static Task Verify(string source, string message)
    {
        AnalyzerTest<OwnershipAnalyzer> test = ExceptionCode.Test(source);
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1003").WithLocation(0).WithMessage(message).WithAdditionalLocations(1));
        return test.RunAsync();
    }
}
