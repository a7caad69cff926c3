using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Memory;

/// <summary>
/// Runs the rules about native and pooled memory over a few lines of C#. <c>{|RH4001:…|}</c> and its like mark what is
/// reported; code without marks must stay silent.
/// </summary>
internal static class MemoryCode
{
    // What the examples talk about. No bodies: nothing can be concluded from what a method does not do.
    public const string Library =
        """
        global using System.Buffers;
        global using System.Diagnostics.CodeAnalysis;
        global using System.Runtime.CompilerServices;
        global using System.Runtime.InteropServices;
        global using ResourceHygiene;

        public enum CudaError : uint { Success = 0, OutOfMemory = 2 }

        public static unsafe class Native
        {
            [DllImport("cudart64")] public static extern CudaError cudaMalloc(out nint pointer, nuint size);
            [DllImport("cudart64")] public static extern CudaError cudaFree(nint pointer);
            [DllImport("cudart64")] public static extern int cudaMallocHost(out nint pointer, nuint size);
            [DllImport("cudart64")] public static extern int cudaFreeHost(nint pointer);
            [DllImport("cudart64")] public static extern int cudaMemset(nint pointer, int value, nuint size);
            [DllImport("nvcuda", EntryPoint = "cuMemAlloc_v2")] public static extern int Allocate(out nint pointer, nuint size);
            [DllImport("nvcuda", EntryPoint = "cuMemFree_v2")] public static extern int Release(nint pointer);
            [DllImport("kernel32", CharSet = CharSet.Unicode)] public static extern nint CreateFileW(string name, uint access);
            [DllImport("kernel32")] public static extern bool CloseHandle(nint handle);
            [DllImport("kernel32")] public static extern bool ReadFile(nint handle, byte[] buffer, int count);
            [DllImport("libc")] public static extern void* malloc(nuint size);
            [DllImport("libc")] public static extern void free(void* pointer);
            [DllImport("user32")] public static extern nint SetClipboardData(uint format, nint memory);
            [DllImport("some")] public static extern int Fill(nint pointer, int size);
            [DllImport("some")] public static extern void Register(nint context);
            public static extern void Check(CudaError error);
            public static extern void Check(int error);
        }

        /// <summary>Takes over what it is made of.</summary>
        public sealed class MemoryHandleOwner : IDisposable
        {
            public extern MemoryHandleOwner(nint pointer);
            public extern void Dispose();
        }
        """;

    /// <summary>Statements of an unsafe method with the parameters <c>size</c>, <c>text</c>, <c>flag</c>, <c>data</c> and <c>stream</c>.</summary>
    public static Task InMethod(string statements) => InClass($"void M(int size, string text, bool flag, byte[] data, Stream stream)\n{{\n{statements}\n}}");

    /// <summary>Statements of an async method with the same parameters.</summary>
    public static Task InAsyncMethod(string statements) => InFile($"class C\n{{\nasync Task M(int size, string text, bool flag, byte[] data, Stream stream)\n{{\n{statements}\n}}\n}}");

    /// <summary>Members of an unsafe class.</summary>
    public static Task InClass(string members) => InFile($"unsafe class C\n{{\n{members}\n}}");

    /// <summary>A whole file.</summary>
    public static Task InFile(string source) => Test(source).RunAsync();

    /// <summary>As <see cref="InMethod"/>, in a mode.</summary>
    public static Task InMode(string mode, string statements)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test($"unsafe class C\n{{\nvoid M(int size, string text, bool flag, byte[] data, Stream stream)\n{{\n{statements}\n}}\n}}");
        test.BuildProperties["ResourceHygieneMode"] = mode;
        return test.RunAsync();
    }

    /// <summary>A test to be configured further.</summary>
    public static AnalyzerTest<OwnershipAnalyzer> Test(string source) => new()
    {
        Sources = { source, { "Library.cs", Library } },
        ImplicitUsings = true,
    };
}
