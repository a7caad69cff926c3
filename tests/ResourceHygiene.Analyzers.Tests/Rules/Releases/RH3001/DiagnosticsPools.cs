namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>What the built-in contracts know about: arrays of pools and unmanaged memory. A second release gives one buffer to two users.</summary>
public sealed class DiagnosticsPools
{
    [Fact]
    public Task Unmanaged_memory() => ReleaseCode.InClass(
        """
        unsafe void M()
        {
            void* memory = NativeMemory.Alloc(16);
            NativeMemory.Free(memory);
            {|RH3001:NativeMemory.Free(memory)|};
        }
        """);

    [Fact]
    public Task Global_memory() => ReleaseCode.InMethod(
        """
        IntPtr memory = Marshal.AllocHGlobal(16);
        Marshal.WriteByte(memory, 1);
        Marshal.FreeHGlobal(memory);
        {|RH3001:Marshal.FreeHGlobal(memory)|};
        """);

    [Fact]
    public Task Memory_of_a_string() => ReleaseCode.InMethod(
        """
        IntPtr text = Marshal.StringToCoTaskMemUni(path);
        Marshal.FreeCoTaskMem(text);
        {|RH3001:Marshal.FreeCoTaskMem(text)|};
        """);
}
