namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3006;

/// <summary>Views that are used while the memory is there, or that look into other memory.</summary>
public sealed class ValidMemory
{
    [Theory]
    [InlineData("Memory<byte>", "var owner = MemoryPool<byte>.Shared.Rent(16); try { System.Console.WriteLine(text); return owner.Memory; } catch { owner.Dispose(); throw; }")]
    [InlineData("byte[]", "using var owner = MemoryPool<byte>.Shared.Rent(16); return owner.Memory.ToArray();")]
    [InlineData("System.Text.Json.JsonElement", "using var document = System.Text.Json.JsonDocument.Parse(text); return document.RootElement.Clone();")]
    [InlineData("string?", "using var document = System.Text.Json.JsonDocument.Parse(text); return document.RootElement.GetProperty(\"a\").GetString();")]
    [InlineData("ReadOnlyMemory<char>", "using var reader = new StringReader(text); return text.AsMemory(reader.Read());")]
    [InlineData("ReadOnlyMemory<byte>", "using var stream = new MemoryStream(); return stream.ToArray();")]
    [InlineData("ReadOnlyMemory<byte>", "using var stream = new MemoryStream(); return stream.GetBuffer().AsMemory(0, (int)stream.Length);")]
    [InlineData("System.Text.Json.JsonElement", "using var stream = File.OpenRead(text); return System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(stream);")]
    public Task Returned_with_its_owner_or_as_a_copy(string type, string body) => ReleaseCode.InClass($"{type} M(string text) {{ {body} }}");

    [Fact]
    public Task Used_before_the_release() => ReleaseCode.InMethod(
        """
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(16);
        Memory<byte> memory = owner.Memory;
        given.ReadExactly(memory.Span);
        owner.Dispose();
        """);

    [Fact]
    public Task Used_inside_a_using() => ReleaseCode.InMethod(
        """
        using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(16);
        var span = owner.Memory.Span;
        given.ReadExactly(span);
        span.Clear();
        """);

