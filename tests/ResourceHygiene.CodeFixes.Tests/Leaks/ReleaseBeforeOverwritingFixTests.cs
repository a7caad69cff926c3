using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class ReleaseBeforeOverwritingFixTests
{
    [Fact]
    public Task Before_another_value() => Verify(
        """
        var x = {|0:Api.Open()|};
        // Another one.
        {|RH1005 x:x|} = Api.Open();
        x.Dispose();
        """,
        """
        var x = Api.Open();
        // Another one.
        x.Dispose();
        x = Api.Open();
        x.Dispose();
        """);

    [Fact]
    public Task Before_null() => Verify(
        """
        Resource? x = {|0:Api.Open()|};
        {|RH1005 x:x|} = null;
        """,
        """
        Resource? x = Api.Open();
        x?.Dispose();
        x = null;
        """);

    [Fact]
    public Task In_a_loop_over_a_variable_that_starts_empty() => Verify(
        """
        Resource? x = null;
        while (Api.Ok())
            {|RH1005 x:x|} = {|0:Api.Open()|};
        x?.Dispose();
        """,
        """
        Resource? x = null;
        while (Api.Ok())
        {
            x?.Dispose();
            x = Api.Open();
        }
        x?.Dispose();
        """);

    [Fact]
    public Task In_a_loop_over_a_variable_that_has_no_value_yet() => Verify(
        """
        Resource x;
        do
        {
            {|RH1005 x:x|} = {|0:Api.Open()|};
        }
        while (Api.Ok());
        Console.WriteLine(x is null);
        """,
        """
        Resource? x = null;
        do
        {
            x?.Dispose();
            x = Api.Open();
        }
        while (Api.Ok());
        Console.WriteLine(x is null);
        """);

    [Fact]
    public Task Before_an_out_argument() => Verify(
        """
        var x = {|0:Api.Open()|};
        if (!Api.TryOpen(out {|RH1005 x:x|}))
            return;
        x.Dispose();
        """,
        """
        var x = Api.Open();
        x.Dispose();
        if (!Api.TryOpen(out x))
            return;
        x.Dispose();
        """);

    [Fact]
    public Task A_field() => Verify(
        """
        _kept = {|0:Api.Open()|};
        {|RH1005 _kept:_kept|} = Api.Open();
        """,
        """
        _kept = Api.Open();
        _kept?.Dispose();
        _kept = Api.Open();
        """);

    [Fact]
    public Task Async_code_releases_asynchronously() => Verify(
        """
        var x = {|0:Api.OpenAsync()|};
        {|RH1005 x:x|} = Api.OpenAsync();
        await x.DisposeAsync();
        """,
        """
        var x = Api.OpenAsync();
        await x.DisposeAsync();
        x = Api.OpenAsync();
        await x.DisposeAsync();
        """,
        "async Task M(bool flag)");

    [Fact]
    public Task Fix_all() => Verify(
        """
        var x = {|0:Api.Alloc()|};
        {|RH1005 x:x|} = Api.Alloc();
        if (flag)
            {|RH1005 x:x|} = Api.Alloc();
        x.Free();
        """,
        """
        var x = Api.Alloc();
        x.Free();
        x = Api.Alloc();
        if (flag)
        {
            x.Free();
            x = Api.Alloc();
        }
        x.Free();
        """);

    [Theory]
    [InlineData("var x = {|0:Api.Open()|}; {|RH1005 x:x|} = new Resource(x); x.Dispose();")]
    [InlineData("var x = {|0:Api.Open()|}; while (({|RH1005 x:x|} = Api.Open()) != null) { }")]
    [InlineData("var x = {|0:Api.Open()|}; while (Api.TryOpen(out {|RH1005 x:x|})) { }")]
    [InlineData("object x = {|0:Api.Open()|}; {|RH1005 x:x|} = Api.Open();")]
    public Task Not_offered_where_the_old_value_is_needed_or_where_no_statement_fits(string statements) => FixedMethod<ReleaseBeforeOverwritingFix>.VerifyNoFix(statements);

    private static Task Verify(string before, string after, string signature = "void M(bool flag)") => FixedMethod<ReleaseBeforeOverwritingFix>.Verify(before, after, signature);
}
