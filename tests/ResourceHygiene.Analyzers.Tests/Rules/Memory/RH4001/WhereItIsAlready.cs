namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Memory that leaves as a reference, and memory mapped over what is there.</summary>
public sealed class WhereItIsAlready
{
    [Fact]
    public Task Returned_as_a_reference() => MemoryCode.InClass(
        """
        ref byte M(int size)
        {
            var memory = NativeMemory.Alloc((nuint)size);
            return ref Unsafe.AsRef<byte>(memory);
        }

        byte M2(int size)
        {
            var memory = {|RH4001:NativeMemory.Alloc((nuint)size)|};
            return Unsafe.AsRef<byte>(memory);
        }

        int M3()
        {
            var memory = {|RH4001:NativeMemory.Alloc(8)|};
            ref int number = ref Unsafe.AsRef<int>(memory);
            number = 3;
            return number + 1;
        }
        """);

    [Fact]
    public Task Mapped_at_an_address() => MemoryCode.InClass(
        """
        [DllImport("libc")] private static extern IntPtr mmap(IntPtr address, nuint size, int access, int flags, int file, long offset);

        void M(IntPtr at, nuint size) => mmap(at, size, 1, 0x10, -1, 0);

        void M2(IntPtr at, nuint size)
        {
            mmap(at, size, 1, 0x10, -1, 0);
        }

        void M3(nuint size)
        {
            {|RH4001:mmap(IntPtr.Zero, size, 1, 2, -1, 0)|};
        }
        """);
}
