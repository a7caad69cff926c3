namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>Freed exactly once, although the code mentions it more often.</summary>
public sealed class ValidHarmful
{
    [Fact]
    public Task Rented_again() => ReleaseCode.InClass(
        """
        void M(BlockPool pool)
        {
            var block = pool.Rent();
            pool.Return(block);
            block = pool.Rent();
            block.Use();
            pool.Return(block);
        }
        """);

    [Fact]
    public Task Rented_in_each_round() => ReleaseCode.InClass(
        """
        void M(BlockPool pool, int rounds)
        {
            while (rounds-- > 0)
            {
                var block = pool.Rent();
                block.Use();
                pool.Return(block);
            }
        }
        """);

    [Fact]
    public Task In_a_handler_or_at_the_end() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        try
        {
            Native.Fill(block);
        }
        catch
        {
            Native.Free(block);
            throw;
        }

        Native.Free(block);
        """);

    [Fact]
    public Task Grown_by_exchange() => ReleaseCode.InClass(
        """
        void M(BlockPool pool, int rounds)
        {
            var block = pool.Rent();
            while (rounds-- > 0)
            {
                var larger = pool.Rent();
                pool.Return(block);
                block = larger;
            }

            pool.Return(block);
        }
        """);

    [Fact]
    public Task Two_blocks() => ReleaseCode.InMethod(
        """
        var first = Native.Allocate(16);
        var second = Native.Allocate(16);
        Native.Free(first);
        Native.Free(second);
        """);
}
