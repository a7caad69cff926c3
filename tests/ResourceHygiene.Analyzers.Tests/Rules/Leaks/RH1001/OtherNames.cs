namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>What ends an object under another name than Dispose, what keeps it after a call, and what is taken out of it.</summary>
public sealed class OtherNames
{
    private const string Counted =
        """
        sealed class Counted : IDisposable
        {
            private int _count = 1;
            private readonly FileStream _file = File.OpenRead("a");
            public long Length => _file.Length;
            public void AddRef() => Interlocked.Increment(ref _count);
            public void Release() { if (Interlocked.Decrement(ref _count) == 0) _file.Dispose(); }
            public void Dispose() { Release(); GC.SuppressFinalize(this); }
        }


        """;

    [Theory]
    [InlineData("var one = new Counted(); Console.WriteLine(one.Length); one.Release();")]
    [InlineData("var one = new Counted(); one.AddRef(); try { Console.WriteLine(one.Length); } finally { one.Release(); one.Release(); }")]
    [InlineData("var one = [|new Counted()|]; one.AddRef(); Console.WriteLine(one.Length);")]
    public Task Dispose_is_that_method(string statements) => LeakCode.InFile(Counted + $"class C {{ void M() {{ {statements} }} }}");

    [Theory]
    [InlineData("Play", "")]
    [InlineData("Prepare", "[|")]
    public Task A_call_after_which_others_keep_it(string method, string mark) => LeakCode.InFile(
        $$"""
        sealed class Engine { public List<Cue> Active { get; } = new(); }
        sealed class Cue : IDisposable
        {
            private readonly Engine _engine;
            private readonly FileStream _file = File.OpenRead("a");
            public Cue(Engine engine) => _engine = engine;
            public void Play() { if (!_engine.Active.Contains(this)) _engine.Active.Add(this); }
            public void Prepare() { _file.Position = 0; }
            public void Dispose() => _file.Dispose();
        }
        class C { void M(Engine engine) { var cue = {{mark}}new Cue(engine){{(mark.Length > 0 ? "|]" : "")}}; cue.{{method}}(); } }
        """);

    [Fact]
    public Task The_only_content_is_taken_out() => LeakCode.InFile(
        """
        sealed class Lookup : IDisposable
        {
            private readonly Resource _found;
            public Lookup(string name) => _found = new Resource { Name = name };
            public Resource Found => _found;
            public void Dispose() => _found.Dispose();
        }
        sealed class Keeper : IDisposable
        {
            private readonly Resource _kept;
            public Keeper(Resource kept) => _kept = kept;
            public void Dispose() => _kept.Dispose();
        }
        class C
        {
            Keeper Handed() { var found = new Lookup("a").Found; return new Keeper(found); }
            void Released() { using var found = new Lookup("a").Found; }
            void Lost() { var found = [|new Lookup("a")|].Found; found.Use(); }
        }
        """);

    [Theory]
    [InlineData("new Block(BlockHandle.Of(pointer))", false)]
    [InlineData("new Block()", true)]
    public Task Around_a_handle_of_somebody_else(string creation, bool isLost) => LeakCode.InFile(
        $$"""
        class BlockHandle : System.Runtime.InteropServices.SafeHandle
        {
            public BlockHandle() : base(IntPtr.Zero, true) { }
            private BlockHandle(IntPtr pointer) : base(pointer, false) { }
            public static BlockHandle Of(IntPtr pointer) => new BlockHandle(pointer);
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() => true;
        }
        sealed class Block : IDisposable
        {
            private readonly BlockHandle _handle;
            public Block() { _handle = new BlockHandle(); }
            public Block(BlockHandle handle) { _handle = handle; }
            public bool IsValid => !_handle.IsInvalid;
            public void Dispose() => _handle.Dispose();
        }
        class C { bool M(IntPtr pointer) { var block = {{(isLost ? "[|" + creation + "|]" : creation)}}; return block.IsValid; } }
        """);
}
