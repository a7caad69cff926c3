namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>The message says what is lost, on which path, and what to do about it.</summary>
public sealed class DiagnosticsMessages
{
    [Theory]
    [InlineData("var held = File.OpenRead(path);", "held.Dispose();", "FileStream 'held' (opened here) is not released when ", "; declare it with 'using'")]
    [InlineData("var held = new Resource();", "held.Dispose();", "Resource 'held' (created here) is not released when ", "; declare it with 'using'")]
    [InlineData("var held = new AsyncResource();", "await held.DisposeAsync();", "AsyncResource 'held' (created here) is not released when ", "; declare it with 'await using'")]
    [InlineData("var held = new Block();", "held.Free();", "Block 'held' (created here) is not released when ", "; call 'Free()' when done with it")]
    public async Task Begins_with_the_resource_and_ends_with_the_remedy(string acquisition, string release, string start, string end)
    {
        string message = await LeakReports.SingleMessageAsync(
            "RH1002",
            $$"""
            [MustRelease(nameof(Free))] class Block { public int Size = 8; public void Free() => Size = 0; }
            class C
            {
                async Task M(string path, bool flag)
                {
                    {{acquisition}}
                    await Task.Yield();
                    if (flag)
                        return;
                    {{release}}
                }
            }
            """);
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.EndsWith(end, message, StringComparison.Ordinal);
        Assert.Contains("flag", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 160);
    }

    [Fact]
    public async Task Of_long_names_is_short_all_the_same()
    {
        string message = await LeakReports.SingleMessageAsync(
            "RH1002",
            """
            class TheConnectionPoolWithAVeryLongNameThatNobodyWantsToReadInAnErrorList : Resource;
            class C
            {
                void M(bool theCurrentUserOfTheSystemHasAskedForTheFastWayThroughThisMethod)
                {
                    var theConnectionPoolOfTheCurrentRequestOfTheCurrentUserOfTheSystem = new TheConnectionPoolWithAVeryLongNameThatNobodyWantsToReadInAnErrorList();
                    if (theCurrentUserOfTheSystemHasAskedForTheFastWayThroughThisMethod)
                        return;
                    theConnectionPoolOfTheCurrentRequestOfTheCurrentUserOfTheSystem.Dispose();
                }
            }
            """);
        Assert.StartsWith("TheConnectionPool", message, StringComparison.Ordinal);
        Assert.EndsWith("declare it with 'using'", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 160);
    }
}
