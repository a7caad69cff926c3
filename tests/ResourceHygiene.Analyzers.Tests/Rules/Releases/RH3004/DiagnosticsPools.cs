namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3004;

/// <summary>Pooled arrays and unmanaged memory that one path gave back.</summary>
public sealed class DiagnosticsPools
{
    [Fact]
    public Task An_array_returned_on_one_path() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        if (flag)
            ArrayPool<byte>.Shared.Return(buffer);
        {|RH3004:buffer|}[0] = 1;
        if (!flag)
            ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task Memory_freed_on_one_path() => ReleaseCode.InMethod(
        """
        IntPtr memory = Marshal.AllocHGlobal(16);
        if (flag)
            Marshal.FreeHGlobal(memory);
        Marshal.WriteByte({|RH3004:memory|}, 1);
        if (!flag)
            Marshal.FreeHGlobal(memory);
        """);
}
