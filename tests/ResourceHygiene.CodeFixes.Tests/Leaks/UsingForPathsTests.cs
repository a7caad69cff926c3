using Microsoft.CodeAnalysis;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

/// <summary>'using' for what is released on some paths already (RH1002) or not protected (RH1003).</summary>
public sealed class UsingForPathsTests
{
    [Fact]
    public Task The_release_at_the_end_goes() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:Api.Work()|};
        x.Dispose();
        """,
        """
        using var x = Api.Open();
        Api.Work();
        """);

    [Fact]
    public Task Releases_before_every_return_go() => Verify(
        """
        var x = {|RH1002 x:Api.Open()|};
        if (flag)
        {
            x.Dispose();
            return;
        }

        if (Api.Ok())
            {|0:return|};
        x.Use();
        x?.Dispose();
        """,
        """
        using var x = Api.Open();
        if (flag)
        {
            return;
        }

        if (Api.Ok())
            return;
        x.Use();
        """);

    [Fact]
    public Task A_release_that_something_follows_stays() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:Api.Work()|};
        x.Dispose();
        File.Delete("a");
        """,
        """
        using var x = Api.Open();
        Api.Work();
        x.Dispose();
        File.Delete("a");
        """);

    [Fact]
    public Task An_empty_finally_goes_with_its_try() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:Api.Work()|};
        try
        {
            // Careful.
            x.Use();
        }
        finally
        {
            x.Dispose();
        }
        """,
        """
        using var x = Api.Open();
        Api.Work();
        // Careful.
        x.Use();
        """);

    [Fact]
    public Task A_try_with_handlers_keeps_them() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:Api.Work()|};
        try
        {
            x.Use();
        }
        catch (IOException)
        {
            Api.Work();
        }
        finally
        {
            x.Dispose();
        }
        """,
        """
        using var x = Api.Open();
        Api.Work();
        try
        {
            x.Use();
        }
        catch (IOException)
        {
            Api.Work();
        }
        """);

    [Fact]
    public Task The_null_check_around_a_release_goes_too() => Verify(
        """
        var x = {|RH1002 x:Api.Find()|};
        if (flag)
            {|0:return|};
        if (x != null)
        {
            x.Dispose();
        }
        """,
        """
        using var x = Api.Find();
        if (flag)
            return;
        """);

    [Fact]
    public Task Comments_at_a_release_stay() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|}; // opened
        {|0:Api.Work()|};

        // Here ends the work.
        x.Dispose(); // done
        """,
        """
        using var x = Api.Open(); // opened
        Api.Work();

        // Here ends the work.
        // done
        """);

    [Fact]
    public Task An_awaited_release_becomes_await_using() => Verify(
        """
        var x = {|RH1003 x:Api.OpenAsync()|};
        {|0:Api.Work()|};
        await x.DisposeAsync().ConfigureAwait(false);
        """,
        """
        await using var x = Api.OpenAsync();
        Api.Work();
        """,
        "async Task M(bool flag)");

    [Fact]
    public Task A_value_computed_before_the_end_is_returned_as_before() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        int length = {|0:x.Count()|};
        x.Dispose();
        return length;
        """,
        """
        using var x = Api.Open();
        int length = x.Count();
        return length;
        """,
        "int M(bool flag)");

    [Fact]
    public Task A_release_in_a_loop_body_goes_where_the_variable_is_declared_there() => Verify(
        """
        while (Api.Ok())
        {
            var x = {|RH1002 x:Api.Open()|};
            if (flag)
                {|0:continue|};
            x.Use();
            x.Dispose();
        }
        """,
        """
        while (Api.Ok())
        {
            using var x = Api.Open();
            if (flag)
                continue;
            x.Use();
        }
        """);

    [Fact]
    public Task Lent_to_a_method_in_source() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:Api.Look(x)|};
        x.Dispose();
        """,
        """
        using var x = Api.Open();
        Api.Look(x);
        """);

    [Fact]
    public Task Wrapped_by_something_with_a_using_of_its_own() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:Api.Work()|};
        using var outer = new Resource(x);
        outer.Use();
        """,
        """
        using var x = Api.Open();
        Api.Work();
        using var outer = new Resource(x);
        outer.Use();
        """);

    [Fact]
    public Task Fix_all_sees_what_the_fixes_before_left() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        var y = {|RH1003 y:Api.Open()|};
        {|0:Api.Work()|};
        x.Dispose();
        y.Dispose();
        """,
        """
        using var x = Api.Open();
        using var y = Api.Open();
        Api.Work();
        x.Dispose();
        """);

    [Theory]
    [InlineData("return x;")]
    [InlineData("return flag ? x : null;")]
    [InlineData("return x.Parent;")]
    [InlineData("return new Resource(x);")]
    [InlineData("var view = x.Parent; return view;")]
    [InlineData("_kept = x; return null;")]
    [InlineData("var list = new List<Resource>(); list.Add(x); return null;")]
    [InlineData("Resource[] all = [x]; return all[0];")]
    [InlineData("Api.Take(x); return null;")]
    [InlineData("Api.Pass(x); return null;")]
    [InlineData("Action use = () => x.Use(); use(); return null;")]
    [InlineData("var other = x; other.Use(); return null;")]
    [InlineData("x = Api.Open(); return null;")]
    public Task Not_offered_for_what_escapes(string rest) => VerifyNoFix(
        $$"""
        var x = {|RH1002 x:Api.Open()|};
        if (flag)
            {|0:return null|};
        {{rest}}
        """,
        "Resource? M(bool flag)");

    [Fact]
    public Task At_top_level() => new PlantedFixTest<DeclareWithUsingFix> { OutputKind = OutputKind.ConsoleApplication }.VerifyAsync(
        """
        // Opens.
        var x = {|RH1003 x:Api.Open()|};
        {|0:x.Use()|};
        x.Dispose();
        """,
        """
        // Opens.
        using var x = Api.Open();
        x.Use();

        """);

    [Fact]
    public Task Releases_inside_a_loop_over_the_variable_stay() => Verify(
        """
        var x = {|RH1002 x:Api.Open()|};
        while (Api.Ok())
        {
            if (flag)
            {
                x.Dispose();
                break;
            }
        }
        Api.Work();
        {|0:return|};
        """,
        """
        using var x = Api.Open();
        while (Api.Ok())
        {
            if (flag)
            {
                x.Dispose();
                break;
            }
        }
        Api.Work();
        return;
        """);

    [Fact]
    public Task A_directive_keeps_the_release() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:Api.Work()|};
        #if !NEVER
        x.Dispose();
        #endif
        """,
        """
        using var x = Api.Open();
        Api.Work();
        #if !NEVER
        x.Dispose();
        #endif
        """);

    private static Task Verify(string before, string after, string signature = "void M(bool flag)") => FixedMethod<DeclareWithUsingFix>.Verify(before, after, signature);

    private static Task VerifyNoFix(string statements, string signature) => FixedMethod<DeclareWithUsingFix>.VerifyNoFix(statements, signature);
}
