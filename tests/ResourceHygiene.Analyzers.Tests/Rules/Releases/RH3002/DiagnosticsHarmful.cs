namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>Freed on one path and freed again at the end.</summary>
public sealed class DiagnosticsHarmful
{
    [Fact]
    public Task Freed_on_one_path() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        if (flag)
            Native.Free(block);
        {|RH3002:Native.Free(block)|};
        """);

    [Fact]
    public Task Returned_to_its_pool_on_one_path() => ReleaseCode.InClass(
        """
        void M(BlockPool pool, bool flag)
        {
            var block = pool.Rent();
            block.Use();
            if (flag)
                pool.Return(block);
            else
                block.Use();
            {|RH3002:pool.Return(block)|};
        }
        """);

    [Fact]
    public Task Released_by_a_method_on_one_path() => ReleaseCode.InClass(
        """
        static void Finish(Block block)
        {
            block.Use();
            block.Free();
        }

        void M(bool flag)
        {
            var block = new Block();
            if (flag)
                Finish(block);
            {|RH3002:block.Free()|};
        }
        """);
}
