namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4005;

/// <summary>Pooled buffers after they were returned. What IDisposable and native memory do is the matter of RH3001 to RH3006.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Returned_twice() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        ArrayPool<byte>.Shared.Return(buffer);
        {|RH4005:ArrayPool<byte>.Shared.Return(buffer)|};
        """);

    [Fact]
    public Task Used_after_its_return() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        stream.ReadExactly(buffer, 0, size);
        ArrayPool<byte>.Shared.Return(buffer);
        Console.WriteLine({|RH4005:buffer|}[0]);
        """);

    [Fact]
    public Task Passed_on_after_its_return() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        ArrayPool<byte>.Shared.Return(buffer);
        stream.Write({|RH4005:buffer|}, 0, size);
        """);

    [Fact]
    public Task A_span_after_its_return() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        Span<byte> span = buffer.AsSpan(0, size);
        ArrayPool<byte>.Shared.Return(buffer);
        {|RH4005:span|}.Clear();
        """);

    [Fact]
    public Task Handed_to_the_caller_and_to_the_pool() => MemoryCode.InClass(
        """
        byte[] M(int size)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            try { return {|RH4005:buffer|}; }
            finally { ArrayPool<byte>.Shared.Return(buffer); }
        }
        """);

    [Fact]
    public Task Returned_on_a_path_before() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        if (flag)
            ArrayPool<byte>.Shared.Return(buffer);
        {|RH3002:ArrayPool<byte>.Shared.Return(buffer)|};
        """);
}
