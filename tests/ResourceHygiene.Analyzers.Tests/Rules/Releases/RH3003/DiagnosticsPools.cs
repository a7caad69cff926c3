namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Pooled arrays and unmanaged memory: whoever rents next sees what is written here.</summary>
public sealed class DiagnosticsPools
{
    [Fact]
    public Task An_element_of_a_returned_array() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        ArrayPool<byte>.Shared.Return(buffer);
        {|RH3003:buffer|}[0] = 1;
        """);

    [Fact]
    public Task A_returned_array_that_is_read_into() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        ArrayPool<byte>.Shared.Return(buffer);
        given.ReadExactly({|RH3003:buffer|}, 0, 256);
        """);

    [Fact]
    public Task A_string_made_of_a_returned_array() => ReleaseCode.InMethod(
        """
        char[] buffer = ArrayPool<char>.Shared.Rent(256);
        path.CopyTo(0, buffer, 0, path.Length);
        ArrayPool<char>.Shared.Return(buffer);
        Console.WriteLine(new string({|RH3003:buffer|}, 0, path.Length));
        """);

    [Fact]
    public Task A_returned_array_after_a_finally() => ReleaseCode.InClass(
        """
        byte M(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            try
            {
                stream.ReadExactly(buffer, 0, 256);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return {|RH3003:buffer|}[0];
        }
        """);

    [Fact]
    public Task Global_memory() => ReleaseCode.InMethod(
        """
        IntPtr memory = Marshal.AllocHGlobal(16);
        Marshal.FreeHGlobal(memory);
        Console.WriteLine(Marshal.ReadByte({|RH3003:memory|}));
        """);

    [Fact]
    public Task Unmanaged_memory() => ReleaseCode.InClass(
        """
        unsafe byte M()
        {
            byte* memory = (byte*)NativeMemory.Alloc(16);
            NativeMemory.Free(memory);
            return {|RH3003:memory|}[0];
        }
        """);

    [Fact]
    public Task A_pinning_handle() => ReleaseCode.InMethod(
        """
        var handle = GCHandle.Alloc(new byte[16], GCHandleType.Pinned);
        handle.Free();
        Console.WriteLine({|RH3003:handle|}.AddrOfPinnedObject());
        """);
}
