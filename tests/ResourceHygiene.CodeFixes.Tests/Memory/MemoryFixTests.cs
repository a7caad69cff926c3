using Microsoft.CodeAnalysis.CodeFixes;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.CodeFixes.Memory;
using ResourceHygiene.CodeFixes.Releases;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Memory;

/// <summary>Fixes of RH4001 to RH4005, applied to what the analyzer reports.</summary>
public sealed class MemoryFixTests
{
    [Fact]
    public Task Memory_is_freed_in_a_finally() => Fixes<FreeInFinallyFix>(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        Marshal.WriteInt32(p, 1);
        Console.WriteLine(Marshal.ReadInt32(p));
        """,
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        try
        {
            Marshal.WriteInt32(p, 1);
            Console.WriteLine(Marshal.ReadInt32(p));
        }
        finally
        {
            Marshal.FreeHGlobal(p);
        }
        """);

    [Fact]
    public Task A_temporary_file_is_deleted_in_a_finally() => Fixes<FreeInFinallyFix>(
        """
        string path = {|RH4007:Path.GetTempFileName()|};
        File.WriteAllText(path, text);
        Console.WriteLine(File.ReadAllText(path));
        """,
        """
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            Console.WriteLine(File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
        """);

    [Fact]
    public Task A_temporary_directory_is_deleted_with_what_is_in_it() => Fixes<FreeInFinallyFix>(
        """
        var directory = {|RH4007:Directory.CreateTempSubdirectory()|};
        File.WriteAllText(Path.Combine(directory.FullName, "a"), text);
        """,
        """
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "a"), text);
        }
        finally
        {
            directory.Delete(true);
        }
        """);

    [Theory]
    [InlineData("File.WriteAllText({|RH4007:Path.GetTempFileName()|}, text);")]
    [InlineData("string other = Path.ChangeExtension({|RH4007:Path.GetTempFileName()|}, \".png\"); File.Delete(other);")]
    public Task Nothing_is_offered_for_a_path_without_a_variable(string statements) => OffersNothing<FreeInFinallyFix>(statements);

    [Fact]
    public Task The_release_at_the_end_moves() => Fixes<FreeInFinallyFix>(
        """
        IntPtr p = {|RH4001:Marshal.StringToCoTaskMemUni(text)|};
        if (size == 0)
            return;
        Marshal.WriteInt32(p, 1);
        Marshal.FreeCoTaskMem(p);
        """,
        """
        IntPtr p = Marshal.StringToCoTaskMemUni(text);
        try
        {
            if (size == 0)
                return;
            Marshal.WriteInt32(p, 1);
        }
        finally
        {
            Marshal.FreeCoTaskMem(p);
        }
        """);

    [Fact]
    public Task A_pointer_is_freed_as_it_is() => Fixes<FreeInFinallyFix>(
        """
        byte* p = (byte*){|RH4001:NativeMemory.Alloc(16)|};
        p[0] = 1;
        """,
        """
        byte* p = (byte*)NativeMemory.Alloc(16);
        try
        {
            p[0] = 1;
        }
        finally
        {
            NativeMemory.Free(p);
        }
        """);

    [Fact]
    public Task A_pin_is_freed() => Fixes<FreeInFinallyFix>(
        """
        var pin = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};
        Console.WriteLine(pin.AddrOfPinnedObject());
        """,
        """
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            Console.WriteLine(pin.AddrOfPinnedObject());
        }
        finally
        {
            pin.Free();
        }
        """);

    [Theory]
    [InlineData("Marshal.WriteInt32(pin.AddrOfPinnedObject() + 4, 1);")]
    [InlineData("_ = Native.cudaMemset(pin.AddrOfPinnedObject(), 0, 64);")]
    [InlineData("byte* p = (byte*)pin.AddrOfPinnedObject().ToPointer();\n    p[0] = 1;\n    *p = 2;")]
    public Task A_pin_is_freed_where_its_address_is_only_lent(string use) => Fixes<FreeInFinallyFix>(
        $"var pin = {{|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|}};\n{use.Replace("\n    ", "\n", StringComparison.Ordinal)}",
        $"var pin = GCHandle.Alloc(data, GCHandleType.Pinned);\ntry\n{{\n    {use}\n}}\nfinally\n{{\n    pin.Free();\n}}");

