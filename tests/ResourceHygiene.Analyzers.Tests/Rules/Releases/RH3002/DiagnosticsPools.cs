namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>Pooled arrays and unmanaged memory that one path gives back twice.</summary>
public sealed class DiagnosticsPools
{
    [Fact]
    public Task An_array_returned_on_one_path() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        if (given.Read(buffer, 0, 256) == 0)
            ArrayPool<byte>.Shared.Return(buffer);
        {|RH3002:ArrayPool<byte>.Shared.Return(buffer)|};
        """);

    [Fact]
    public Task Memory_freed_on_one_path() => ReleaseCode.InMethod(
        """
        IntPtr memory = Marshal.AllocHGlobal(16);
        if (flag)
            Marshal.FreeHGlobal(memory);
        {|RH3002:Marshal.FreeHGlobal(memory)|};
        """);

    [Fact]
    public Task An_array_returned_in_a_finally_after_an_early_return() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        try
        {
            if (flag)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return;
            }

            given.ReadExactly(buffer, 0, 256);
        }
        finally
        {
            {|RH3002:ArrayPool<byte>.Shared.Return(buffer)|};
        }
        """);
}
