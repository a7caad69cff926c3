namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>It is released explicitly, before it is handed out or by a finally on the way out.</summary>
public sealed class DiagnosticsReleasedBefore
{
    [Fact]
    public Task Released_and_returned() => ReleaseCode.InClass(
        """
        Resource Create()
        {
            var resource = new Resource();
            resource.Use();
            resource.Dispose();
            return {|RH3005:resource|};
        }
        """);

    [Fact]
    public Task Returned_through_a_finally_that_releases() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
                return {|RH3005:stream|};
            }
            finally
            {
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Returned_after_a_finally_that_released() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
            }
            finally
            {
                stream.Dispose();
            }

            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task Returned_after_a_using() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            using (stream)
                stream.ReadByte();
            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task Returned_after_its_wrapper_was_released() => ReleaseCode.InClass(
        """
        Stream Write(string path)
        {
            var stream = File.Create(path);
            using (var writer = new StreamWriter(stream))
                writer.Write("text");
            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task Returned_while_the_end_of_its_wrapper_is_due() => ReleaseCode.InClass(
        """
        Stream Write(string path)
        {
            var stream = File.Create(path);
            using var writer = new StreamWriter(stream);
            writer.Write("text");
            writer.Flush();
            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task Released_in_both_branches() => ReleaseCode.InClass(
        """
        Resource Create(bool flag)
        {
            var resource = new Resource();
            if (flag)
                resource.Dispose();
            else
                resource.Dispose();
            return {|RH3005:resource|};
        }
        """);

    [Fact]
    public Task A_parameter() => ReleaseCode.InClass(
        """
        Stream Finish(Stream stream)
        {
            stream.Flush();
            stream.Dispose();
            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task A_freed_block() => ReleaseCode.InClass(
        """
        Block M()
        {
            var block = Native.Allocate(16);
            Native.Fill(block);
            Native.Free(block);
            return {|RH3005:block|};
        }
        """);

    [Fact]
    public Task A_block_that_a_finally_returns_to_its_pool() => ReleaseCode.InClass(
        """
        Block M(BlockPool pool)
        {
            var block = pool.Rent();
            try
            {
                block.Use();
                return {|RH3005:block|};
            }
            finally
            {
                pool.Return(block);
            }
        }
        """);

    [Fact]
    public Task Stored_after_the_release() => ReleaseCode.InClass(
        """
        private Resource? _last;

        void M()
        {
            var resource = new Resource();
            resource.Use();
            resource.Dispose();
            _last = {|RH3005:resource|};
        }
        """);
}
