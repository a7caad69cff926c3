namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3006;

/// <summary>Views into pooled arrays and unmanaged memory that end before they are given back.</summary>
public sealed class ValidPools
{
    [Fact]
    public Task A_span_that_is_copied() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        byte[] copy = buffer.AsSpan(0, given.Read(buffer, 0, 256)).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        Console.WriteLine(copy.Length);
        """);

    [Fact]
    public Task A_span_on_the_stack_or_in_a_rented_array() => ReleaseCode.InMethod(
        """
        char[]? rented = null;
        Span<char> text = path.Length <= 64 ? stackalloc char[64] : (rented = ArrayPool<char>.Shared.Rent(path.Length));
        path.AsSpan().CopyTo(text);
        Console.WriteLine(text.IndexOf('a'));
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        """);

    [Fact]
    public Task A_span_of_the_larger_array() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        byte[] larger = ArrayPool<byte>.Shared.Rent(32);
        Span<byte> span = larger;
        buffer.CopyTo(span);
        ArrayPool<byte>.Shared.Return(buffer);
        span.Clear();
        ArrayPool<byte>.Shared.Return(larger);
        """);

    [Fact]
    public Task A_span_of_memory_that_is_freed_in_a_finally() => ReleaseCode.InClass(
        """
        unsafe byte M(Stream stream)
        {
            void* memory = NativeMemory.Alloc(16);
            try
            {
                var span = new Span<byte>(memory, 16);
                stream.ReadExactly(span);
                return span[0];
            }
            finally
            {
                NativeMemory.Free(memory);
            }
        }
        """);
}
