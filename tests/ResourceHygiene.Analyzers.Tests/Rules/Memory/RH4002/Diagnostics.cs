namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4002;

/// <summary>Memory that is freed by a function of another allocator.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("Marshal.AllocHGlobal(size)", "Marshal.FreeCoTaskMem(p)")]
    [InlineData("Marshal.AllocHGlobal(size)", "Marshal.FreeBSTR(p)")]
    [InlineData("Marshal.AllocCoTaskMem(size)", "Marshal.FreeHGlobal(p)")]
    [InlineData("Marshal.StringToCoTaskMemUTF8(text)", "Marshal.FreeHGlobal(p)")]
    [InlineData("Marshal.StringToBSTR(text)", "Marshal.FreeHGlobal(p)")]
    [InlineData("Marshal.StringToBSTR(text)", "Marshal.FreeCoTaskMem(p)")]
    [InlineData("Marshal.StringToHGlobalUni(text)", "Marshal.ZeroFreeCoTaskMemUnicode(p)")]
    [InlineData("Marshal.AllocHGlobal(size)", "NativeMemory.Free((void*)p)")]
    [InlineData("Marshal.AllocHGlobal(size)", "Native.free((void*)p)")]
    [InlineData("(nint)NativeMemory.Alloc(16)", "Marshal.FreeHGlobal(p)")]
    [InlineData("(nint)NativeMemory.Alloc(16)", "NativeMemory.AlignedFree((void*)p)")]
    [InlineData("(nint)NativeMemory.AlignedAlloc(16, 16)", "NativeMemory.Free((void*)p)")]
    [InlineData("Native.CreateFileW(text, 0)", "Marshal.FreeHGlobal(p)")]
    public Task Of_another_family(string allocation, string release) => MemoryCode.InMethod(
        $"nint p = {allocation}; {{|RH4002:{release}|}};");

    [Fact]
    public Task Host_memory_of_the_device_driver() => MemoryCode.InMethod(
        """
        Native.cudaMallocHost(out nint p, 64);
        {|RH4002:Native.cudaFree(p)|};
        """);

    [Fact]
    public Task In_a_finally() => MemoryCode.InMethod(
        """
        IntPtr p = IntPtr.Zero;
        try
        {
            p = Marshal.StringToBSTR(text);
            Native.Fill(p, size);
        }
        finally
        {
            if (p != IntPtr.Zero)
                {|RH4002:Marshal.FreeHGlobal(p)|};
        }
        """);

    [Fact]
    public Task On_one_of_two_paths() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        if (flag)
            {|RH4002:Marshal.FreeCoTaskMem(p)|};
        else
            Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task By_a_reallocation() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        p = {|RH4002:Marshal.ReAllocCoTaskMem(p, size * 2)|};
        Marshal.FreeCoTaskMem(p);
        """);

    [Fact]
    public Task From_a_wrapper_of_the_project() => MemoryCode.InClass(
        """
        static IntPtr Copy(string text) => Marshal.StringToHGlobalAnsi(text);

        void M(string text)
        {
            IntPtr p = Copy(text);
            {|RH4002:Marshal.FreeCoTaskMem(p)|};
        }
        """);
}
