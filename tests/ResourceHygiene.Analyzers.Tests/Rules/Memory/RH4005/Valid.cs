namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4005;

/// <summary>Pooled buffers whose last use is before their return.</summary>
public sealed class Valid
{
    [Fact]
    public Task Another_buffer_in_the_same_variable() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(size);
        buffer[0] = 1;
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task A_copy_that_outlives_the_buffer() => MemoryCode.InClass(
        """
        byte[] M(int size)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            byte[] copy = buffer.AsSpan(0, size).ToArray();
            ArrayPool<byte>.Shared.Return(buffer);
            return copy;
        }
        """);

    [Fact]
    public Task Set_to_null_after_its_return() => MemoryCode.InMethod(
        """
        byte[]? buffer = ArrayPool<byte>.Shared.Rent(size);
        if (flag)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = null;
        }

        if (buffer != null)
            ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task The_length_of_an_array_is_no_part_of_its_contents() => MemoryCode.InClass(
        """
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);
        private long _total;
        public void Dispose()
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _total -= _buffer.Length;
        }
        """);
}
