namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Memory that somebody else becomes responsible for, or that may be.</summary>
public sealed class ValidTransfer
{
    [Theory]
    [InlineData("IntPtr M(int size) { IntPtr p = Marshal.AllocHGlobal(size); return p; }")]
    [InlineData("byte* M(int size) => (byte*)NativeMemory.Alloc((nuint)size);")]
    [InlineData("Span<byte> M(int size) { var p = NativeMemory.Alloc((nuint)size); return new Span<byte>(p, size); }")]
    [InlineData("(IntPtr, int) M(int size) { IntPtr p = Marshal.AllocHGlobal(size); return (p, size); }")]
    [InlineData("void M(int size, out IntPtr result) { IntPtr p = Marshal.AllocHGlobal(size); result = p; }")]
    [InlineData("void M(int size, ref IntPtr result) { IntPtr p = Marshal.AllocHGlobal(size); result = p; }")]
    [InlineData("long M(int size) { IntPtr p = Marshal.AllocHGlobal(size); return p.ToInt64() + (long)p; }")]
    [InlineData("System.Collections.Generic.IEnumerable<IntPtr> M(int size) { yield return Marshal.AllocHGlobal(size); }")]
    public Task Returned(string member) => MemoryCode.InFile($"{(member.Contains('*', StringComparison.Ordinal) || member.Contains("Span", StringComparison.Ordinal) ? "unsafe " : "")}class C {{ {member} }}");

    [Theory]
    [InlineData("private struct Header { public IntPtr Data; } void M(Header* header, int size) { header->Data = Marshal.AllocHGlobal(size); }")]
    [InlineData("private byte* _end; void M(int size) { byte* p = (byte*)NativeMemory.Alloc((nuint)size); _end = p + size; } ~C() { }")]
    [InlineData("private long _address; void M(int size) { IntPtr p = Marshal.AllocHGlobal(size + 15); _address = ((long)p + 15) & ~15L; }")]
    [InlineData("private IntPtr[] _all = new IntPtr[4]; void M(int size) { _all[0] = Marshal.AllocHGlobal(size); }")]
    [InlineData("private List<IntPtr> _all = new(); void M(int size) { IntPtr p = Marshal.AllocHGlobal(size); _all.Add(p); }")]
    [InlineData("private Dictionary<string, IntPtr> _all = new(); void M(string text) { _all[text] = Marshal.StringToHGlobalAnsi(text); }")]
    [InlineData("private static IntPtr s_once; void M(int size) { s_once = Marshal.AllocHGlobal(size); }")]
    [InlineData("private IntPtr P { get; set; } void M(int size) { P = Marshal.AllocHGlobal(size); } ~C() { }")]
    [InlineData("private IntPtr _p; void M(int size) { var p = Marshal.AllocHGlobal(size); _p = p; } ~C() { }")]
    public Task Stored(string members) => MemoryCode.InClass(members);

    [Theory]
    [InlineData("var owner = new MemoryHandleOwner(p); owner.Dispose();")]
    [InlineData("Native.SetClipboardData(13, p);")]
    [InlineData("Native.Register(p);")]
    [InlineData("Marshal.WriteIntPtr(s_table, 8, p);")]
    [InlineData("Marshal.WriteIntPtr(s_table, p);")]
    [InlineData("Interlocked.Exchange(ref s_table, p);")]
    [InlineData("Interlocked.CompareExchange(ref s_table, p, IntPtr.Zero);")]
    [InlineData("Volatile.Write(ref s_table, p);")]
    [InlineData("Fill(ref s_holder, p);")]
    [InlineData("void** all = stackalloc void*[2]; all[0] = (void*)p;")]
    [InlineData("IntPtr* all = stackalloc IntPtr[2]; *all = p;")]
    [InlineData("Action free = () => Marshal.FreeHGlobal(p); AppDomain.CurrentDomain.ProcessExit += (_, _) => free();")]
    [InlineData("Task.Run(() => Marshal.FreeHGlobal(p));")]
    [InlineData("Take(ref p);")]
    [InlineData("Holder holder = new() { Pointer = p }; holder.Run();")]
    [InlineData("var all = new[] { p }; Console.WriteLine(all.Length);")]
    [InlineData("byte* end = (byte*)p + 4; Marshal.FreeHGlobal((IntPtr)(end - 4));")]
    [InlineData("byte* moving = (byte*)p; while (*moving != 0) moving++; Marshal.FreeHGlobal(p);")]
    public Task Handed_over(string statements) => MemoryCode.InClass(
        $$"""
        private struct Holder { public IntPtr Pointer; public void Run() { } }

        private static IntPtr s_table;
        private static Holder s_holder;
        static extern void Take(ref IntPtr p);
        static extern void Fill(ref Holder holder, IntPtr p);

        void M(int size)
        {
            IntPtr p = Marshal.AllocHGlobal(size);
            {{statements}}
        }
        """);

