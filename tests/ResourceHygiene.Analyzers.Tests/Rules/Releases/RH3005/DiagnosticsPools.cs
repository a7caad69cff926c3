namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>Pooled arrays and unmanaged memory that leave although they were given back.</summary>
public sealed class DiagnosticsPools
{
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
