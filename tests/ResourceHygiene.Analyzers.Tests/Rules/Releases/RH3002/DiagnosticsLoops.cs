namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>The first round releases, the second releases the same again.</summary>
public sealed class DiagnosticsLoops
{
    [Fact]
    public Task Released_in_each_round() => ReleaseCode.InClass(
        """
        void M(Resource resource, int rounds)
        {
            while (rounds-- > 0)
                {|RH3002:resource.Dispose()|};
        }
        """);

    [Fact]
    public Task Released_in_each_round_of_a_do_loop() => ReleaseCode.InClass(
        """
        void M(int rounds)
        {
            var resource = new Resource();
            do
            {
                {|RH3002:resource.Dispose()|};
            }
            while (rounds-- > 0);
        }
        """);

    [Fact]
    public Task Released_after_a_loop_that_may_have_released() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        foreach (char c in path)
        {
            if (c == '/')
            {
                resource.Dispose();
                break;
            }
        }

        {|RH3002:resource.Dispose()|};
        """);

    [Fact]
    public Task Released_in_some_round_without_leaving_the_loop() => ReleaseCode.InClass(
        """
        void M(Resource resource, string path)
        {
            foreach (char c in path)
            {
                if (c == '/')
                    {|RH3002:resource.Dispose()|};
            }
        }
        """);

    [Fact]
    public Task A_block_freed_in_each_round() => ReleaseCode.InClass(
        """
        void M(BlockPool pool, Block block, int rounds)
        {
            for (int i = 0; i < rounds; i++)
                {|RH3002:pool.Return(block)|};
        }
        """);
}
