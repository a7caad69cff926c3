namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4004;

/// <summary>Buffers that go back, or that somebody else returns.</summary>
public sealed class Valid
{
    [Fact]
    public Task Returned_in_a_finally() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            while (stream.Read(buffer, 0, size) > 0)
            {
                if (buffer[0] == 0)
                    return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
        """);

    [Theory]
    [InlineData("if (rented != null)")]
    [InlineData("if (rented is not null)")]
    [InlineData("if (rented is { } array)")]
    [InlineData("if (size > 256)")]
    public Task On_the_stack_or_from_the_pool(string condition) => MemoryCode.InMethod(
        $$"""
        byte[]? rented = null;
        Span<byte> span = size <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(size));
        span = span[..size];
        stream.ReadExactly(span);
        {{condition}}
            ArrayPool<byte>.Shared.Return(rented!);
        """);

    [Fact]
    public Task On_the_stack_or_from_the_pool_in_an_if() => MemoryCode.InMethod(
        """
        char[]? rented = null;
        scoped Span<char> span;
        if (text.Length <= 128)
        {
            span = stackalloc char[128];
        }
        else
        {
            rented = ArrayPool<char>.Shared.Rent(text.Length);
            span = rented;
        }

        text.AsSpan().CopyTo(span);
        Console.WriteLine(span[0]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        """);

    [Fact]
    public Task On_the_stack_or_from_the_pool_and_a_second_variable() => MemoryCode.InMethod(
        """
        byte[]? rented;
        Span<byte> span = size <= 256 ? (rented = null) : rented = ArrayPool<byte>.Shared.Rent(size);
        span.Clear();
        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        """);

    [Fact]
    public Task Not_returned_when_something_throws() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        stream.ReadExactly(buffer, 0, size);
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task Not_returned_before_a_throw() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        if (stream.Read(buffer, 0, size) == 0)
            throw new EndOfStreamException();
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Theory]
    [InlineData("_buffer = buffer;")]
    [InlineData("_segment = new ArraySegment<byte>(buffer, 0, size);")]
    [InlineData("_memory = buffer.AsMemory(0, size);")]
    [InlineData("_memory = new ReadOnlyMemory<byte>(buffer);")]
    [InlineData("_memory = buffer;")]
    [InlineData("_queue.Enqueue(buffer);")]
    [InlineData("_stream = new MemoryStream(buffer);")]
    [InlineData("_done = () => ArrayPool<byte>.Shared.Return(buffer);")]
    [InlineData("Keep(buffer);")]
    [InlineData("ReturnLater(buffer);")]
    [InlineData("_all = new[] { buffer };")]
    [InlineData("var owner = new Owner { Buffer = buffer }; owner.Dispose();")]
    public Task Handed_over(string statement) => MemoryCode.InClass(
        $$"""
        private byte[]? _buffer;
        private byte[][]? _all;
        private ArraySegment<byte> _segment;
        private ReadOnlyMemory<byte> _memory;
        private readonly Queue<byte[]> _queue = new();
        private Stream? _stream;
        private Action? _done;

        private sealed class Owner : IDisposable
        {
            public byte[]? Buffer { get; set; }
            public void Dispose() { if (Buffer is { } buffer) ArrayPool<byte>.Shared.Return(buffer); }
        }

        private void Keep(byte[] kept) => _buffer = kept;

        private static void ReturnLater(byte[] buffer) => Task.Run(() => ArrayPool<byte>.Shared.Return(buffer));

        byte[]? M(int size)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            {{statement}}
            return null;
        }
        """);

    [Theory]
    [InlineData("ReadOnlyMemory<byte> M(int size) { var b = ArrayPool<byte>.Shared.Rent(size); return b.AsMemory(0, size); }")]
    [InlineData("ArraySegment<byte> M(int size) { var b = ArrayPool<byte>.Shared.Rent(size); return new ArraySegment<byte>(b, 0, size); }")]
    [InlineData("Span<byte> M(int size) { byte[] b = ArrayPool<byte>.Shared.Rent(size); return b; }")]
    [InlineData("(byte[], int) M(int size) { byte[] b = ArrayPool<byte>.Shared.Rent(size); return (b, size); }")]
    [InlineData("void M(int size, out byte[] b) { b = ArrayPool<byte>.Shared.Rent(size); }")]
    [InlineData("byte[] M(int size) => ArrayPool<byte>.Shared.Rent(size);")]
    public Task Returned_to_the_caller(string member) => MemoryCode.InClass(member);

    [Fact]
    public Task Grown() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        int count = 0;
        while (stream.Read(buffer, count, buffer.Length - count) is > 0 and var read)
        {
            count += read;
            byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, count).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task Grown_by_a_helper() => MemoryCode.InClass(
        """
        private static byte[] Grow(byte[] old)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(old.Length * 2);
            old.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(old);
            return larger;
        }

        void M(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
            while (stream.Read(buffer, 0, buffer.Length) == buffer.Length)
                buffer = Grow(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
        """);

    [Fact]
    public Task Returned_out_of_the_segment_that_holds_it() => MemoryCode.InMethod(
        """
        var segment = new ArraySegment<byte>(ArrayPool<byte>.Shared.Rent(size), 0, size);
        stream.ReadExactly(segment);
        ArrayPool<byte>.Shared.Return(segment.Array!);
        """);

    [Fact]
    public Task Returned_through_a_pool_in_a_field() => MemoryCode.InClass(
        """
        private readonly ArrayPool<byte> _pool = ArrayPool<byte>.Shared;

        int M(Stream stream)
        {
            var buffer = _pool.Rent(16);
            int read = stream.Read(buffer, 0, 16);
            _pool.Return(buffer);
            return read;
        }
        """);

    [Fact]
    public Task Buffers_of_nobody() => MemoryCode.InMethod(
        """
        byte[] buffer = new byte[size];
        stream.ReadExactly(buffer);
        byte[] copy = buffer.ToArray();
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Console.WriteLine(copy.Length + bytes.Length);
        """);

    [Theory]
    [InlineData("try { while ((read = stream.Read(buffer, 0, buffer.Length)) > 0) yield return read; } finally { ArrayPool<byte>.Shared.Return(buffer); }")]
    [InlineData("read = stream.Read(buffer, 0, buffer.Length); ArrayPool<byte>.Shared.Return(buffer); yield return read;")]
    [InlineData("read = stream.Read(buffer, 0, buffer.Length); Finish(buffer); yield return read;")]
    [InlineData("try { read = stream.Read(buffer, 0, buffer.Length); } finally { ArrayPool<byte>.Shared.Return(buffer); } yield return read;")]
    public Task Returned_when_an_enumeration_stops(string statements) => MemoryCode.InFile(
        $$"""
        class C
        {
            static void Finish(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer);

            IEnumerable<int> Lengths(Stream stream)
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
                int read;
                {{statements}}
            }
        }
        """);
}