    [Theory]
    [InlineData("object M(int w, byte[] data) { $ return new Picture(w, pin.AddrOfPinnedObject()); }")]
    [InlineData("byte* M(byte[] data) { $ return (byte*)pin.AddrOfPinnedObject().ToPointer(); }")]
    [InlineData("(IntPtr, int) M(byte[] data) { $ return (pin.AddrOfPinnedObject(), 1); }")]
    [InlineData("IntPtr M(byte[] data) { $ return data.Length > 0 ? pin.AddrOfPinnedObject() : IntPtr.Zero; }")]
    [InlineData("void M(byte[] data) { $ SetHandle(pin.AddrOfPinnedObject()); }")]
    [InlineData("void M(byte[] data, IntPtr native) { $ Marshal.WriteIntPtr(native, 8, pin.AddrOfPinnedObject()); }")]
    [InlineData("IntPtr M(byte[] data) { $ IntPtr one = pin.AddrOfPinnedObject(); IntPtr other = one; return other; }")]
    [InlineData("IntPtr M(byte[] data) { $ IntPtr one = pin.AddrOfPinnedObject(); return IntPtr.Add(one, 8); }")]
    [InlineData("byte* M(byte[] data) { $ byte* one = (byte*)pin.AddrOfPinnedObject(); return &one[4]; }")]
    public Task A_pin_stays_where_its_address_goes_further(string method) => new CodeFixTest<OwnershipAnalyzer, FreeInFinallyFix>
    {
        Sources =
        {
            "class Picture { public IntPtr Scan; public Picture(int width, IntPtr scan) => Scan = scan; }\n"
            + "unsafe class C { IntPtr _handle; void SetHandle(IntPtr handle) => _handle = handle;\n"
            + method.Replace("$", "GCHandle pin = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};", StringComparison.Ordinal) + "\n}",
            { "Native.cs", Native },
        },
    }.RunAsync();

    [Fact]
    public Task A_buffer_is_returned_to_the_pool_that_lent_it() => Fixes<FreeInFinallyFix>(
        """
        byte[] buffer = {|RH4004:_pool.Rent(size)|};
        if (stream.Read(buffer, 0, size) == 0)
            return;
        Console.WriteLine(buffer[0]);
        _pool.Return(buffer);
        """,
        """
        byte[] buffer = _pool.Rent(size);
        try
        {
            if (stream.Read(buffer, 0, size) == 0)
                return;
            Console.WriteLine(buffer[0]);
        }
        finally
        {
            _pool.Return(buffer);
        }
        """);

    [Fact]
    public Task A_buffer_is_returned_when_an_enumeration_stops() => Fixes<FreeInFinallyFix>(
        """
        IEnumerable<int> Lengths()
        {
            byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(4096)|};
            int read = stream.Read(buffer, 0, buffer.Length);
            yield return read;
            ArrayPool<byte>.Shared.Return(buffer);
        }
        Console.WriteLine(Lengths().First());
        """,
        """
        IEnumerable<int> Lengths()
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
            try
            {
                int read = stream.Read(buffer, 0, buffer.Length);
                yield return read;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        Console.WriteLine(Lengths().First());
        """);

    [Fact]
    public Task Memory_of_an_imported_function_is_freed_by_the_one_beside_it() => Fixes<FreeInFinallyFix>(
        """
        Native.cudaMalloc({|RH4001:out nint p|}, 64);
        Native.cudaMemset(p, 0, 64);
        """,
        """
        Native.cudaMalloc(out nint p, 64);
        try
        {
            Native.cudaMemset(p, 0, 64);
        }
        finally
        {
            Native.cudaFree(p);
        }
        """);

