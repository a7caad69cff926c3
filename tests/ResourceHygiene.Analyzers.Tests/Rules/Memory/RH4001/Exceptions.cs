namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>What is lost only when something throws.</summary>
public sealed class Exceptions
{
    [Fact]
    public Task Memory_that_a_call_may_leave_behind() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        stream.Write(new ReadOnlySpan<byte>((void*)p, size));
        Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task A_pin_that_a_call_may_leave_behind() => MemoryCode.InMethod(
        """
        GCHandle handle = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};
        stream.Flush();
        handle.Free();
        """);

    [Fact]
    public Task A_second_allocation_that_fails_is_no_reason() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        IntPtr q = Marshal.AllocHGlobal(size);
        Marshal.Copy(data, 0, p, size);
        Marshal.FreeHGlobal(q);
        Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task Memory_that_a_catch_frees() => MemoryCode.InClass(
        """
        IntPtr M(Stream stream, int size)
        {
            IntPtr p = Marshal.AllocHGlobal(size);
            try
            {
                stream.ReadExactly(new Span<byte>((void*)p, size));
            }
            catch
            {
                Marshal.FreeHGlobal(p);
                throw;
            }

            return p;
        }
        """);

    [Fact]
    public Task A_rented_buffer_is_no_reason() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        stream.ReadExactly(buffer, 0, size);
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task A_rented_buffer_in_an_audit() => MemoryCode.InMode(
        "audit",
        """
        byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(size)|};
        stream.ReadExactly(buffer, 0, size);
        ArrayPool<byte>.Shared.Return(buffer);
        """);
}
