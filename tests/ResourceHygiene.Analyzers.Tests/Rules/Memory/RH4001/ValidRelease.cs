namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Memory that is freed on every path.</summary>
public sealed class ValidRelease
{
    [Fact]
    public Task In_a_finally() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        try
        {
            if (Native.Fill(p, size) != 0)
                return;
            stream.WriteByte(Marshal.ReadByte(p));
        }
        finally
        {
            Marshal.FreeHGlobal(p);
        }
        """);

    [Fact]
    public Task Asked_for_until_there_is_some() => MemoryCode.InClass(
        """
        private const int Limit = 10;
        private static object? s_low;
        private static long s_retries;
        private static nint Allocate(int size)
        {
            int tries = 0;
            nint memory = IntPtr.Zero;
            while (memory == IntPtr.Zero)
            {
                try
                {
                    memory = Marshal.AllocHGlobal(size);
                }
                catch (OutOfMemoryException) when (tries < Limit)
                {
                    tries++;
                    Interlocked.Increment(ref s_retries);
                    Interlocked.CompareExchange(ref s_low, new object(), null);
                    Monitor.Enter(s_low);
                    Monitor.Wait(s_low, millisecondsTimeout: 1);
                    Monitor.Exit(s_low);
                }
            }

            return memory;
        }
        """);

    [Theory]
    [InlineData("p != IntPtr.Zero")]
    [InlineData("IntPtr.Zero != p")]
    [InlineData("p != 0")]
    [InlineData("p != default")]
    [InlineData("!p.Equals(IntPtr.Zero)")]
    [InlineData("p != nint.Zero")]
    [InlineData("p is not 0")]
    public Task In_a_finally_that_asks_first(string condition) => MemoryCode.InMethod(
        $$"""
        IntPtr p = IntPtr.Zero;
        try
        {
            p = Marshal.AllocHGlobal(size);
            stream.WriteByte(Marshal.ReadByte(p));
        }
        finally
        {
            if ({{condition}})
                Marshal.FreeHGlobal(p);
        }
        """);

    [Fact]
    public Task A_pointer_in_a_finally_that_asks_first() => MemoryCode.InMethod(
        """
        byte* p = null;
        try
        {
            p = (byte*)NativeMemory.Alloc((nuint)size);
            p[0] = 1;
        }
        finally
        {
            if (p != null)
                NativeMemory.Free(p);
        }
        """);

    [Fact]
    public Task An_allocation_that_failed() => MemoryCode.InMethod(
        """
        void* p = Native.malloc(64);
        if (p == null)
            throw new OutOfMemoryException();
        ((byte*)p)[0] = 1;
        Native.free(p);
        """);

    [Fact]
    public Task A_handle_that_is_none() => MemoryCode.InMethod(
        """
        nint handle = Native.CreateFileW(text, 0);
        if (handle == new IntPtr(-1) || handle == IntPtr.Zero)
            return;
        Native.CloseHandle(handle);
        """);

    [Fact]
    public Task A_handle_that_is_compared_with_a_constant_of_the_project() => MemoryCode.InClass(
        """
        static readonly IntPtr INVALID_HANDLE_VALUE = new IntPtr(-1);

        bool M(string name)
        {
            IntPtr handle = Native.CreateFileW(name, 0);
            if (handle == INVALID_HANDLE_VALUE)
                return false;
            Native.CloseHandle(handle);
            return true;
        }
        """);

    [Fact]
    public Task Device_memory_of_a_call_that_failed() => MemoryCode.InMethod(
        """
        CudaError error = Native.cudaMalloc(out nint p, 64);
        if (error != CudaError.Success)
            throw new InvalidOperationException(error.ToString());
        Native.cudaFree(p);
        """);

    [Fact]
    public Task Device_memory_of_a_call_whose_status_is_checked_elsewhere() => MemoryCode.InMethod(
        """
        Native.Check(Native.cudaMalloc(out nint p, 64));
        try
        {
            Native.Check(Native.cudaMemset(p, 0, 64));
        }
        finally
        {
            Native.cudaFree(p);
        }
        """);

    [Fact]
    public Task Device_memory_of_a_call_whose_status_is_kept_and_checked_elsewhere() => MemoryCode.InMethod(
        """
        int status = Native.cudaMallocHost(out nint p, 64);
        Native.Check(status);
        Native.cudaFreeHost(p);
        """);

    [Fact]
    public Task Under_another_type() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        byte* bytes = (byte*)p;
        bytes[0] = 1;
        Marshal.FreeHGlobal((IntPtr)bytes);
        """);

    [Fact]
    public Task Through_ToPointer_and_a_new_IntPtr() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        void* raw = p.ToPointer();
        Marshal.FreeHGlobal(new IntPtr(raw));
        """);

    [Fact]
    public Task Under_another_name() => MemoryCode.InMethod(
        """
        nint p = Marshal.AllocHGlobal(size);
        nint q = p;
        Marshal.FreeHGlobal(q);
        """);

    [Fact]
    public Task By_a_method_of_the_project() => MemoryCode.InClass(
        """
        static void Release(ref int count, IntPtr p)
        {
            count--;
            Marshal.FreeHGlobal(p);
        }

        void M(int size)
        {
            IntPtr p = Marshal.AllocHGlobal(size);
            Release(ref size, p);
        }
        """);

    [Fact]
    public Task By_a_local_function() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        Native.Fill(p, size);
        Release();
        void Release() => Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task By_what_zeroes_it_first() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.StringToCoTaskMemUni(text);
        Native.Fill(p, size);
        Marshal.ZeroFreeCoTaskMemUnicode(p);
        IntPtr b = Marshal.StringToBSTR(text);
        Marshal.ZeroFreeBSTR(b);
        """);

    [Fact]
    public Task By_a_reallocation() => MemoryCode.InMethod(
        """
        void* p = NativeMemory.Alloc(16);
        for (int i = 0; i < size; i++)
            p = NativeMemory.Realloc(p, (nuint)i * 16);
        NativeMemory.Free(p);
        """);

    [Fact]
    public Task On_both_branches() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        if (flag)
        {
            Marshal.FreeHGlobal(p);
            return;
        }

        Native.Fill(p, size);
        Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task Where_a_flag_says_that_there_is_any() => MemoryCode.InMethod(
        """
        IntPtr p = IntPtr.Zero;
        if (flag)
            p = Marshal.AllocHGlobal(size);
        Console.WriteLine(size);
        if (flag)
            Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task On_the_stack_or_the_heap() => MemoryCode.InMethod(
        """
        byte* heap = null;
        byte* local = stackalloc byte[256];
        byte* p = size <= 256 ? local : (heap = (byte*)NativeMemory.Alloc((nuint)size));
        p[0] = 1;
        if (heap != null)
            NativeMemory.Free(heap);
        """);

    [Fact]
    public Task In_each_round_of_a_loop() => MemoryCode.InMethod(
        """
        while (stream.ReadByte() >= 0)
        {
            IntPtr p = Marshal.AllocHGlobal(size);
            try { stream.Write(new ReadOnlySpan<byte>((void*)p, size)); }
            finally { Marshal.FreeHGlobal(p); }
        }
        """);

    [Fact]
    public Task A_library_that_is_given_back() => MemoryCode.InMethod(
        """
        if (!NativeLibrary.TryLoad(text, out nint library))
            return;
        Console.WriteLine(NativeLibrary.TryGetExport(library, "run", out _));
        NativeLibrary.Free(library);
        """);
}
