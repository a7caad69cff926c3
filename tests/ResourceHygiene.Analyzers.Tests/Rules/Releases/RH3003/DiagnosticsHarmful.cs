namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>What was freed belongs to somebody else by now: an error.</summary>
public sealed class DiagnosticsHarmful
{
    [Fact]
    public Task Freed_and_used() => ReleaseCode.InMethod(
        """
        var block = new Block();
        block.Free();
        {|RH3003:block|}.Use();
        """);

    [Fact]
    public Task Freed_by_another_and_passed_on() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        Native.Free(block);
        Native.Fill({|RH3003:block|});
        """);

    [Fact]
    public Task Returned_to_its_pool_and_used() => ReleaseCode.InClass(
        """
        void M(BlockPool pool)
        {
            var block = pool.Rent();
            pool.Return(block);
            {|RH3003:block|}.Use();
        }
        """);

    [Fact]
    public Task Under_another_name() => ReleaseCode.InClass(
        """
        void M(BlockPool pool)
        {
            var block = pool.Rent();
            var same = block;
            pool.Return(same);
            {|RH3003:block|}.Use();
        }
        """);

    [Fact]
    public Task A_parameter() => ReleaseCode.InClass(
        """
        void M(Block block)
        {
            Native.Free(block);
            {|RH3003:block|}.Use();
        }
        """);

    [Fact]
    public Task A_view_taken_after_the_release() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        Native.Free(block);
        {|RH3003:block|}.AsSpan().Clear();
        """);
}
