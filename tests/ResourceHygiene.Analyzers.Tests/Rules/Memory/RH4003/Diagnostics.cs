namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4003;

/// <summary>Pins and strong handles that nobody lets go.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("GCHandle.Alloc(data, GCHandleType.Pinned)")]
    [InlineData("GCHandle.Alloc(text)")]
    [InlineData("GCHandle.Alloc(data, GCHandleType.Weak)")]
    public Task Never_freed(string allocation) => MemoryCode.InMethod(
        $"GCHandle handle = {{|RH4003:{allocation}|}}; Console.WriteLine(handle.Target);");

    [Fact]
    public Task A_pin_whose_address_is_passed_on() => MemoryCode.InMethod(
        """
        GCHandle handle = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};
        Native.Fill(handle.AddrOfPinnedObject(), data.Length);
        """);

    [Fact]
    public Task A_pin_that_an_early_return_forgets() => MemoryCode.InMethod(
        """
        GCHandle handle = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};
        if (Native.Fill(handle.AddrOfPinnedObject(), data.Length) != 0)
            return;
        handle.Free();
        """);

    [Fact]
    public Task A_pin_that_is_overwritten() => MemoryCode.InMethod(
        """
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        {|RH4003:handle|} = GCHandle.Alloc(text, GCHandleType.Pinned);
        handle.Free();
        """);

    [Fact]
    public Task A_pin_that_nothing_keeps() => MemoryCode.InMethod("{|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|}.AddrOfPinnedObject();");

    [Theory]
    [InlineData("_address = handle.AddrOfPinnedObject(); return 0;")]
    [InlineData("_address = handle.AddrOfPinnedObject() + 8; return 0;")]
    [InlineData("return handle.AddrOfPinnedObject();")]
    [InlineData("nint address = handle.AddrOfPinnedObject(); _all.Add(address); return address;")]
    public Task A_pin_of_which_only_the_address_is_kept(string statements) => MemoryCode.InClass(
        $$"""
        private nint _address;
        private readonly List<nint> _all = new();
        nint M(byte[] data) { GCHandle handle = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|}; {{statements}} }
        nint N(byte[] data) => {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|}.AddrOfPinnedObject();
        """);

    [Fact]
    public Task A_pin_from_a_helper() => MemoryCode.InClass(
        """
        static GCHandle Pin(byte[] data) => GCHandle.Alloc(data, GCHandleType.Pinned);

        void M(byte[] data)
        {
            var handle = {|RH4003:Pin(data)|};
            Native.Fill(handle.AddrOfPinnedObject(), 1);
        }
        """);

    [Fact]
    public Task A_pin_in_a_loop() => MemoryCode.InMethod(
        """
        foreach (char _ in text)
        {
            var handle = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};
            if (Native.Fill(handle.AddrOfPinnedObject(), 1) == 0)
                break;
            handle.Free();
        }
        """);

    [Fact]
    public Task A_pin_that_is_held_across_a_yield_return() => MemoryCode.InFile(
        """
        class C
        {
            IEnumerable<nint> Addresses(byte[] data)
            {
                var handle = {|RH4003:GCHandle.Alloc(data, GCHandleType.Pinned)|};
                for (int i = 0; i < data.Length; i++)
                    yield return handle.AddrOfPinnedObject() + i;
                handle.Free();
            }
        }
        """);
}