    [Fact]
    public Task Kept_by_a_constructor_of_the_project() => MemoryCode.InClass(
        """
        private sealed class Buffer(nint p) : IDisposable
        {
            public void Dispose() => Marshal.FreeHGlobal(p);
        }

        void M(int size)
        {
            using var buffer = new Buffer(Marshal.AllocHGlobal(size));
        }
        """);

    [Fact]
    public Task Kept_by_a_method_of_the_project() => MemoryCode.InClass(
        """
        private readonly List<IntPtr> _blocks = new();

        private void Remember(IntPtr block) => _blocks.Add(block);

        void M(int size)
        {
            IntPtr p = Marshal.AllocHGlobal(size);
            Remember(p);
        }
        """);

    [Theory]
    [InlineData("byte* M(byte* p, int n) { byte* q = p; for (int i = 0; i < n; i++) { q = (byte*)(void*)q; p = q; } return q; }")]
    [InlineData("Stream M(Stream s, bool flag) { Stream t = s; t = flag ? t : s; t = t ?? s; return t; }")]
    [InlineData("nint M(nint p) { nint a = p; nint b = 0; while (a != b) { b = (nint)(void*)a; a = (nint)(void*)b; } return b; }")]
    public Task What_a_local_gets_from_itself(string member) => MemoryCode.InClass(member);

    [Fact]
    public Task Custom_marshallers() => MemoryCode.InClass(
        """
        public IntPtr MarshalManagedToNative(object managed)
        {
            if (managed is not string text)
                return IntPtr.Zero;
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
            IntPtr p = Marshal.AllocHGlobal(bytes.Length + 1);
            Marshal.Copy(bytes, 0, p, bytes.Length);
            Marshal.WriteByte(p, bytes.Length, 0);
            return p;
        }
        """);

    [Theory]
    [InlineData("nint library = NativeLibrary.Load(text); Native.Fill(NativeLibrary.GetExport(library, \"run\"), 0);")]
    [InlineData("if (NativeLibrary.TryLoad(text, out nint library)) Console.WriteLine(NativeLibrary.TryGetExport(library, \"run\", out _));")]
    [InlineData("NativeLibrary.Load(text);")]
    [InlineData("NativeLibrary.TryLoad(text, out _);")]
    public Task A_library_for_the_life_of_the_process(string statements) => MemoryCode.InMethod(statements);

    [Fact]
    public Task Handles_of_a_safe_type() => MemoryCode.InFile(
        """
        using Microsoft.Win32.SafeHandles;

        static class C
        {
            [DllImport("kernel32")] static extern SafeFileHandle CreateFileW(string name, uint access);
            [DllImport("advapi32")] static extern bool OpenProcessToken(nint process, uint access, out SafeAccessTokenHandle token);

            static void M(string name)
            {
                using SafeFileHandle handle = CreateFileW(name, 0);
                SafeFileHandle lost = {|RH1001:CreateFileW(name, 0)|};
                Console.WriteLine(lost.IsInvalid);
                if (OpenProcessToken(0, 8, out SafeAccessTokenHandle token))
                    token.Dispose();
            }
        }
        """);

    [Fact]
    public Task Handles_of_a_call_that_answers_by_an_int() => MemoryCode.InFile(
        """
        static class C
        {
            [DllImport("advapi32")] static extern int OpenProcessToken(nint process, uint access, out nint token);
            [DllImport("kernel32")] static extern bool CloseHandle(nint handle);

            static void M()
            {
                if (OpenProcessToken(0, 8, out nint token) == 0)
                    return;
                CloseHandle(token);
            }
        }
        """);

    [Fact]
    public Task Memory_of_somebody_else() => MemoryCode.InMethod(
        """
        fixed (byte* p = data)
            p[0] = 1;
        nint module = NativeLibrary.GetMainProgramHandle();
        Native.Fill(module, size);
        byte* local = stackalloc byte[16];
        local[0] = 1;
        """);
}
