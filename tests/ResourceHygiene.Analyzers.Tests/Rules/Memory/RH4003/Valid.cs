namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4003;

/// <summary>Handles that are freed, or that somebody else frees.</summary>
public sealed class Valid
{
    [Fact]
    public Task In_a_finally() => MemoryCode.InMethod(
        """
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        try { Native.Fill(handle.AddrOfPinnedObject(), data.Length); }
        finally { handle.Free(); }
        """);

    [Fact]
    public Task Between_whose_pin_and_release_nothing_throws() => MemoryCode.InMethod(
        """
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        var address = (nint)(handle.AddrOfPinnedObject().ToInt64() + 4);
        Native.Fill(address, data.Length);
        handle.Free();
        """);

    [Fact]
    public Task Of_a_rented_buffer_that_says_whether_there_is_one() => MemoryCode.InMethod(
        """
        GCHandle pin = default;
        byte[]? rented = null;
        try
        {
            for (int i = 0; i < size; i++)
            {
                int needed = Native.Fill(i, size);
                if (needed > 128)
                {
                    if (rented != null)
                    {
                        pin.Free();
                        ArrayPool<byte>.Shared.Return(rented);
                    }

                    rented = ArrayPool<byte>.Shared.Rent(needed);
                    pin = GCHandle.Alloc(rented, GCHandleType.Pinned);
                }
            }
        }
        finally
        {
            if (rented != null)
            {
                pin.Free();
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
        """);

    [Fact]
    public Task Of_another_buffer_that_says_nothing() => MemoryCode.InMethod(
        """
        GCHandle pin = default;
        byte[]? rented = null;
        for (int i = 0; i < size; i++)
        {
            if (rented != null)
                ArrayPool<byte>.Shared.Return(rented);
            rented = ArrayPool<byte>.Shared.Rent(size);
            {|RH4003:pin|} = GCHandle.Alloc(rented, GCHandleType.Pinned);
            Native.Fill(pin.AddrOfPinnedObject(), size);
        }

        if (rented != null)
        {
            pin.Free();
            ArrayPool<byte>.Shared.Return(rented);
        }
        """);

    [Fact]
    public Task In_a_finally_that_asks_first() => MemoryCode.InMethod(
        """
        GCHandle handle = default;
        try
        {
            handle = GCHandle.Alloc(data, GCHandleType.Pinned);
            Native.Fill(handle.AddrOfPinnedObject(), data.Length);
        }
        finally
        {
            if (handle.IsAllocated)
                handle.Free();
        }
        """);

    [Fact]
    public Task In_a_finally_of_a_handle_made_by_its_constructor() => MemoryCode.InMethod(
        """
        GCHandle handle = new GCHandle();
        try
        {
            if (flag)
                handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        }
        finally
        {
            if (handle.IsAllocated)
                handle.Free();
        }
        """);

    [Fact]
    public Task Pinned_as_long_as_the_program_runs() => MemoryCode.InClass(
        """
        private static readonly byte[] s_table = new byte[256];
        private static readonly nint s_address = GCHandle.Alloc(s_table, GCHandleType.Pinned).AddrOfPinnedObject();
        private static readonly nint s_other;
        static C() { GCHandle handle = GCHandle.Alloc(s_table, GCHandleType.Pinned); nint address = handle.AddrOfPinnedObject(); s_other = address; }
        """);

    [Theory]
    [InlineData("Native.Register(GCHandle.ToIntPtr(handle));")]
    [InlineData("Native.Register((IntPtr)handle);")]
    [InlineData("_handles.Add(handle);")]
    [InlineData("_handle = handle;")]
    [InlineData("s_address = handle.AddrOfPinnedObject();")]
    [InlineData("Pinned pinned = new(handle); pinned.Use();")]
    [InlineData("Action free = handle.Free; _free = free;")]
    [InlineData("_free = () => handle.Free();")]
    [InlineData("new Task(() => handle.Free()).Start();")]
    public Task Handed_over(string statement) => MemoryCode.InClass(
        $$"""
        private readonly List<GCHandle> _handles = new();
        private GCHandle _handle;
        private static IntPtr s_address;
        private Action? _free;

        private readonly struct Pinned
        {
            private readonly GCHandle _handle;
            public Pinned(GCHandle handle) => _handle = handle;
            public void Use() { }
        }

        void M(byte[] data)
        {
            GCHandle handle = GCHandle.Alloc(data);
            {{statement}}
        }
        """);

    [Fact]
    public Task Freed_by_the_callback_that_gets_it_as_context() => MemoryCode.InClass(
        """
        static void Start(object state)
        {
            var handle = GCHandle.Alloc(state);
            Native.Register(GCHandle.ToIntPtr(handle));
        }

        static void Done(IntPtr context)
        {
            var handle = GCHandle.FromIntPtr(context);
            Console.WriteLine(handle.Target);
            handle.Free();
        }
        """);

    [Fact]
    public Task Returned() => MemoryCode.InClass("GCHandle M(byte[] data) { var handle = GCHandle.Alloc(data); return handle; }");

    [Fact]
    public Task The_typed_successors_in_a_using() => MemoryCode.InMethod(
        """
        using var pin = new PinnedGCHandle<byte[]>(data);
        Native.Fill((nint)pin.GetAddressOfArrayData(), data.Length);
        """);
}
