namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>What a call, and not its type, says must be released, kept in a member: memory, pins, rented buffers.</summary>
public sealed class RawMemberTests
{
    private const string Usings = "using System.Buffers; using System.Runtime.InteropServices;\n";

    private static Task InOwner(string members) => OwnerCode.InFile(Usings + $"sealed unsafe class Owner : IDisposable\n{{\n{members}\n}}");

    private static Task InClass(string code) => OwnerCode.InFile(Usings + code);

    [Fact]
    public Task A_pin_that_Dispose_forgets() => InOwner(
        """
        private readonly Resource _held = new();
        private readonly byte[] _data = new byte[64];
        private GCHandle [|_pin|];
        public Owner() { _pin = GCHandle.Alloc(_data, GCHandleType.Pinned); }
        public IntPtr Address => _pin.AddrOfPinnedObject();
        public void Dispose() => _held.Dispose();
        """);

    [Theory]
    [InlineData("_text", "Native.Clear(this);")]
    [InlineData("[|_text|]", "Native.Count(Marshal.SizeOf(this));")]
    [InlineData("[|_text|]", "Console.WriteLine(this);")]
    public Task An_object_that_hands_itself_to_native_code(string member, string dispose) => InClass(
        $$"""
        [StructLayout(LayoutKind.Sequential)]
        sealed class Owner : IDisposable
        {
            private readonly IntPtr {{member}};
            public Owner(string text) => _text = Marshal.StringToCoTaskMemUni(text);
            public bool IsSet => _text != IntPtr.Zero;
            public void Dispose() { {{dispose}} GC.SuppressFinalize(this); }

            private static class Native
            {
                [DllImport("ole32")] public static extern void Clear([In, Out] Owner owner);
                [DllImport("ole32")] public static extern void Count(int count);
            }
        }
        """);

    [Fact]
    public Task A_pin_whose_address_is_kept_as_well() => InOwner(
        """
        private GCHandle [|_pin|];
        private readonly IntPtr _address;
        public Owner(byte[] data) { _pin = GCHandle.Alloc(data, GCHandleType.Pinned); _address = _pin.AddrOfPinnedObject(); }
        public int First => Marshal.ReadInt32(_address);
        public void Dispose() { }
        """);

    [Fact]
    public Task Memory_that_Dispose_forgets() => InOwner(
        """
        private IntPtr [|_memory|] = Marshal.AllocHGlobal(64);
        public int First => Marshal.ReadInt32(_memory);
        public void Dispose() { }
        """);

    [Fact]
    public Task Memory_that_Dispose_only_forgets_about() => InOwner(
        """
        private IntPtr [|_memory|] = IntPtr.Zero;
        public Owner(string name) { IntPtr memory = Marshal.StringToHGlobalUni(name); _memory = memory; }
        public void Dispose() => _memory = IntPtr.Zero;
        """);

    [Fact]
    public Task Memory_behind_a_pointer() => InOwner(
        """
        private byte* [|_memory|];
        public Owner(int size) { _memory = (byte*)NativeMemory.Alloc((nuint)size); }
        public byte First => *_memory;
        public void Dispose() { }
        """);

    [Fact]
    public Task A_rented_buffer_that_Dispose_forgets() => InOwner(
        """
        private readonly byte[] [|_buffer|] = ArrayPool<byte>.Shared.Rent(64);
        public int Read(Stream stream) => stream.Read(_buffer, 0, _buffer.Length);
        public void Dispose() { }
        """);

