namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A release in one round of a counted loop: in the last one it always comes, in any other perhaps not.</summary>
public sealed class CountedReleases
{
    [Theory]
    [InlineData("for (int i = 0; i < count; i++) if (i == 3) one.Dispose();")]
    [InlineData("for (int i = 0; i < count; i++) if (i == chosen) one.Dispose();")]
    [InlineData("for (int i = 0; i < count; i++) { if (i != chosen) continue; one.Dispose(); }")]
    [InlineData("int i = 0; while (i < count) { if (i == chosen) one.Dispose(); i++; }")]
    public Task Perhaps_that_round_never_comes(string loop) => LeakCode.InClass(
        $"void M(int count, int chosen) {{ var one = {{|RH1002:new Resource()|}}; {loop} }}");

    [Theory]
    [InlineData("for (int i = 0; i < count; i++) if (i == count - 1) one.Dispose();")]
    [InlineData("int last = count - 1; for (int i = 0; i < count; i++) if (i == last) one.Dispose();")]
    [InlineData("for (int i = 0; i <= chosen; i++) if (i == chosen) one.Dispose();")]
    public Task The_last_round_comes(string loop) => LeakCode.InClass($"void M(int count, int chosen) {{ var one = new Resource(); {loop} }}");
}
