namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4006;

/// <summary>Addresses and handles in fields.</summary>
public sealed class Cases
{
    [Theory]
    [InlineData("IntPtr", "Marshal.AllocHGlobal(16)")]
    [InlineData("void*", "NativeMemory.Alloc(16)")]
    [InlineData("byte*", "(byte*)NativeMemory.AllocZeroed(16)")]
    [InlineData("nint", "Native.CreateFileW(\"a\", 0)")]
    public Task A_class_without_a_finalizer(string type, string allocation) => MemoryCode.InClass(
        $$"""
        private {{type}} _p;
        public C() => {|RH4006:_p|} = {{allocation}};
        public void Free() { }
        """);

    [Fact]
    public Task A_disposable_class_without_a_finalizer() => MemoryCode.InFile(
        """
        sealed class C : IDisposable
        {
            private IntPtr _p;

            public C(int size)
            {
                IntPtr p = Marshal.AllocHGlobal(size);
                {|RH4006:_p|} = p;
            }

            public void Dispose() => Marshal.FreeHGlobal(_p);
        }
        """);

    [Fact]
    public Task One_report_for_a_field() => MemoryCode.InClass(
        """
        private IntPtr _p;
        void M(bool flag)
        {
            if (flag)
                {|RH4006:_p|} = Marshal.AllocHGlobal(16);
            else
                _p = Marshal.AllocHGlobal(32);
        }
        """);

    [Fact]
    public Task A_class_with_a_finalizer() => MemoryCode.InClass(
        """
        private IntPtr _p;
        public C() => _p = Marshal.AllocHGlobal(16);
        ~C() => Marshal.FreeHGlobal(_p);
        """);

    [Fact]
    public Task A_class_whose_base_has_a_finalizer() => MemoryCode.InFile(
        """
        class Base
        {
            ~Base() => Dispose(false);
            protected virtual void Dispose(bool disposing) { }
        }

        sealed class C : Base
        {
            private IntPtr _p;
            public C() => _p = Marshal.AllocHGlobal(16);
            protected override void Dispose(bool disposing) => Marshal.FreeHGlobal(_p);
        }
        """);

    [Fact]
    public Task A_safe_handle() => MemoryCode.InFile(
        """
        sealed class C : SafeHandle
        {
            public C() : base(IntPtr.Zero, true) => handle = Marshal.AllocHGlobal(16);
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() { Marshal.FreeHGlobal(handle); return true; }
        }
        """);

    [Fact]
    public Task A_memory_manager_which_must_have_no_finalizer() => MemoryCode.InFile(
        """
        sealed unsafe class C : System.Buffers.MemoryManager<byte>
        {
            private IntPtr _p;
            public C() => _p = Marshal.AllocHGlobal(16);
            public override Span<byte> GetSpan() => new Span<byte>((void*)_p, 16);
            public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => default;
            public override void Unpin() { }
            protected override void Dispose(bool disposing) => Marshal.FreeHGlobal(_p);
        }
        """);

    [Theory]
    [InlineData("struct", "private IntPtr _p; public void Open() => _p = Marshal.AllocHGlobal(16);")]
    [InlineData("class", "private static IntPtr s_p = Marshal.AllocHGlobal(16);")]
    [InlineData("class", "private static IntPtr s_p; static C() { s_p = Marshal.AllocHGlobal(16); }")]
    [InlineData("class", "private GCHandle _h; public C(byte[] data) => _h = GCHandle.Alloc(data);")]
    [InlineData("class", "private byte[] _b = ArrayPool<byte>.Shared.Rent(16);")]
    [InlineData("class", "private IntPtr _p; public C(IntPtr p) => _p = p;")]
    [InlineData("class", "private IntPtr _p; public C() => _p = NativeLibrary.GetMainProgramHandle();")]
    public Task What_is_no_handle_of_an_object(string kind, string members) => MemoryCode.InFile($"{kind} C {{ {members} }}");
}
