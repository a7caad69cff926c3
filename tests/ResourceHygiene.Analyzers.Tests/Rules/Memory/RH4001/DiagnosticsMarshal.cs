namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Memory from Marshal that is lost on every path or on some.</summary>
public sealed class DiagnosticsMarshal
{
    [Theory]
    [InlineData("Marshal.AllocHGlobal(size)")]
    [InlineData("Marshal.AllocHGlobal((nint)size)")]
    [InlineData("Marshal.StringToHGlobalAnsi(text)")]
    [InlineData("Marshal.StringToHGlobalUni(text)")]
    [InlineData("Marshal.StringToHGlobalAuto(text)")]
    [InlineData("Marshal.AllocCoTaskMem(size)")]
    [InlineData("Marshal.StringToCoTaskMemUTF8(text)")]
    [InlineData("Marshal.StringToCoTaskMemUni(text)")]
    [InlineData("Marshal.StringToBSTR(text)")]
    public Task What_is_only_used(string allocation) => MemoryCode.InMethod(
        $"nint p = {{|RH4001:{allocation}|}}; Native.Fill(p, size);");

    [Fact]
    public Task Memory_that_is_copied_into_and_read() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        Marshal.Copy(data, 0, p, size);
        int first = Marshal.ReadInt32(p);
        Console.WriteLine(first);
        """);

    [Fact]
    public Task A_structure_that_is_marshalled_and_forgotten() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(Marshal.SizeOf<Guid>())|};
        Marshal.StructureToPtr(Guid.Empty, p, false);
        Guid back = Marshal.PtrToStructure<Guid>(p);
        Console.WriteLine(back);
        """);

    [Fact]
    public Task Memory_that_is_not_freed_before_an_early_return() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        if (Native.Fill(p, size) != 0)
            return;
        Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task Memory_that_is_freed_on_one_branch() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        if (flag)
            Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task Memory_that_is_not_freed_before_a_throw() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        if (Native.Fill(p, size) < 0)
            throw new InvalidOperationException();
        Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task Memory_that_a_loop_skips_over() => MemoryCode.InMethod(
        """
        for (int i = 0; i < size; i++)
        {
            IntPtr p = {|RH4001:Marshal.AllocHGlobal(16)|};
            if (Native.Fill(p, i) == 0)
                continue;
            Marshal.FreeHGlobal(p);
        }
        """);

    [Fact]
    public Task A_variable_that_gets_other_memory() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        {|RH4001:p|} = Marshal.AllocHGlobal(size * 2);
        Marshal.FreeHGlobal(p);
        """);

    [Fact]
    public Task A_variable_that_is_reset() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        Native.Fill(p, size);
        p = IntPtr.Zero;
        """);

    [Fact]
    public Task What_nothing_keeps() => MemoryCode.InMethod("{|RH4001:Marshal.AllocHGlobal(size)|};");

    [Fact]
    public Task What_only_an_argument_is() => MemoryCode.InMethod("Native.Fill({|RH4001:Marshal.StringToHGlobalAnsi(text)|}, size);");

    [Fact]
    public Task Memory_that_is_only_seen_through_a_span() => MemoryCode.InMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        var span = new Span<byte>((void*)p, size);
        span.Clear();
        stream.Write(span);
        """);

    [Fact]
    public Task Memory_under_the_name_of_a_pointer() => MemoryCode.InMethod(
        """
        byte* p = (byte*){|RH4001:Marshal.AllocHGlobal(size)|};
        p[0] = 1;
        *p = 2;
        """);

    [Fact]
    public Task Memory_in_a_lambda() => MemoryCode.InMethod(
        """
        Action action = () =>
        {
            IntPtr p = {|RH4001:Marshal.AllocHGlobal(16)|};
            Native.Fill(p, 16);
        };
        action();
        """);

    [Fact]
    public Task Memory_in_a_local_function() => MemoryCode.InMethod(
        """
        Local();
        void Local()
        {
            IntPtr p = {|RH4001:Marshal.AllocHGlobal(16)|};
            Native.Fill(p, 16);
        }
        """);

    [Fact]
    public Task Memory_in_an_async_method() => MemoryCode.InAsyncMethod(
        """
        IntPtr p = {|RH4001:Marshal.AllocHGlobal(size)|};
        await stream.FlushAsync();
        Native.Fill(p, size);
        """);

    [Fact]
    public Task Memory_that_is_reallocated_and_forgotten() => MemoryCode.InMethod(
        """
        IntPtr p = Marshal.AllocHGlobal(size);
        p = {|RH4001:Marshal.ReAllocHGlobal(p, (nint)(size * 2))|};
        Native.Fill(p, size);
        """);

    [Fact]
    public Task Memory_from_a_wrapper_of_the_project() => MemoryCode.InClass(
        """
        static nint Allocate(int size)
        {
            nint p = Marshal.AllocHGlobal(size);
            Native.Fill(p, size);
            return p;
        }

        void M()
        {
            nint p = {|RH4001:Allocate(16)|};
            Native.Fill(p, 16);
        }
        """);

    [Fact]
    public Task Memory_from_a_wrapper_with_an_out_parameter() => MemoryCode.InClass(
        """
        static bool TryAllocate(int size, out nint p)
        {
            p = Marshal.AllocHGlobal(size);
            return true;
        }

        void M()
        {
            if (TryAllocate(16, {|RH4001:out nint p|}))
                Native.Fill(p, 16);
        }
        """);

    [Fact]
    public Task Memory_that_a_source_method_only_reads() => MemoryCode.InClass(
        """
        static int First(nint p) => Marshal.ReadInt32(p);

        void M()
        {
            nint p = {|RH4001:Marshal.AllocHGlobal(16)|};
            Console.WriteLine(First(p));
        }
        """);

    [Fact]
    public Task Memory_that_is_held_across_a_yield_return() => MemoryCode.InFile(
        """
        class C
        {
            IEnumerable<byte> Bytes(int size)
            {
                nint memory = {|RH4001:Marshal.AllocHGlobal(size)|};
                for (int i = 0; i < size; i++)
                    yield return Marshal.ReadByte(memory + i);
                Marshal.FreeHGlobal(memory);
            }
        }
        """);
}