    [Fact]
    public Task Copied_before_the_release() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        byte[] copy = buffer.AsSpan().ToArray();
        buffer.Dispose();
        given.Write(copy);
        """);

    [Fact]
    public Task Copied_by_the_owner_itself() => ReleaseCode.InMethod(
        """
        ReadOnlySpan<byte> bytes;
        using (var buffer = new NativeBuffer())
            bytes = buffer.ToArray();
        given.Write(bytes);
        """);

    [Fact]
    public Task Copied_into_an_array() => ReleaseCode.InMethod(
        """
        var copy = new byte[16];
        using (var buffer = new NativeBuffer())
            buffer.AsSpan().CopyTo(copy);
        given.Write(copy);
        """);

    [Fact]
    public Task Turned_into_a_text() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        string text = System.Text.Encoding.UTF8.GetString(buffer.AsSpan());
        buffer.Dispose();
        Console.WriteLine(text);
        """);

    [Fact]
    public Task The_length_that_was_asked_before() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        int length = buffer.AsSpan().Length;
        buffer.Dispose();
        Console.WriteLine(length);
        """);

    [Fact]
    public Task Taken_from_the_next_owner() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var span = buffer.AsSpan();
        span.Clear();
        buffer.Dispose();
        buffer = new NativeBuffer();
        span = buffer.AsSpan();
        span.Clear();
        buffer.Dispose();
        """);

    [Fact]
    public Task Taken_in_each_round() => ReleaseCode.InMethod(
        """
        for (int i = 0; i < path.Length; i++)
        {
            var buffer = new NativeBuffer();
            var span = buffer.AsSpan();
            span[i] = 1;
            buffer.Dispose();
        }
        """);

    [Fact]
    public Task Set_to_other_memory() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var span = buffer.AsSpan();
        span.Clear();
        buffer.Dispose();
        span = new byte[16];
        span[0] = 1;
        """);

    [Fact]
    public Task Of_another_owner() => ReleaseCode.InMethod(
        """
        using var first = new NativeBuffer();
        var second = new NativeBuffer();
        var span = first.AsSpan();
        second.AsSpan().CopyTo(span);
        second.Dispose();
        span[0] = 1;
        """);

    [Fact]
    public Task Memory_that_was_read_into() => ReleaseCode.InMethod(
        """
        var bytes = new byte[16];
        Span<byte> span = bytes;
        using (var stream = File.OpenRead(path))
            stream.ReadExactly(span);
        Console.WriteLine(span[0]);
        """);

    [Fact]
    public Task Memory_on_the_stack_that_was_read_into() => ReleaseCode.InMethod(
        """
        Span<byte> header = stackalloc byte[4];
        var stream = File.OpenRead(path);
        int read = stream.Read(header);
        stream.Dispose();
        Console.WriteLine(header[..read].Length + header[0]);
        """);

    [Fact]
    public Task A_span_of_a_text_that_was_read() => ReleaseCode.InMethod(
        """
        var reader = new StreamReader(path);
        ReadOnlySpan<char> text = reader.ReadToEnd().AsSpan();
        reader.Dispose();
        Console.WriteLine(text.IndexOf('a'));
        """);

    [Fact]
    public Task A_span_of_the_buffer_of_a_memory_stream() => ReleaseCode.InMethod(
        """
        var stream = new MemoryStream();
        stream.WriteByte(1);
        Span<byte> bytes = stream.GetBuffer().AsSpan();
        stream.Dispose();
        Console.WriteLine(bytes[0]);
        """);

    [Fact]
    public Task On_the_path_that_did_not_release() => ReleaseCode.InMethod(
        """
        var buffer = new NativeBuffer();
        var span = buffer.AsSpan();
        if (flag)
        {
            buffer.Dispose();
            return;
        }

        span.Clear();
        buffer.Dispose();
        """);

    [Fact]
    public Task A_result_computed_before_the_finally() => ReleaseCode.InClass(
        """
        int Sum(Stream stream)
        {
            var owner = MemoryPool<byte>.Shared.Rent(16);
            try
            {
                var span = owner.Memory.Span;
                stream.ReadExactly(span);
                return span[0] + span[1];
            }
            finally
            {
                owner.Dispose();
            }
        }
        """);

    [Fact]
    public Task The_memory_of_a_borrowed_owner() => ReleaseCode.InClass(
        """
        void M(IMemoryOwner<byte> owner, Stream stream)
        {
            var memory = owner.Memory;
            stream.Dispose();
            memory.Span.Clear();
        }
        """);

    [Fact]
    public Task Memory_that_a_stream_over_it_does_not_own() => ReleaseCode.InClass(
        """
        unsafe byte M(byte* memory)
        {
            using (var stream = new UnmanagedMemoryStream(memory, 16))
                stream.ReadByte();
            return memory[0];
        }
        """);

    [Fact]
    public Task Returned_with_its_owner_alive() => ReleaseCode.InClass(
        """
        private readonly NativeBuffer _buffer = new();

        Span<byte> Take()
        {
            var span = _buffer.AsSpan();
            span.Clear();
            return span[1..];
        }
        """);

    [Theory]
    [InlineData("MemoryStream", "first", "stream.Read(buffer)")]
    [InlineData("IMemoryOwner<byte>", "{|RH3006:first|}", "stream.Memory.Length")]
    public Task That_a_sequence_reads_out_of_a_stream(string type, string use, string read) => ReleaseCode.InFile(
        $$"""
        static class Splitting
        {
            public static IEnumerable<ReadOnlyMemory<byte>> Split(this {{type}} stream)
            {
                byte[] buffer = new byte[9];
                while ({{read}} > 0)
                    yield return buffer;
            }
        }

        class C
        {
            int M(Func<{{type}}> open)
            {
                ReadOnlyMemory<byte> first;
                using (var stream = open())
                {
                    first = stream.Split().FirstOrDefault();
                }

                return {{use}}.Length;
            }
        }
        """);
}
