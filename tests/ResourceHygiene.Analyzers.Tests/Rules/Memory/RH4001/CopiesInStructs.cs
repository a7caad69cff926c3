namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Memory whose address is also in a local struct that a native function reads.</summary>
public sealed class CopiesInStructs
{
    [Fact]
    public Task Freed_only_where_the_call_fails() => InMethod(
        """
        nint memory = {|RH4001:Marshal.AllocHGlobal(size)|};
        Request request = default;
        request.Size = Marshal.SizeOf(request);
        request.Buffer = memory;
        if (Query(ref request) != 0)
        {
            Marshal.FreeHGlobal(memory);
            return;
        }

        Native.Fill(memory, request.Size);
        """);

    [Fact]
    public Task Freed_at_the_end_unless_something_throws() => InMethod(
        """
        nint memory = {|RH4001:Marshal.AllocHGlobal(size)|};
        var request = new Request();
        request.Buffer = memory;
        Native.Check(Query(ref request));
        Marshal.FreeHGlobal(memory);
        """);

    [Theory]
    [InlineData("try { Native.Check(Query(ref request)); } finally { Marshal.FreeHGlobal(memory); }")]
    [InlineData("Query(ref request); Marshal.FreeHGlobal(request.Buffer);")]
    [InlineData("if (Query(ref request) != 0) Marshal.FreeHGlobal(request.Buffer); else s_last = request;")]
    [InlineData("if (Query(ref request) != 0) Marshal.FreeHGlobal(memory); else s_last = request;")]
    [InlineData("if (Query(ref request) != 0) Marshal.FreeHGlobal(memory); else Keep(request);")]
    [InlineData("Query(ref request);")]
    public Task Freed_or_kept(string statements) => InMethod("nint memory = Marshal.AllocHGlobal(size); Request request = default; request.Buffer = memory; " + statements);

    private static Task InMethod(string statements) => MemoryCode.InClass(
        $$"""
        struct Request { public int Size; public nint Buffer; }
        private static Request s_last;
        [DllImport("some")] private static extern int Query(ref Request request);
        private static void Keep(Request request) => s_last = request;
        void M(int size)
        {
            {{statements}}
        }
        """);
}
