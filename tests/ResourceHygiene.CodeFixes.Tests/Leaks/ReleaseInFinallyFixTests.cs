using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class ReleaseInFinallyFixTests
{
    [Fact]
    public Task A_release_method_of_another_name() => Verify(
        """
        var x = {|RH1001 x:Api.Alloc()|};
        x.Use();
        // The rest.
        Api.Work();
        """,
        """
        var x = Api.Alloc();
        try
        {
            x.Use();
            // The rest.
            Api.Work();
        }
        finally
        {
            x.Free();
        }
        """);

    [Fact]
    public Task The_release_at_the_end_moves_into_finally() => Verify(
        """
        var x = {|RH1003 x:Api.Alloc()|};

        {|0:x.Use()|};
        x.Free();
        """,
        """
        var x = Api.Alloc();

        try
        {
            x.Use();
        }
        finally
        {
            x.Free();
        }
        """);

    [Fact]
    public Task Where_nothing_follows_the_release_follows() => Verify(
        "var x = {|RH1001 x:Api.Alloc()|};",
        """
        var x = Api.Alloc();
        x.Free();
        """);

    [Fact]
    public Task A_variable_assigned_after_its_declaration() => Verify(
        """
        Resource x;
        x = {|RH1001 x:Api.Open()|};
        x.Use();
        """,
        """
        Resource x;
        x = Api.Open();
        try
        {
            x.Use();
        }
        finally
        {
            x.Dispose();
        }
        """);

    [Fact]
    public Task A_variable_assigned_in_a_branch() => Verify(
        """
        Resource? x = null;
        if (flag)
            x = {|RH1001 x:Api.Open()|};
        x?.Use();
        """,
        """
        Resource? x = null;
        try
        {
            if (flag)
                x = Api.Open();
            x?.Use();
        }
        finally
        {
            x?.Dispose();
        }
        """);

    [Fact]
    public Task Async_code_releases_asynchronously() => Verify(
        """
        AsyncResource x;
        x = {|RH1001 x:Api.OpenAsync()|};
        x.Use();
        """,
        """
        AsyncResource x;
        x = Api.OpenAsync();
        try
        {
            x.Use();
        }
        finally
        {
            await x.DisposeAsync();
        }
        """,
        "async Task M(bool flag)");

    [Fact]
    public Task In_a_switch_section() => Verify(
        """
        switch (flag)
        {
            case true:
                var x = {|RH1001 x:Api.Open()|};
                x.Use();
                break;
        }
        """,
        """
        switch (flag)
        {
            case true:
                var x = Api.Open();
                try
                {
                    x.Use();
                }
                finally
                {
                    x.Dispose();
                }
                break;
        }
        """);

    [Fact]
    public Task Fix_all_nests() => Verify(
        """
        var x = {|RH1001 x:Api.Alloc()|};
        x.Use();
        var y = {|RH1001 y:Api.Alloc()|};
        y.Use();
        """,
        """
        var x = Api.Alloc();
        try
        {
            x.Use();
            var y = Api.Alloc();
            try
            {
                y.Use();
            }
            finally
            {
                y.Free();
            }
        }
        finally
        {
            x.Free();
        }
        """);

    [Fact]
    public Task Not_offered_where_the_result_would_not_compile() => FixedMethod<ReleaseInFinallyFix>.VerifyNoFix(
        """
        CalledBefore();
        var x = {|RH1001 x:Api.Alloc()|};
        x.Use();
        void CalledBefore() => Api.Work();
        """);

    [Theory]
    [InlineData("var x = {|RH1001 x:Api.Open()|}; x.Use();")]
    [InlineData("var x = {|RH1002 x:Api.Alloc()|}; if (flag) { x.Free(); Api.Work(); }")]
    [InlineData("Resource x; if (flag) { x = {|RH1001 x:Api.Open()|}; } else { x = Api.Open(); } x.Use();")]
    public Task Not_offered_where_using_does_or_where_it_would_release_twice(string statements) => FixedMethod<ReleaseInFinallyFix>.VerifyNoFix(statements);

    [Fact]
    public Task Not_offered_for_what_is_returned() => FixedMethod<ReleaseInFinallyFix>.VerifyNoFix(
        """
        var x = {|RH1003 x:Api.Alloc()|};
        {|0:x.Use()|};
        return x;
        """,
        "Native M(bool flag)");

    [Fact]
    public Task Before_using_declarations_existed() => new PlantedFixTest<ReleaseInFinallyFix> { LanguageVersion = LanguageVersion.CSharp7_3, Nullable = NullableContextOptions.Disable }.VerifyAsync(
        """
        class C
        {
            void M(string path)
            {
                var x = {|RH1001 x:System.IO.File.OpenRead(path)|};
                x.ReadByte();
            }
        }
        """,
        """
        class C
        {
            void M(string path)
            {
                var x = System.IO.File.OpenRead(path);
                try
                {
                    x.ReadByte();
                }
                finally
                {
                    x.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task At_top_level() => new PlantedFixTest<ReleaseInFinallyFix> { OutputKind = OutputKind.ConsoleApplication }.VerifyAsync(
        """
        var x = {|RH1001 x:Api.Alloc()|};
        x.Use();

        class C { }
        """,
        """
        var x = Api.Alloc();
        try
        {
            x.Use();
        }
        finally
        {
            x.Free();
        }

        class C { }
        """);

    private static Task Verify(string before, string after, string signature = "void M(bool flag)") => FixedMethod<ReleaseInFinallyFix>.Verify(before, after, signature);
}