    [Theory]
    [InlineData("IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};\nif (size > 4) { Marshal.FreeHGlobal(p); Console.WriteLine(); return; }\nConsole.WriteLine();")]
    [InlineData("IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};\nif (size > 4) { _kept = p; return; }\nConsole.WriteLine();")]
    [InlineData("{|RH4001:Marshal.AllocHGlobal(size)|};")]
    [InlineData("IntPtr p = Marshal.AllocHGlobal(size);\n{|RH4001:p|} = Marshal.AllocHGlobal(size);\nMarshal.FreeHGlobal(p);")]
    [InlineData("GCHandle pin = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};\n_address = pin.AddrOfPinnedObject();")]
    [InlineData("GCHandle pin = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};\nnint address = pin.AddrOfPinnedObject();\n_address = address;")]
    public Task Nothing_is_offered_where_a_finally_would_be_wrong(string statements) => OffersNothing<FreeInFinallyFix>(statements);

    [Theory]
    [InlineData("Marshal.AllocHGlobal(size)", "Marshal.FreeCoTaskMem(p)", "Marshal.FreeHGlobal(p)")]
    [InlineData("Marshal.StringToBSTR(text)", "Marshal.FreeHGlobal(p)", "Marshal.FreeBSTR(p)")]
    [InlineData("Marshal.AllocCoTaskMem(size)", "NativeMemory.Free((void*)p)", "Marshal.FreeCoTaskMem(p)")]
    [InlineData("(nint)NativeMemory.AlignedAlloc(16, 16)", "Marshal.FreeHGlobal(p)", "NativeMemory.AlignedFree((void*)p)")]
    public Task The_right_function_frees(string allocation, string wrong, string right) => Fixes<FreeWithRightFunctionFix>(
        $"nint p = {allocation};\n{{|RH4002:{wrong}|}};",
        $"nint p = {allocation};\n{right};");

    [Fact]
    public Task A_reallocation_is_left_to_its_author() => OffersNothing<FreeWithRightFunctionFix>(
        "nint p = Marshal.AllocHGlobal(size);\np = {|RH4002:Marshal.ReAllocCoTaskMem(p, 4)|};\nMarshal.FreeCoTaskMem(p);");

    [Fact]
    public Task A_second_return_goes() => Fixes<RemoveReleaseFix>(
        """
        byte[] buffer = _pool.Rent(size);
        _pool.Return(buffer);
        Console.WriteLine();
        {|RH4005:_pool.Return(buffer)|};
        """,
        """
        byte[] buffer = _pool.Rent(size);
        _pool.Return(buffer);
        Console.WriteLine();
        """);

    [Fact]
    public Task A_return_moves_after_the_last_use() => Fixes<MoveReleaseFix>(
        """
        byte[] buffer = _pool.Rent(size);
        _pool.Return(buffer);
        stream.Write({|RH4005:buffer|}, 0, size);
        """,
        """
        byte[] buffer = _pool.Rent(size);
        stream.Write(buffer, 0, size);
        _pool.Return(buffer);
        """);

    private const string Native =
        """
        global using System.Buffers;
        global using System.Runtime.InteropServices;

        static class Native
        {
            [DllImport("cudart64")] public static extern int cudaMalloc(out nint pointer, nuint size);
            [DllImport("cudart64")] public static extern int cudaFree(nint pointer);
            [DllImport("cudart64")] public static extern int cudaMemset(nint pointer, int value, nuint size);
        }
        """;

    private static Task Fixes<TFix>(string before, string after)
        where TFix : CodeFixProvider, new()
    {
        CodeFixTest<OwnershipAnalyzer, TFix> test = new() { Sources = { Method(before), { "Native.cs", Native } } };
        test.FixedSources.Add(Method(after));
        test.FixedSources.Add("Native.cs", Native);
        return test.RunAsync();
    }

    private static Task OffersNothing<TFix>(string statements)
        where TFix : CodeFixProvider, new() => new CodeFixTest<OwnershipAnalyzer, TFix> { Sources = { Method(statements), { "Native.cs", Native } } }.RunAsync();

    private static string Method(string statements) =>
        "unsafe class C\n{\n    private readonly ArrayPool<byte> _pool = ArrayPool<byte>.Shared;\n    private static IntPtr _kept;\n    private IntPtr _address;\n\n    void M(int size, string text, byte[] data, Stream stream)\n    {\n"
        + string.Join('\n', statements.Split('\n').Select(static line => line.Length == 0 ? line : "        " + line)) + "\n    }\n}\n";
}
