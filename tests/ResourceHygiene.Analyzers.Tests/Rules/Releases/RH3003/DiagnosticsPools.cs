namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Pooled arrays and unmanaged memory: whoever rents next sees what is written here.</summary>
public sealed class DiagnosticsPools
{
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
