namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>A second release that corrupts what somebody else uses by now.</summary>
public sealed class DiagnosticsHarmful
{
    [Fact]
    public Task Freed_twice() => ReleaseCode.InMethod(
        """
        var block = new Block();
        block.Use();
        block.Free();
        {|RH3001:block.Free()|};
        """);

    [Fact]
    public Task Passed_to_a_releasing_method_twice() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        Native.Free(block);
        {|RH3001:Native.Free(block)|};
        """);

    [Fact]
    public Task Freed_by_two_methods() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        Native.Free(block);
        {|RH3001:block.Free()|};
        """);

    [Fact]
    public Task Returned_to_its_pool_twice() => ReleaseCode.InClass(
        """
        void M(BlockPool pool)
        {
            var block = pool.Rent();
            block.Use();
            pool.Return(block);
            {|RH3001:pool.Return(block)|};
        }
        """);

    [Fact]
    public Task Returned_under_another_name() => ReleaseCode.InClass(
        """
        void M(BlockPool pool)
        {
            var block = pool.Rent();
            var same = block;
            pool.Return(block);
            {|RH3001:pool.Return(same)|};
        }
        """);

    [Fact]
    public Task After_a_finally_that_freed() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        try
        {
            Native.Fill(block);
        }
        finally
        {
            Native.Free(block);
        }

        {|RH3001:Native.Free(block)|};
        """);

    [Fact]
    public Task Named_argument() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        Native.Free(block);
        {|RH3001:Native.Free(block: block)|};
        """);

    [Fact]
    public Task Of_a_type_derived_from_one_that_must_be_released() => ReleaseCode.InFile(
        """
        sealed class LargeBlock : Block;

        class C
        {
            void M()
            {
                var block = new LargeBlock();
                block.Free();
                {|RH3001:block.Free()|};
            }
        }
        """);

    [Fact]
    public Task A_method_that_frees_on_behalf_of_its_caller() => ReleaseCode.InClass(
        """
        static void Finish(Block block)
        {
            block.Use();
            block.Free();
        }

        void M()
        {
            var block = new Block();
            Finish(block);
            {|RH3001:Finish(block)|};
        }
        """);
}