    [Fact]
    public Task A_native_function_that_gives_a_handle() => InClass(
        """
        static class Native
        {
            [DllImport("libc")] public static extern IntPtr fopen(string path, string mode);
            [DllImport("libc")] public static extern int fclose(IntPtr file);
            [DllImport("libc")] public static extern int fgetc(IntPtr file);
        }

        sealed class Owner : IDisposable
        {
            private readonly IntPtr [|_file|] = Native.fopen("a", "r");
            public int Read() => Native.fgetc(_file);
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task A_type_that_nobody_can_release() => InClass(
        """
        sealed class {|RH2002:Listener|}
        {
            private readonly GCHandle _pin;
            private readonly byte[] _buffer = new byte[8];
            public Listener() { _pin = GCHandle.Alloc(_buffer, GCHandleType.Pinned); }
            public IntPtr Address => _pin.AddrOfPinnedObject();
        }
        """);

    [Fact]
    public Task Memory_that_is_replaced() => InOwner(
        """
        private IntPtr _memory = Marshal.AllocHGlobal(64);
        public void Resize(int size) => {|RH2003:_memory|} = Marshal.AllocHGlobal(size);
        public void Dispose() => Marshal.FreeHGlobal(_memory);
        """);

    [Fact]
    public Task Freed_in_Dispose() => InOwner(
        """
        private GCHandle _pin;
        private IntPtr _memory = Marshal.AllocHGlobal(64);
        private byte* _block = (byte*)NativeMemory.Alloc(64);
        private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(64);
        public Owner(byte[] data) { _pin = GCHandle.Alloc(data, GCHandleType.Pinned); }
        public void Dispose()
        {
            if (_pin.IsAllocated)
                _pin.Free();
            Marshal.FreeHGlobal(_memory);
            NativeMemory.Free(_block);
            if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
                ArrayPool<byte>.Shared.Return(buffer);
        }
        """);

    [Fact]
    public Task Freed_in_a_finalizer() => InClass(
        """
        sealed class Owner
        {
            private readonly IntPtr _memory = Marshal.AllocHGlobal(64);
            ~Owner() => Marshal.FreeHGlobal(_memory);
        }
        """);

    [Fact]
    public Task Freed_by_a_helper() => InOwner(
        """
        private byte[] _buffer = Array.Empty<byte>();
        private GCHandle _pin;
        public void Fill(int size) { Return(_buffer); _buffer = ArrayPool<byte>.Shared.Rent(size); }
        public void Pin(object target) { Unpin(ref _pin); _pin = GCHandle.Alloc(target); }
        public void Dispose() { Return(_buffer); Unpin(ref _pin); }
        private static void Return(byte[] buffer) { if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer); }
        private static void Unpin(ref GCHandle pin) { if (pin.IsAllocated) pin.Free(); }
        """);

    [Fact]
    public Task Handed_to_native_code_that_may_keep_it() => InOwner(
        """
        private readonly GCHandle _self;
        public Owner() { _self = GCHandle.Alloc(this); Register(GCHandle.ToIntPtr(_self)); }
        public void Dispose() { }
        [DllImport("lib")] private static extern void Register(IntPtr context);
        """);

    [Fact]
    public Task Given_to_whoever_asks() => InOwner(
        """
        private byte[]? _buffer;
        public byte[]? Detach() { byte[]? buffer = _buffer; _buffer = null; return buffer; }
        public void Fill() { _buffer ??= ArrayPool<byte>.Shared.Rent(64); }
        public void Dispose() { }
        """);

    [Fact]
    public Task A_buffer_that_is_not_always_rented() => InOwner(
        """
        private readonly byte[] _buffer;
        private readonly bool _isRented;
        public Owner(byte[]? given) { _buffer = given ?? ArrayPool<byte>.Shared.Rent(64); _isRented = given is null; }
        public void Dispose() { }
        """);

    [Fact]
    public Task An_address_of_what_another_member_pins() => InOwner(
        """
        private GCHandle _pin;
        private readonly IntPtr _address;
        public Owner(byte[] data) { _pin = GCHandle.Alloc(data, GCHandleType.Pinned); _address = _pin.AddrOfPinnedObject(); }
        public int First => Marshal.ReadInt32(_address);
        public void Dispose() => _pin.Free();
        """);

    [Fact]
    public Task A_library_stays_loaded() => InOwner(
        """
        private readonly IntPtr _library = NativeLibrary.Load("lib");
        public IntPtr Find(string name) => NativeLibrary.GetExport(_library, name);
        public void Dispose() { }
        """);

    [Fact]
    public Task A_pooled_buffer_of_a_type_without_disposer() => InClass(
        """
        sealed class Reader
        {
            private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64);
            public int Read(Stream stream) => stream.Read(_buffer, 0, _buffer.Length);
        }
        """);
}
