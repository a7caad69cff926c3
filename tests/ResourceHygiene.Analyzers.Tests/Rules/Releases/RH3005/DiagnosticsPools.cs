namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>Pooled arrays and unmanaged memory that leave although they were given back.</summary>
public sealed class DiagnosticsPools
{
    [Fact]
    public Task An_array_that_a_finally_returns_to_the_pool() => ReleaseCode.InClass(
        """
        byte[] Read(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            try
            {
                stream.ReadExactly(buffer, 0, 256);
                return {|RH3005:buffer|};
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        """);

    [Fact]
    public Task An_array_that_was_returned_to_the_pool() => ReleaseCode.InClass(
        """
        byte[] Read(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            stream.ReadExactly(buffer, 0, 256);
            ArrayPool<byte>.Shared.Return(buffer);
            return {|RH3005:buffer|};
        }
        """);

    [Fact]
    public Task Memory_that_was_freed() => ReleaseCode.InClass(
        """
        IntPtr Allocate()
        {
            IntPtr memory = Marshal.AllocHGlobal(16);
            Marshal.WriteByte(memory, 1);
            Marshal.FreeHGlobal(memory);
            return {|RH3005:memory|};
        }
        """);
}
