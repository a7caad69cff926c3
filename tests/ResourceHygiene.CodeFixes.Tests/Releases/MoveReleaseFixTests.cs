using ResourceHygiene.CodeFixes.Releases;
using ResourceHygiene.CodeFixes.Tests.Planted;

namespace ResourceHygiene.CodeFixes.Tests.Releases;

public sealed class MoveReleaseFixTests
{
    [Fact]
    public Task Behind_the_last_use() => Verify(
        """
        var x = Api.Open();
        {|0:x.Dispose()|};
        {|RH3003 x:x|}.Use();
        Console.WriteLine(x.Name);
        Api.Work();
        """,
        """
        var x = Api.Open();
        x.Use();
        Console.WriteLine(x.Name);
        x.Dispose();
        Api.Work();
        """);

    [Fact]
    public Task Comments_move_along() => Verify(
        """
        var x = Api.Open();

        // Not needed any more.
        {|0:x.Dispose()|}; // closed
        {|RH3003 x:x|}.Use(); // used
        """,
        """
        var x = Api.Open();

        x.Use(); // used
        // Not needed any more.
        x.Dispose(); // closed
        """);

    [Fact]
    public Task Behind_a_use_in_a_branch() => Verify(
        """
        var x = Api.Open();
        {|0:x.Dispose()|};
        if (flag)
        {
            {|RH3003 x:x|}.Use();
        }
        """,
        """
        var x = Api.Open();
        if (flag)
        {
            x.Use();
        }
        x.Dispose();
        """);

    [Fact]
    public Task In_front_of_the_return_of_what_was_computed() => Verify(
        """
        var x = Api.Open();
        {|0:x.Dispose()|};
        return {|RH3003 x:x|}.Count();
        """,
        """
        var x = Api.Open();
        var result = x.Count();
        x.Dispose();
        return result;
        """,
        "int M(bool flag)");

    [Fact]
    public Task Behind_the_last_use_of_a_view() => Verify(
        """
        var x = Api.Open();
        var view = x.View();
        {|0:x.Dispose()|};
        Console.WriteLine({|RH3006 x:view|}.Length);
        """,
        """
        var x = Api.Open();
        var view = x.View();
        Console.WriteLine(view.Length);
        x.Dispose();
        """);

    [Fact]
    public Task Behind_the_last_use_of_what_was_taken_from_it_afterwards() => Verify(
        """
        var x = Api.Open();
        {|0:x.Dispose()|};
        var parent = {|RH3003 x:x|}.Parent;
        parent.Use();
        """,
        """
        var x = Api.Open();
        var parent = x.Parent;
        parent.Use();
        x.Dispose();
        """);

    [Fact]
    public Task An_awaited_release() => Verify(
        """
        var x = Api.OpenAsync();
        await {|0:x.DisposeAsync()|};
        {|RH3003 x:x|}.Use();
        """,
        """
        var x = Api.OpenAsync();
        x.Use();
        await x.DisposeAsync();
        """,
        "async Task M(bool flag)");

    [Fact]
    public Task Fix_all_moves_a_release_once() => Verify(
        """
        var x = Api.Open();
        {|0:x.Dispose()|};
        {|RH3003 x:x|}.Use();
        {|RH3003 x:x|}.Use();
        """,
        """
        var x = Api.Open();
        x.Use();
        x.Use();
        x.Dispose();
        """);

    [Fact]
    public Task What_goes_back_to_a_pool() => Verify(
        """
        var pool = System.Buffers.ArrayPool<byte>.Shared;
        byte[] x = pool.Rent(1);
        {|0:pool.Return(x)|};
        {|RH3003 x:x|}[0] = 1;
        byte[] y = pool.Rent(1);
        pool.Return(y);
        """,
        """
        var pool = System.Buffers.ArrayPool<byte>.Shared;
        byte[] x = pool.Rent(1);
        x[0] = 1;
        pool.Return(x);
        byte[] y = pool.Rent(1);
        pool.Return(y);
        """);

    [Theory]
    [InlineData("var x = Api.Open(); {|0:x.Dispose()|}; File.Delete(\"a\"); {|RH3003 x:x|}.Use();")]
    [InlineData("var x = Api.Open(); {|0:x.Dispose()|}; if (flag) { {|RH3003 x:x|}.Use(); return; } x.Use();")]
    [InlineData("var x = Api.Open(); if (flag) {|0:x.Dispose()|}; {|RH3004 x:x|}.Use();")]
    [InlineData("var x = Api.Open(); {|0:x.Dispose()|}; Action use = () => {|RH3003 x:x|}.Use(); use();")]
    [InlineData("var x = Api.Open(); while (flag) { {|RH3004 x:x|}.Use(); {|0:x.Dispose()|}; }")]
    public Task Not_offered_where_something_may_count_on_the_release(string statements) => FixedMethod<MoveReleaseFix>.VerifyNoFix(statements);

    [Fact]
    public Task Not_offered_where_a_view_is_returned() => FixedMethod<MoveReleaseFix>.VerifyNoFix(
        """
        var x = Api.Open();
        {|0:x.Dispose()|};
        return {|RH3003 x:x|}.Parent;
        """,
        "Resource M(bool flag)");

    private static Task Verify(string before, string after, string signature = "void M(bool flag)") => FixedMethod<MoveReleaseFix>.Verify(before, after, signature);
}
