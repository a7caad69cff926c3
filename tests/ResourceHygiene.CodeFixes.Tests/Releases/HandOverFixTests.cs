using ResourceHygiene.CodeFixes.Releases;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Releases;

public sealed class HandOverFixTests
{
    [Fact]
    public Task What_is_returned_is_declared_without_using() => Verify(
        """
        // The caller closes it.
        {|0:using var x = Api.Open();|} // opened
        x.Use();
        return {|RH3005 x:x|};
        """,
        """
        // The caller closes it.
        var x = Api.Open(); // opened
        x.Use();
        return x;
        """);

    [Fact]
    public Task What_is_wrapped_and_returned() => Verify(
        """
        {|0:using var x = Api.Open();|}
        return {|RH3005 x:new Resource(x)|};
        """,
        """
        var x = Api.Open();
        return new Resource(x);
        """);

    [Fact]
    public Task Await_goes_with_using() => Verify(
        """
        {|0:await using var x = Api.OpenAsync();|}
        await Task.Yield();
        return {|RH3005 x:x|};
        """,
        """
        var x = Api.OpenAsync();
        await Task.Yield();
        return x;
        """,
        "async Task<AsyncResource> M(bool flag)");

    [Fact]
    public Task What_is_stored_is_declared_without_using() => Verify(
        """
        {|0:using var x = Api.Open();|}
        x.Use();
        _kept = {|RH3005 x:x|};
        """,
        """
        var x = Api.Open();
        x.Use();
        _kept = x;
        """,
        "void M(bool flag)");

    [Fact]
    public Task A_using_statement_is_unwrapped() => Verify(
        """
        {|0:using|} (var x = Api.Open())
        {
            x.Use();
            return {|RH3005 x:x|};
        }
        """,
        """
        var x = Api.Open();
        x.Use();
        return x;
        """);

    [Fact]
    public Task A_release_in_front_goes() => Verify(
        """
        var x = Api.Open();
        {|0:x.Dispose()|};
        return {|RH3005 x:x|};
        """,
        """
        var x = Api.Open();
        return x;
        """);

    [Fact]
    public Task Fix_all() => Verify(
        """
        {|0 x:using var x = Api.Open();|}
        {|0 y:using var y = Api.Open();|}
        _kept = {|RH3005 x:x|};
        return {|RH3005 y:y|};
        """,
        """
        var x = Api.Open();
        var y = Api.Open();
        _kept = x;
        return y;
        """);

    [Theory]
    [InlineData("{|0:using var x = Api.Open();|} if (flag) return new Resource(); return {|RH3005 x:x|};")]
    [InlineData("{|0:using var x = Api.Open();|} if (flag) throw new InvalidOperationException(); return {|RH3005 x:x|};")]
    [InlineData("{|0:using var x = Api.Open();|} if (flag) _kept = {|RH3005 x:x|}; return new Resource();")]
    [InlineData("var x = Api.Open(); try { return {|RH3005 x:x|}; } finally { {|0:x.Dispose()|}; }")]
    public Task Not_offered_where_another_way_out_would_lose_it(string statements) => FixedMethod<HandOverFix>.VerifyNoFix(statements, "Resource M(bool flag)");

    private static Task Verify(string before, string after, string signature = "Resource M(bool flag)") => FixedMethod<HandOverFix>.Verify(before, after, signature);
}
