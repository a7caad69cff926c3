using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Leaks;

public sealed class ReleaseOnExceptionFixTests
{
    [Fact]
    public Task What_is_returned_is_released_if_an_exception_is_thrown() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:x.Use()|};
        return x;
        """,
        """
        var x = Api.Open();
        try
        {
            x.Use();
            return x;
        }
        catch
        {
            x.Dispose();
            throw;
        }
        """,
        "Resource M(bool flag)");

    [Fact]
    public Task A_constructor_that_wraps_it_may_throw_too() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        return {|0:new Resource(x)|};
        """,
        """
        var x = Api.Open();
        try
        {
            return new Resource(x);
        }
        catch
        {
            x.Dispose();
            throw;
        }
        """,
        "Resource M(bool flag)");

    [Fact]
    public Task What_is_stored_is_protected_until_then() => Verify(
        """
        var x = {|RH1003 x:Api.Open()|};
        {|0:x.Use()|}; // first use
        _kept = x;
        Api.Work();
        """,
        """
        var x = Api.Open();
        try
        {
            x.Use(); // first use
        }
        catch
        {
            x.Dispose();
            throw;
        }
        _kept = x;
        Api.Work();
        """);

    [Fact]
    public Task Async_code_releases_asynchronously() => Verify(
        """
        var x = {|RH1003 x:Api.OpenAsync()|};
        {|0:x.Use()|};
        return x;
        """,
        """
        var x = Api.OpenAsync();
        try
        {
            x.Use();
            return x;
        }
        catch
        {
            await x.DisposeAsync();
            throw;
        }
        """,
        "async Task<AsyncResource> M(bool flag)");

    [Fact]
    public Task What_may_be_null_is_asked_first() => Verify(
        """
        var x = {|RH1003 x:Api.Find()|};
        {|0:Api.Work()|};
        return x;
        """,
        """
        var x = Api.Find();
        try
        {
            Api.Work();
            return x;
        }
        catch
        {
            x?.Dispose();
            throw;
        }
        """,
        "Resource? M(bool flag)");

    [Fact]
    public Task Fix_all_nests() => Verify(
        """
        var x = {|RH1003 x:Api.Alloc()|};
        {|0 x:x.Use()|};
        var y = {|RH1003 y:Api.Alloc()|};
        {|0 y:y.Use()|};
        return (x, y);
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
                return (x, y);
            }
            catch
            {
                y.Free();
                throw;
            }
        }
        catch
        {
            x.Free();
            throw;
        }
        """,
        "(Native, Native) M(bool flag)");

    [Theory]
    [InlineData("var x = {|RH1003 x:Api.Open()|}; {|0:x.Use()|}; x.Dispose(); return null;")]
    [InlineData("var x = {|RH1003 x:Api.Open()|}; _kept = x; {|0:Api.Work()|}; return null;")]
    [InlineData("var x = {|RH1003 x:Api.Open()|}; var n = {|0:x.Count()|}; _kept = x; Console.WriteLine(n); return null;")]
    public Task Not_offered_for_what_stays_nor_after_it_left(string statements) => FixedMethod<ReleaseOnExceptionFix>.VerifyNoFix(statements, "Resource? M(bool flag)");

    private static Task Verify(string before, string after, string signature = "void M(bool flag)") => FixedMethod<ReleaseOnExceptionFix>.Verify(before, after, signature);
}
