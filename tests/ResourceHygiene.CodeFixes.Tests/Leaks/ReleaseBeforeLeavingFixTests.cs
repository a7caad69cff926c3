using Microsoft.CodeAnalysis;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class ReleaseBeforeLeavingFixTests
{
    [Fact]
    public Task Before_a_return_in_a_block() => Verify(
        """
        var x = {|RH1002 x:Api.Open()|};
        if (flag)
        {
            // Nothing to do.
            {|0:return null;|}
        }

        return x;
        """,
        """
        var x = Api.Open();
        if (flag)
        {
            // Nothing to do.
            x.Dispose();
            return null;
        }

        return x;
        """);

    [Fact]
    public Task An_embedded_return_gets_a_block() => Verify(
        """
        var x = {|RH1002 x:Api.Open()|};
        if (flag)
            {|0:return null;|} // nothing to do
        return x;
        """,
        """
        var x = Api.Open();
        if (flag)
        {
            x.Dispose();
            return null;
        } // nothing to do
        return x;
        """);

    [Fact]
    public Task An_embedded_return_on_the_line_of_its_condition() => Verify(
        """
        var x = {|RH1002 x:Api.Open()|};
        if (flag) {|0:return null;|}
        return x;
        """,
        """
        var x = Api.Open();
        if (flag)
        {
            x.Dispose();
            return null;
        }
        return x;
        """);

    [Fact]
    public Task Before_a_throw() => Verify(
        """
        var x = {|RH1002 x:Api.Open()|};
        if (flag)
        {
            {|0:throw|} new InvalidOperationException("no");
        }
        return x;
        """,
        """
        var x = Api.Open();
        if (flag)
        {
            x.Dispose();
            throw new InvalidOperationException("no");
        }
        return x;
        """);

    [Theory]
    [InlineData("continue")]
    [InlineData("break")]
    public Task Before_a_jump_in_a_loop(string jump) => Verify(
        $$"""
        while (Api.Ok())
        {
            var x = {|RH1002 x:Api.Open()|};
            if (flag)
            {
                {|0:{{jump}};|}
            }
            return x;
        }
        return null;
        """,
        $$"""
        while (Api.Ok())
        {
            var x = Api.Open();
            if (flag)
            {
                x.Dispose();
                {{jump}};
            }
            return x;
        }
        return null;
        """);

    [Fact]
    public Task At_the_end_of_the_block() => Verify(
        """
        while (Api.Ok())
        {
            var x = {|RH1002 x:Api.Open()|};
            if (flag)
                return x;
            x.Use();
        {|0:}|}
        return null;
        """,
        """
        while (Api.Ok())
        {
            var x = Api.Open();
            if (flag)
                return x;
            x.Use();
            x.Dispose();
        }
        return null;
        """);

    [Fact]
    public Task In_the_words_of_the_other_releases() => FixedMethod<ReleaseBeforeLeavingFix>.Verify(
        """
        var x = {|RH1002 x:Api.OpenAsync()|};
        if (flag)
        {
            {|0:return;|}
        }
        x.Use();
        await x.DisposeAsync().ConfigureAwait(false); // done
        """,
        """
        var x = Api.OpenAsync();
        if (flag)
        {
            await x.DisposeAsync().ConfigureAwait(false);
            return;
        }
        x.Use();
        await x.DisposeAsync().ConfigureAwait(false); // done
        """,
        "async Task M(bool flag)");

    [Fact]
    public Task What_may_be_null_is_asked_first() => Verify(
        """
        var x = {|RH1002 x:Api.Find()|};
        if (flag)
        {
            {|0:return null;|}
        }
        return x;
        """,
        """
        var x = Api.Find();
        if (flag)
        {
            x?.Dispose();
            return null;
        }
        return x;
        """);

    [Fact]
    public Task A_release_method_of_another_name() => FixedMethod<ReleaseBeforeLeavingFix>.Verify(
        """
        var x = {|RH1002 x:Api.Alloc()|};
        if (flag)
        {
            {|0:return null;|}
        }
        return x;
        """,
        """
        var x = Api.Alloc();
        if (flag)
        {
            x.Free();
            return null;
        }
        return x;
        """,
        "Native? M(bool flag)");

    [Fact]
    public Task At_top_level() => new PlantedFixTest<ReleaseBeforeLeavingFix> { OutputKind = OutputKind.ConsoleApplication }.VerifyAsync(
        """
        var x = {|RH1002 x:Api.Open()|};
        if (args.Length == 0)
            {|0:return;|}
        Api.Take(x);
        """,
        """
        var x = Api.Open();
        if (args.Length == 0)
        {
            x.Dispose();
            return;
        }
        Api.Take(x);
        """);

    [Fact]
    public Task Fix_all_serves_two_resources() => Verify(
        """
        var x = {|RH1002 x:Api.Open()|};
        var y = {|RH1002 y:Api.Open()|};
        if (flag)
            {|0:return null;|}
        Api.Take(y);
        return x;
        """,
        """
        var x = Api.Open();
        var y = Api.Open();
        if (flag)
        {
            x.Dispose();
            y.Dispose();
            return null;
        }
        Api.Take(y);
        return x;
        """);

    [Theory]
    [InlineData("var x = {|RH1002 x:Api.Open()|}; if (flag) x.Dispose(); {|0:return null;|}")]
    [InlineData("var x = {|RH1002 x:Api.Open()|}; if (flag) { Api.Take(x); } {|0:return null;|}")]
    [InlineData("var x = {|RH1002 x:Api.Open()|}; if (flag) { {|0:return new Resource();|} } return x;")]
    [InlineData("var x = {|RH1002 x:Api.Open()|}; if (flag) { {|0:throw|} new InvalidOperationException(x.Name); } return x;")]
    [InlineData("var x = {|RH1002 x:Api.Open()|}; if ({|0:flag|}) { return x; } return null;")]
    public Task Not_offered_where_it_is_released_already_or_still_needed(string statements) => FixedMethod<ReleaseBeforeLeavingFix>.VerifyNoFix(statements, "Resource? M(bool flag)");

    private static Task Verify(string before, string after) => FixedMethod<ReleaseBeforeLeavingFix>.Verify(before, after, "Resource? M(bool flag)");
}
