namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Memory and handles from NativeMemory and from imported functions.</summary>
public sealed class DiagnosticsNative
{
    [Theory]
    [InlineData("NativeMemory.Alloc((nuint)size)")]
    [InlineData("NativeMemory.AllocZeroed((nuint)size)")]
    [InlineData("NativeMemory.AlignedAlloc((nuint)size, 64)")]
    [InlineData("Native.malloc((nuint)size)")]
    public Task A_pointer_that_is_only_used(string allocation) => MemoryCode.InMethod(
        $"byte* p = (byte*){{|RH4001:{allocation}|}}; p[size - 1] = 0; new Span<byte>(p, size).Fill(1);");

    [Fact]
    public Task A_pointer_that_is_freed_on_one_path() => MemoryCode.InMethod(
        """
        void* p = {|RH4001:NativeMemory.Alloc(64)|};
        if (size > 64)
            return;
        NativeMemory.Free(p);
        """);

    [Fact]
    public Task Device_memory() => MemoryCode.InMethod(
        """
        Native.cudaMalloc({|RH4001:out nint p|}, 64);
        Native.cudaMemset(p, 0, 64);
        """);

    [Fact]
    public Task Device_memory_whose_status_is_checked() => MemoryCode.InMethod(
        """
        if (Native.cudaMalloc({|RH4001:out nint p|}, 64) != CudaError.Success)
            return;
        if (Native.cudaMemset(p, 0, 64) != 0)
            return;
        Native.cudaFree(p);
        """);

    [Fact]
    public Task A_function_under_another_name_and_version() => MemoryCode.InMethod(
        """
        Native.Allocate({|RH4001:out nint p|}, 64);
        Native.cudaMemset(p, 0, 64);
        """);

    [Fact]
    public Task A_handle_of_the_system() => MemoryCode.InMethod(
        """
        nint handle = {|RH4001:Native.CreateFileW(text, 0)|};
        if (handle == -1)
            return;
        if (!Native.ReadFile(handle, data, size))
            return;
        Native.CloseHandle(handle);
        """);

    [Fact]
    public Task A_library_that_is_given_back_on_one_path() => MemoryCode.InMethod(
        """
        if (!NativeLibrary.TryLoad(text, {|RH4001:out nint library|}))
            return;
        if (!NativeLibrary.TryGetExport(library, "run", out nint export))
            return;
        Native.Fill(export, 0);
        NativeLibrary.Free(library);
        """);

    [Fact]
    public Task A_generated_import() => MemoryCode.InFile(
        """
        static partial class Interop
        {
            [LibraryImport("libc", EntryPoint = "malloc")]
            public static unsafe partial void* Take(nuint size);

            public static unsafe partial void* Take(nuint size) => null;

            static unsafe void M()
            {
                var p = (int*){|RH4001:Take(64)|};
                p[0] = 1;
            }
        }
        """);

    [Fact]
    public Task A_function_of_the_users_own()
    {
        var test = MemoryCode.Test(
            """
            static class Codec
            {
                [DllImport("codec")] static extern nint codec_open(int kind);
                [DllImport("codec")] static extern void codec_close(nint codec);
                [DllImport("codec")] static extern int codec_run(nint codec);

                static void M()
                {
                    nint codec = {|RH4001:codec_open(1)|};
                    if (codec_run(codec) != 0)
                        return;
                    codec_close(codec);
                }
            }
            """);
        test.AdditionalFiles.Add("native.contracts.txt", "E:codec_open owned as handle.codec\nE:codec_close releases 1 as handle.codec\n");
        return test.RunAsync();
    }
}
