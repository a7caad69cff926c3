using ResourceHygiene.CodeFixes.Releases;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Releases;

public sealed class RemoveReleaseFixTests
{
    [Theory]
    [InlineData("{|RH3001 x:x.Dispose()|};")]
    [InlineData("x?{|RH3001 x:.Dispose()|};")]
    [InlineData("{|RH3001 x:x?.Dispose()|};")]
    [InlineData("if (x != null) {|RH3001 x:x.Dispose()|};")]
    [InlineData("if (flag) { {|RH3001 x:x.Dispose()|}; }")]
    public Task The_statement_goes(string second) => Verify(
        $"""
        Resource? x = Api.Open();
        x.Dispose();
        {second}
        Api.Work();
        """,
        """
        Resource? x = Api.Open();
        x.Dispose();
        Api.Work();
        """);

    [Fact]
    public Task Comments_stay() => Verify(
        """
        var x = Api.Open();
        x.Dispose();

        // Once more.
        {|RH3001 x:x.Dispose()|}; // to be sure
        Api.Work();
        """,
        """
        var x = Api.Open();
        x.Dispose();

        // Once more.
        // to be sure
        Api.Work();
        """);

    [Fact]
    public Task The_last_statement_goes_with_the_blank_line_before_it() => Verify(
        """
        var x = Api.Open();
        x.Dispose();

        {|RH3001 x:x.Dispose()|};
        """,
        """
        var x = Api.Open();
        x.Dispose();
        """);

    [Fact]
    public Task An_else_that_only_released_goes() => Verify(
        """
        var x = Api.Open();
        x.Dispose();
        if (flag)
            Api.Work();
        else
            {|RH3001 x:x.Dispose()|};
        Api.Work();
        """,
        """
        var x = Api.Open();
        x.Dispose();
        if (flag)
            Api.Work();
        Api.Work();
        """);

    [Fact]
    public Task A_condition_that_does_something_stays() => Verify(
        """
        var x = Api.Open();
        x.Dispose();
        if (Api.Ok())
            {|RH3001 x:x.Dispose()|};
        """,
        """
        var x = Api.Open();
        x.Dispose();
        if (Api.Ok())
        {
        }
        """);

    [Fact]
    public Task An_awaited_release() => Verify(
        """
        var x = Api.OpenAsync();
        await x.DisposeAsync();
        await {|RH3001 x:x.DisposeAsync()|}.ConfigureAwait(false);
        """,
        """
        var x = Api.OpenAsync();
        await x.DisposeAsync();
        """,
        "async Task M(bool flag)");

    [Fact]
    public Task A_finally_that_only_released_goes() => Verify(
        """
        var x = Api.Alloc();
        x.Free();
        try
        {
            Api.Work();
        }
        finally
        {
            {|RH3001 x:x.Free()|};
        }
        """,
        """
        var x = Api.Alloc();
        x.Free();
        Api.Work();
        """);

    [Fact]
    public Task Fix_all() => Verify(
        """
        var x = Api.Open();
        x.Dispose();
        {|RH3001 x:x.Dispose()|};
        {|RH3001 x:x.Dispose()|};
        """,
        """
        var x = Api.Open();
        x.Dispose();
        """);

    [Theory]
    [InlineData("var x = Api.Open(); x.Dispose(); Action again = () => {|RH3001 x:x.Dispose()|}; again();")]
    [InlineData("var x = Api.OpenAsync(); var first = x.DisposeAsync(); var task = {|RH3001 x:x.DisposeAsync()|}; Console.WriteLine(task.IsCompleted | first.IsCompleted);")]
    public Task Not_offered_where_it_is_no_statement(string statements) => FixedMethod<RemoveReleaseFix>.VerifyNoFix(statements);

    private static Task Verify(string before, string after, string signature = "void M(bool flag)") => FixedMethod<RemoveReleaseFix>.Verify(before, after, signature);
}
