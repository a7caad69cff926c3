using ResourceHygiene.CodeFixes.Releases;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Releases;

public sealed class SetToNullAfterReleaseFixTests
{
    [Fact]
    public Task The_first_release_leaves_null_and_the_later_one_asks() => Verify(
        """
        var x = Api.Open();
        if (flag)
        {
            {|0:x.Dispose()|}; // early
        }
        {|RH3002 x:x.Dispose()|};
        """,
        """
        var x = Api.Open();
        if (flag)
        {
            x.Dispose(); // early
            x = null;
        }
        x?.Dispose();
        """);

    [Fact]
    public Task An_embedded_first_release_gets_a_block() => Verify(
        """
        Resource? x = Api.Open();
        if (flag)
            {|0:x.Dispose()|};
        x?{|RH3002 x:.Dispose()|};
        """,
        """
        Resource? x = Api.Open();
        if (flag)
        {
            x.Dispose();
            x = null;
        }
        x?.Dispose();
        """);

    [Fact]
    public Task An_awaited_later_release_gets_a_null_check() => Verify(
        """
        var x = Api.OpenAsync();
        if (flag)
        {
            await {|0:x.DisposeAsync()|};
        }
        await {|RH3002 x:x.DisposeAsync()|};
        """,
        """
        var x = Api.OpenAsync();
        if (flag)
        {
            await x.DisposeAsync();
            x = null;
        }
        if (x != null)
            await x.DisposeAsync();
        """,
        "async Task M(bool flag)");

    [Fact]
    public Task A_release_method_of_another_name() => Verify(
        """
        var x = Api.Alloc();
        if (flag)
        {
            {|0:x.Free()|};
        }
        {|RH3002 x:x.Free()|};
        """,
        """
        var x = Api.Alloc();
        if (flag)
        {
            x.Free();
            x = null;
        }
        x?.Free();
        """);

    [Fact]
    public Task Fix_all_sets_to_null_once() => Verify(
        """
        var x = Api.Open();
        if (flag)
        {
            {|0:x.Dispose()|};
        }
        if (Api.Ok())
        {
            {|RH3002 x:x.Dispose()|};
            return;
        }
        {|RH3002 x:x.Dispose()|};
        """,
        """
        var x = Api.Open();
        if (flag)
        {
            x.Dispose();
            x = null;
        }
        if (Api.Ok())
        {
            x?.Dispose();
            return;
        }
        x?.Dispose();
        """);

    [Theory]
    [InlineData("Resource x = Api.Open(); if (flag) {|0:x.Dispose()|}; {|RH3002 x:x.Dispose()|};")]
    [InlineData("using var x = Api.Open(); if (flag) {|0:x.Dispose()|}; {|RH3002 x:x.Dispose()|};")]
    [InlineData("if (flag) {|0:_kept.Dispose()|}; {|RH3002 _kept:_kept.Dispose()|};")]
    [InlineData("var x = Api.Open(); if (flag) {|0:x.Dispose()|}; Console.WriteLine(x.Name); {|RH3002 x:x.Dispose()|};")]
    [InlineData("var x = Api.Open(); var y = x; if (flag) {|0:y.Dispose()|}; {|RH3002 x:x.Dispose()|};")]
    public Task Not_offered_where_null_is_no_value_or_would_be_met(string statements) => FixedMethod<SetToNullAfterReleaseFix>.VerifyNoFix(statements);

    private static Task Verify(string before, string after, string signature = "void M(bool flag)") => FixedMethod<SetToNullAfterReleaseFix>.Verify(before, after, signature);
}
