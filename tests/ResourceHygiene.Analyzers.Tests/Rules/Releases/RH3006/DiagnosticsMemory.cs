namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3006;

/// <summary>Spans, memory and pointers that outlive the memory that they look into.</summary>
public sealed class DiagnosticsMemory
{
    [Fact]
    public Task Memory_of_a_memory_owner() => ReleaseCode.InMethod(
        """
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(16);
        Memory<byte> memory = owner.Memory;
        owner.Dispose();
        given.Write({|RH3006:memory|}.Span);
        """);

    [Fact]
    public Task Memory_of_a_stream_that_rented_it() => ReleaseCode.InFile(
        """
        sealed class PooledStream : MemoryStream
        {
            private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(64);
            public Memory<byte> View => _bytes;
            protected override void Dispose(bool disposing) { ArrayPool<byte>.Shared.Return(_bytes); base.Dispose(disposing); }
        }

        class C
        {
            int M()
            {
                var stream = new PooledStream();
                Memory<byte> view = stream.View;
                stream.Dispose();
                return {|RH3006:view|}.Span[0];
            }
        }
        """);

    [Fact]
    public Task The_span_of_a_memory_owner() => ReleaseCode.InMethod(
        """
        Span<byte> span;
        using (IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(16))
        {
            span = owner.Memory.Span;
            given.ReadExactly(span);
        }

        Console.WriteLine({|RH3006:span|}[0]);
        """);

    [Fact]
    public Task Memory_after_an_await() => ReleaseCode.InAsyncMethod(
        """
        Memory<byte> memory;
        using (var owner = MemoryPool<byte>.Shared.Rent(16))
        {
            memory = owner.Memory;
            await given.ReadExactlyAsync(memory);
        }

        await given.WriteAsync({|RH3006:memory|});
        """);

    [Fact]
    public Task A_read_only_span() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        ReadOnlySpan<byte> bytes = buffer.AsSpan();
        buffer.Dispose();
        given.Write({|RH3006:bytes|});
        """);

    [Fact]
    public Task A_read_only_memory() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        ReadOnlyMemory<byte> bytes = buffer.Memory;
        buffer.Dispose();
        given.Write({|RH3006:bytes|}.Span);
        """);

    [Fact]
    public Task An_element_of_a_span() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var span = buffer.AsSpan();
        buffer.Dispose();
        {|RH3006:span|}[0] = 1;
        """);

    [Fact]
    public Task A_slice_of_a_span() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var part = buffer.AsSpan().Slice(1, 2);
        buffer.Dispose();
        {|RH3006:part|}.Clear();
        """);

    [Fact]
    public Task A_range_of_a_span() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var whole = buffer.AsSpan();
        var part = whole[1..];
        buffer.Dispose();
        {|RH3006:part|}.Clear();
        """);

    [Fact]
    public Task A_copy_of_a_span() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var span = buffer.AsSpan();
        var same = span;
        buffer.Dispose();
        {|RH3006:same|}.Clear();
        """);

    [Fact]
    public Task A_pointer() => ReleaseCode.InClass(
        """
        unsafe byte M()
        {
            var buffer = new NativeBuffer();
            byte* pointer = buffer.Pointer;
            buffer.Dispose();
            return *{|RH3006:pointer|};
        }
        """);

    [Fact]
    public Task A_pointer_by_index() => ReleaseCode.InClass(
        """
        unsafe byte M()
        {
            byte* pointer;
            using (var buffer = new NativeBuffer())
                pointer = buffer.Pointer;
            return {|RH3006:pointer|}[1];
        }
        """);

    [Fact]
    public Task The_span_of_a_freed_block() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        var span = block.AsSpan();
        Native.Free(block);
        {|RH3006:span|}.Clear();
        """);

    [Fact]
    public Task The_span_of_a_block_that_is_back_in_its_pool() => ReleaseCode.InClass(
        """
        void M(BlockPool pool)
        {
            var block = pool.Rent();
            var span = block.AsSpan();
            try
            {
                block.Use();
            }
            finally
            {
                pool.Return(block);
            }

            {|RH3006:span|}.Clear();
        }
        """);

    [Fact]
    public Task Released_under_another_name() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var same = buffer;
        var span = buffer.AsSpan();
        same.Dispose();
        {|RH3006:span|}.Clear();
        """);

    [Fact]
    public Task Released_by_a_method() => ReleaseCode.InClass(
        """
        static extern void Finish([Releases] NativeBuffer buffer);

        void M()
        {
            var buffer = new NativeBuffer();
            var span = buffer.AsSpan();
            Finish(buffer);
            {|RH3006:span|}.Clear();
        }
        """);

    [Fact]
    public Task Released_in_both_branches() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var span = buffer.AsSpan();
        if (flag)
        {
            buffer.Dispose();
        }
        else
        {
            span.Clear();
            buffer.Dispose();
        }

        {|RH3006:span|}.Clear();
        """);

    [Theory]
    [InlineData("ReadOnlyMemory<byte>", "using var owner = MemoryPool<byte>.Shared.Rent(16); return {|RH3006:owner.Memory|};")]
    [InlineData("Memory<byte>", "using var owner = MemoryPool<byte>.Shared.Rent(16); var memory = owner.Memory[..4]; return {|RH3006:memory|};")]
    [InlineData("Memory<byte>", "var owner = MemoryPool<byte>.Shared.Rent(16); var memory = owner.Memory; owner.Dispose(); return {|RH3006:memory|};")]
    [InlineData("System.Text.Json.JsonElement", "using var document = System.Text.Json.JsonDocument.Parse(text); return {|RH3006:document.RootElement|};")]
    [InlineData("System.Text.Json.JsonElement", "using var document = System.Text.Json.JsonDocument.Parse(text); return {|RH3006:document.RootElement.GetProperty(\"a\")|};")]
    public Task Returned_while_its_owner_is_released(string type, string body) => ReleaseCode.InClass($"{type} M(string text) {{ {body} }}");

    [Fact]
    public Task Used_in_a_loop_after_the_release() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var span = buffer.AsSpan();
        buffer.Dispose();
        for (int i = 0; i < path.Length; i++)
            {|RH3006:span|}[i] = 1;
        """);
}
