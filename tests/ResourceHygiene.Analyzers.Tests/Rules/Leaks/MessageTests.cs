using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks;

/// <summary>Messages say what leaks, where it was acquired, what decides, and what to do.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData("var input = {|#0:File.OpenRead(path)|};", "FileStream 'input' (opened here) is never released on any path; declare it with 'using'")]
    [InlineData("var resource = {|#0:new Resource()|};", "Resource 'resource' (created here) is never released on any path; declare it with 'using'")]
    [InlineData("var resource = {|#0:new AsyncResource()|};", "AsyncResource 'resource' (created here) is never released on any path; declare it with 'await using'")]
    [InlineData("var block = {|#0:new Block()|};", "Block 'block' (created here) is never released on any path; call 'Free()' when done with it")]
    [InlineData("var mapping = {|#0:new Pool<int>()|};", "Pool<int> 'mapping' (created here) is never released on any path; declare it with 'using'")]
    public Task Of_a_leaked_local(string statement, string message) => Verify("RH1001", statement, message);

    [Theory]
    [InlineData("{|#0:File.Create(path)|};", "FileStream (created here) is discarded and never released; keep it in a 'using' variable")]
    [InlineData("Parse({|#0:File.OpenRead(path)|});", "FileStream (opened here) is passed to 'Parse', which does not release it; keep it in a 'using' variable")]
    [InlineData("new Sum({|#0:File.OpenRead(path)|});", "FileStream (opened here) is passed to 'new Sum', which does not release it; keep it in a 'using' variable")]
    [InlineData("{|#0:new StreamReader(path)|}.ReadToEnd();", "StreamReader (created here) is used for 'ReadToEnd' and never released; keep it in a 'using' variable")]
    [InlineData("{|#0:new AsyncResource()|}.Use();", "AsyncResource (created here) is used for 'Use' and never released; keep it in an 'await using' variable")]
    [InlineData("{|#0:new Block()|};", "Block (created here) is discarded and never released; keep it in a variable and call 'Free()'")]
    public Task Of_a_discarded_resource(string statement, string message) => Verify("RH1004", statement, message);

    private static Task Verify(string id, string statement, string message)
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test(
            $$"""
            [MustRelease(nameof(Free))] class Block { public void Free() { } }
            class Pool<T> : Resource;
            class Sum { public Sum(Stream stream) => Value = stream.ReadByte(); public int Value { get; } }
            class C
            {
                static void Parse(Stream stream) => stream.ReadByte();
                void M(string path)
                {
                    {{statement}}
                }
            }
            """);
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id).WithLocation(0).WithMessage(message));
        return test.RunAsync();
    }
}
