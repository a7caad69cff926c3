namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4002;

/// <summary>Each allocator with a function of its own.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("Marshal.AllocHGlobal(size)", "Marshal.FreeHGlobal(p)")]
    [InlineData("Marshal.StringToHGlobalUni(text)", "Marshal.ZeroFreeGlobalAllocUnicode(p)")]
    [InlineData("Marshal.AllocCoTaskMem(size)", "Marshal.FreeCoTaskMem(p)")]
    [InlineData("Marshal.StringToCoTaskMemUTF8(text)", "Marshal.ZeroFreeCoTaskMemUTF8(p)")]
    [InlineData("Marshal.StringToBSTR(text)", "Marshal.FreeBSTR(p)")]
    [InlineData("Marshal.StringToBSTR(text)", "Marshal.ZeroFreeBSTR(p)")]
    [InlineData("(nint)NativeMemory.Alloc(16)", "NativeMemory.Free((void*)p)")]
    [InlineData("(nint)NativeMemory.AllocZeroed(16)", "Native.free((void*)p)")]
    [InlineData("(nint)NativeMemory.AlignedAlloc(16, 16)", "NativeMemory.AlignedFree((void*)p)")]
    [InlineData("Native.CreateFileW(text, 0)", "Native.CloseHandle(p)")]
    public Task Of_the_same_family(string allocation, string release) => MemoryCode.InMethod($"nint p = {allocation}; {release};");

    [Fact]
    public Task What_a_flag_chooses() => MemoryCode.InMethod(
        """
        IntPtr p;
        if (flag)
            p = Marshal.AllocCoTaskMem(size);
        else
            p = Marshal.AllocHGlobal(size);
        Native.Fill(p, size);
        if (flag)
            Marshal.FreeCoTaskMem(p);
        else
            Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task A_variable_that_held_something_else_before() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        Marshal.FreeHGlobal(p);
        p = Marshal.AllocCoTaskMem(size);
        Marshal.FreeCoTaskMem(p);
        """);

    [Fact]
    public Task What_a_method_was_given() => MemoryCode.InClass("void M(IntPtr p, void* q) { Marshal.FreeCoTaskMem(p); NativeMemory.Free(q); }");

    [Fact]
    public Task What_is_released_by_a_method_that_names_no_family() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        Release(p);
        static void Release(IntPtr given) => Marshal.FreeHGlobal(given);
        """);
}
