namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3006;

/// <summary>Views into pooled arrays and unmanaged memory that were given back.</summary>
public sealed class DiagnosticsPools
{
    [Fact]
    public Task The_span_of_a_returned_array() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        Span<byte> span = buffer.AsSpan(0, 16);
        ArrayPool<byte>.Shared.Return(buffer);
        given.Write({|RH3006:span|});
        """);

    [Fact]
    public Task The_memory_of_a_returned_array() => ReleaseCode.InAsyncMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        Memory<byte> memory = buffer.AsMemory(0, 16);
        try
        {
            await given.ReadExactlyAsync(memory);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await given.WriteAsync({|RH3006:memory|});
        """);

    [Fact]
    public Task The_span_of_freed_memory() => ReleaseCode.InClass(
        """
        unsafe byte M()
        {
            void* memory = NativeMemory.Alloc(16);
            var span = new Span<byte>(memory, 16);
            NativeMemory.Free(memory);
            return {|RH3006:span|}[0];
        }
        """);
}
