namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4005;

/// <summary>Segments, memories and spans of a buffer that went back to its pool.</summary>
public sealed class Views
{
    [Theory]
    [InlineData("var view = new ArraySegment<byte>(buffer, 0, size);", "Console.WriteLine({|RH4005:view|}[0]);")]
    [InlineData("ArraySegment<byte> view = buffer;", "stream.Write({|RH4005:view|});")]
    [InlineData("ArraySegment<byte> view = new(buffer);", "stream.Write({|RH4005:view|}.AsSpan());")]
    [InlineData("Memory<byte> view = buffer.AsMemory(0, size);", "{|RH4005:view|}.Span.Clear();")]
    [InlineData("Memory<byte> view = buffer;", "{|RH4005:view|}.Span.Clear();")]
    [InlineData("var view = new Memory<byte>(buffer, 0, size);", "{|RH4005:view|}.Span.Clear();")]
    [InlineData("ReadOnlyMemory<byte> view = buffer.AsMemory(0, size).Slice(1);", "Console.WriteLine({|RH4005:view|}.Span[0]);")]
    [InlineData("Span<byte> view = buffer;", "{|RH4005:view|}.Clear();")]
    [InlineData("ReadOnlySpan<byte> view = new(buffer, 0, size);", "Console.WriteLine({|RH4005:view|}[0]);")]
    [InlineData("Span<byte> view = buffer.AsSpan()[1..];", "{|RH4005:view|}.Clear();")]
    public Task Used_after_the_return(string declaration, string use) => MemoryCode.InMethod(
        $"byte[] buffer = ArrayPool<byte>.Shared.Rent(size);\n{declaration}\nArrayPool<byte>.Shared.Return(buffer);\n{use}");

    [Theory]
    [InlineData("ArraySegment<byte>", "new ArraySegment<byte>(buffer, 0, size)")]
    [InlineData("Memory<byte>", "buffer.AsMemory(0, size)")]
    [InlineData("ReadOnlyMemory<byte>", "buffer.AsMemory(0, size)")]
    [InlineData("ReadOnlyMemory<byte>", "new ReadOnlyMemory<byte>(buffer, 0, size)")]
    public Task Handed_to_the_caller(string type, string view) => MemoryCode.InClass(
        $$"""
        {{type}} M(int size)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            try { return {|RH4005:{{view}}|}; }
            finally { ArrayPool<byte>.Shared.Return(buffer); }
        }
        """);

    [Theory]
    [InlineData("var view = new ArraySegment<byte>(buffer, 0, size); stream.Write(view); ArrayPool<byte>.Shared.Return(buffer);")]
    [InlineData("var view = new ArraySegment<byte>(buffer, 0, size); ArrayPool<byte>.Shared.Return(view.Array!);")]
    [InlineData("Memory<byte> view = buffer.AsMemory(0, size); stream.Write(view.Span); ArrayPool<byte>.Shared.Return(buffer); view = default;")]
    [InlineData("byte[] copy = buffer[..size]; ArrayPool<byte>.Shared.Return(buffer); Console.WriteLine(copy[0]);")]
    [InlineData("byte[] copy = buffer.AsMemory(0, size).ToArray(); ArrayPool<byte>.Shared.Return(buffer); Console.WriteLine(copy[0]);")]
    [InlineData("byte[] copy = new ArraySegment<byte>(buffer, 0, size).ToArray(); ArrayPool<byte>.Shared.Return(buffer); Console.WriteLine(copy[0]);")]
    [InlineData("int count = new ArraySegment<byte>(buffer, 0, size).Count; ArrayPool<byte>.Shared.Return(buffer); Console.WriteLine(count);")]
    [InlineData("Span<byte> view = buffer; view = data; ArrayPool<byte>.Shared.Return(buffer); view.Clear();")]
    public Task Used_before_the_return_or_copied(string statements) => MemoryCode.InMethod($"byte[] buffer = ArrayPool<byte>.Shared.Rent(size);\n{statements}");

    [Theory]
    [InlineData("ArraySegment<byte> M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); return new ArraySegment<byte>(buffer, 0, size); }")]
    [InlineData("Memory<byte> M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); return buffer.AsMemory(0, size); }")]
    [InlineData("ArraySegment<byte> _kept; void M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); _kept = new ArraySegment<byte>(buffer, 0, size); }")]
    [InlineData("List<ArraySegment<byte>> _all = new(); void M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); _all.Add(new ArraySegment<byte>(buffer, 0, size)); }")]
    [InlineData("Packet M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); return new Packet(new ArraySegment<byte>(buffer, 0, size)); } class Packet { readonly ArraySegment<byte> _s; public Packet(ArraySegment<byte> s) => _s = s; }")]
    [InlineData("Packet M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); return new Packet(buffer.AsMemory()); } class Packet { readonly Memory<byte> _s; public Packet(Memory<byte> s) => _s = s; }")]
    [InlineData("Packet M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); return new Packet(buffer.AsMemory()); } class Packet(Memory<byte> s) { public int Length => s.Length; }")]
    [InlineData("Packet M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); return new Packet(new(buffer)); } class Packet { public extern Packet(ArraySegment<byte> s); }")]
    [InlineData("Memory<byte> _kept; void M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); Keep(buffer.AsMemory()); } void Keep(Memory<byte> memory) => _kept = memory;")]
    [InlineData("System.Buffers.ReadOnlySequence<byte> M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); return new(buffer.AsMemory()); }")]
    [InlineData("MemoryStream M(int size) { byte[] buffer = ArrayPool<byte>.Shared.Rent(size); var s = new ArraySegment<byte>(buffer); return new MemoryStream(s.Array!, s.Offset, s.Count); }")]
    public Task A_view_that_leaves_with_the_buffer(string members) => MemoryCode.InClass(members);

    [Fact]
    public Task A_view_of_a_lost_buffer() => MemoryCode.InMethod(
        """
        byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(size)|};
        var view = new ArraySegment<byte>(buffer, 0, size);
        stream.Write(view.AsSpan());
        """);
}
