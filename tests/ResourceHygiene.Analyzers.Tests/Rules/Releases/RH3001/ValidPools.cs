namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>Pooled arrays and unmanaged memory, given back once.</summary>
public sealed class ValidPools
{
    [Fact]
    public Task Returned_only_where_it_was_rented() => ReleaseCode.InMethod(
        """
        char[]? rented = null;
        Span<char> text = path.Length <= 64 ? stackalloc char[64] : (rented = ArrayPool<char>.Shared.Rent(path.Length));
        path.AsSpan().CopyTo(text);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        """);

    [Fact]
    public Task A_buffer_that_grows() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        while (given.Read(buffer, 0, buffer.Length) == buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task A_field_that_grows() => ReleaseCode.InClass(
        """
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256);

        void Grow()
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            byte[] old = _buffer;
            old.CopyTo(larger, 0);
            _buffer = larger;
            ArrayPool<byte>.Shared.Return(old);
            _buffer[0] = 1;
        }
        """);

    [Fact]
    public Task Memory_set_to_zero_after_its_release() => ReleaseCode.InMethod(
        """
        IntPtr memory = Marshal.AllocHGlobal(16);
        Marshal.FreeHGlobal(memory);
        memory = IntPtr.Zero;
        if (memory != IntPtr.Zero)
            Marshal.FreeHGlobal(memory);
        """);

    [Fact]
    public Task A_handle_that_is_asked_first() => ReleaseCode.InMethod(
        """
        var handle = GCHandle.Alloc(path);
        handle.Free();
        if (handle.IsAllocated)
            handle.Free();
        """);

    [Fact]
    public Task Two_buffers() => ReleaseCode.InMethod(
        """
        byte[] first = ArrayPool<byte>.Shared.Rent(16);
        byte[] second = ArrayPool<byte>.Shared.Rent(16);
        ArrayPool<byte>.Shared.Return(first);
        ArrayPool<byte>.Shared.Return(second);
        """);
}
