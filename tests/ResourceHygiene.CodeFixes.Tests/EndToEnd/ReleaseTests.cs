using HandOver = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Releases.HandOverFix>;
using Move = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Releases.MoveReleaseFix>;
using Remove = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Releases.RemoveReleaseFix>;
using SetToNull = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Releases.SetToNullAfterReleaseFix>;

namespace ResourceHygiene.CodeFixes.Tests.EndToEnd;

public sealed class ReleaseTests
{
    [Fact]
    public Task The_second_release() => Remove.Fixes(
        """
        var resource = new Resource();
        resource.Dispose();
        {|RH3001:resource.Dispose()|}; // to be sure
        """,
        """
        var resource = new Resource();
        resource.Dispose();
        // to be sure
        """);

    [Fact]
    public Task The_second_return_to_a_pool() => Remove.Fixes(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        ArrayPool<byte>.Shared.Return(buffer);
        {|RH4005:ArrayPool<byte>.Shared.Return(buffer)|};
        """,
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task Three_second_releases() => Remove.Fixes(
        """
        var a = new Resource();
        a.Dispose();
        {|RH3001:a.Dispose()|};
        {|RH3001:a.Dispose()|};
        var b = new Block();
        b.Free();
        {|RH3001:b.Free()|};
        """,
        """
        var a = new Resource();
        a.Dispose();
        var b = new Block();
        b.Free();
        """);

    [Fact]
    public Task Second_releases_in_several_documents() => Remove.FixesFiles(
        ("class A { void M(Resource r) { r.Dispose(); {|RH3001:r.Dispose()|}; } }\n", "class A { void M(Resource r) { r.Dispose(); } }\n"),
        ("class B { void M(Resource r) { r.Dispose(); {|RH3001:r.Dispose()|}; } }\n", "class B { void M(Resource r) { r.Dispose(); } }\n"));

    [Fact]
    public Task Null_after_the_first_release() => SetToNull.Fixes(
        """
        var input = File.OpenRead(path);
        if (flag)
            input.Dispose();
        Console.WriteLine(path);
        {|RH3002:input.Dispose()|};
        """,
        """
        var input = File.OpenRead(path);
        if (flag)
        {
            input.Dispose();
            input = null;
        }
        Console.WriteLine(path);
        input?.Dispose();
        """);

    [Fact]
    public Task Null_after_three_first_releases() => SetToNull.Fixes(
        """
        var a = new Resource();
        var b = new Resource();
        var c = new Resource();
        if (flag)
        {
            a.Dispose();
            b.Dispose();
            c.Dispose();
        }

        {|RH3002:a.Dispose()|};
        {|RH3002:b.Dispose()|};
        {|RH3002:c.Dispose()|};
        """,
        """
        var a = new Resource();
        var b = new Resource();
        var c = new Resource();
        if (flag)
        {
            a.Dispose();
            a = null;
            b.Dispose();
            b = null;
            c.Dispose();
            c = null;
        }

        a?.Dispose();
        b?.Dispose();
        c?.Dispose();
        """);

    [Fact]
    public Task No_null_for_what_a_pool_gets_back() => SetToNull.OffersNothing(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        if (flag)
            ArrayPool<byte>.Shared.Return(buffer);
        {|RH3002:ArrayPool<byte>.Shared.Return(buffer)|};
        """);

    [Fact]
    public Task No_null_where_it_is_used_in_between() => SetToNull.OffersNothing(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        {|RH3004:resource|}.Use();
        {|RH3002:resource.Dispose()|};
        """);

    [Fact]
    public Task Behind_the_last_use() => Move.Fixes(
        """
        var reader = new StreamReader(path);
        reader.Dispose(); // closes the file
        return {|RH3003:reader|}.Read();
        """,
        """
        var reader = new StreamReader(path);
        var result = reader.Read();
        reader.Dispose(); // closes the file
        return result;
        """,
        "int M(string path)");

    [Fact]
    public Task Behind_three_uses() => Move.Fixes(
        """
        var resource = new Resource();
        resource.Dispose();
        {|RH3003:resource|}.Use();
        {|RH3003:resource|}.Use();
        {|RH3003:resource|}.Use();
        """,
        """
        var resource = new Resource();
        resource.Use();
        resource.Use();
        resource.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task Behind_the_last_use_of_a_pooled_array() => Move.Fixes(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        ArrayPool<byte>.Shared.Return(buffer);
        {|RH4005:buffer|}[0] = 1;
        """,
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        buffer[0] = 1;
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task Behind_the_last_use_of_a_view() => Move.Fixes(
        """
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(16);
        Span<byte> bytes = owner.Memory.Span;
        owner.Dispose();
        {|RH3006:bytes|}[0] = 1;
        """,
        """
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(16);
        Span<byte> bytes = owner.Memory.Span;
        bytes[0] = 1;
        owner.Dispose();
        """);

    [Fact]
    public Task Not_over_a_statement_that_may_count_on_the_release() => Move.OffersNothing(
        """
        var input = File.OpenRead(path);
        input.Dispose();
        File.Delete(path);
        {|RH3003:input|}.ReadByte();
        """);

    [Fact]
    public Task Not_out_of_a_branch() => Move.OffersNothing(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            resource.Dispose();
        {|RH3004:resource|}.Use();
        """);

    [Fact]
    public Task A_using_declaration_of_what_is_returned() => HandOver.Fixes(
        """
        using var input = File.OpenRead(path); // for the caller
        return {|RH3005:input|};
        """,
        """
        var input = File.OpenRead(path); // for the caller
        return input;
        """,
        "Stream M(string path)");

    [Fact]
    public Task A_using_statement_around_what_is_returned() => HandOver.Fixes(
        """
        using (var input = File.OpenRead(path))
        {
            // Buffered.
            return {|RH3005:new StreamReader(input)|};
        }
        """,
        """
        var input = File.OpenRead(path);
        // Buffered.
        return new StreamReader(input);
        """,
        "StreamReader M(string path)");

    [Fact]
    public Task A_using_declaration_of_what_is_stored() => HandOver.Fixes(
        """
        using var resource = new Resource();
        _kept = {|RH3005:resource|};
        """,
        """
        var resource = new Resource();
        _kept = resource;
        """);

    [Fact]
    public Task Three_that_are_handed_over() => HandOver.FixesClass(
        """
        Resource A() { using var a = new Resource(); return {|RH3005:a|}; }
        Resource B() { using var b = new Resource(); return {|RH3005:b|}; }
        Resource D() { using var d = new Resource(); return {|RH3005:d|}; }
        """,
        """
        Resource A() { var a = new Resource(); return a; }
        Resource B() { var b = new Resource(); return b; }
        Resource D() { var d = new Resource(); return d; }
        """);

    [Fact]
    public Task Not_where_another_return_would_lose_it() => HandOver.OffersNothing(
        """
        using var input = File.OpenRead(path);
        if (flag)
            return null;
        return {|RH3005:input|};
        """,
        "Stream? M(string path, bool flag)");

    [Fact]
    public Task Not_where_the_other_side_of_a_choice_would_lose_it() => HandOver.OffersNothing(
        """
        using var input = File.OpenRead(path);
        return flag ? {|RH3005:input|} : null;
        """,
        "Stream? M(string path, bool flag)");
}
