namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>What a release leaves alone may be asked for after it.</summary>
public sealed class WhatStays
{
    [Theory]
    [InlineData("return point.Version;")]
    [InlineData("point.OnError(new Exception()); return 1;")]
    [InlineData("return point.Info.Number;")]
    [InlineData("Console.WriteLine(point); return string.Format(\"{0}\", point).Length;")]
    [InlineData("point.Next = null; return 1;")]
    [InlineData("point.WaitForDisposal(5); return 1;")]
    [InlineData("point.Abort(); return 1;")]
    public Task Asked_for(string use) => ReleaseCode.InFile(Point + $"class C {{ int M(Point point) {{ point.Dispose(); {use} }} }}");

    [Theory]
    [InlineData("return {|RH3003:point|}.Data!.Length;")]
    [InlineData("return {|RH3003:point|}.Count;")]
    [InlineData("return {|RH3003:point|}.File.ReadByte();")]
    [InlineData("{|RH3003:point|}.Next = new object(); return 1;")]
    [InlineData("{|RH3003:point|}.WaitForData(5); return 1;")]
    public Task Gone_with_the_release(string use) => ReleaseCode.InFile(Point + $"class C {{ int M(Point point) {{ point.Dispose(); {use} }} }}");

    [Theory]
    [InlineData("GC.SuppressFinalize(this);", false)]
    [InlineData("Dispose(true);", false)]
    [InlineData("s_pool.Add(this);", true)]
    [InlineData("s_pool.Remove(this);", false)]
    [InlineData("Reset();", true)]
    [InlineData("this.Reset();", true)]
    [InlineData("Forward();", true)]
    [InlineData("Check();", false)]
    [InlineData("Math.Max(1, 2); Check(3);", false)]
    public Task Of_an_object_that_its_disposer_hands_on(string release, bool isGone)
    {
        string message = isGone ? "{|RH3003:message|}" : "message";
        return ReleaseCode.InFile(
            $$"""
            class Message : IDisposable
            {
                private static readonly List<Message> s_pool = new();
                private readonly FileStream _file = File.OpenRead("a");
                private bool _isDisposed;
                public int Length;
                public int Size { get; private set; }
                public bool IsEmpty => Length == 0 && !_isDisposed;
                public void Dispose() { _file.Dispose(); {{release}} }
                private void Dispose(bool disposing) { if (disposing) _isDisposed = true; }
                private void Reset() { Length = 0; Size = 0; }
                private void Forward() => Reset();
                private void Check() { if (_isDisposed) throw new InvalidOperationException(); }
                private static void Check(int code) { }
            }

            class C
            {
                int M(Message message) { message.Dispose(); return {{message}}.Length; }
                int M2(Message message) { message.Dispose(); return {{message}}.Size; }
            }
            """);
    }

    [Fact]
    public Task A_number_that_was_an_address() => ReleaseCode.InFile(
        """
        static class C
        {
            [DllImport("kernel32")] private static extern bool VirtualFree(nint address, nint size, int type);
            private static ulong M(ulong address) => VirtualFree((IntPtr)address, 8, 3) ? address + 1 : 0;
            private static nint M2(nint address) { VirtualFree(address, 8, 3); Fill({|RH3003:address|}); return 1; }
            [DllImport("some")] private static extern void Fill(nint address);
        }
        """);

    private const string Point =
        """
        #nullable disable
        struct Info { public int Number; }

        class Point : IDisposable
        {
            public int Version;
            public Info Info;
            public int Count;
            public byte[] Data = new byte[1];
            public readonly Action<Exception> OnError = static _ => { };
            public readonly FileStream File = System.IO.File.OpenRead("a");
            private readonly ManualResetEvent _done = new(false);
            public object Next { get => _done; set => File.WriteByte(1); }
            public void WaitForDisposal(int milliseconds) => _done.WaitOne(milliseconds);
            public void WaitForData(int milliseconds) => _done.WaitOne(milliseconds);
            public void Abort() => _done.Set();
            public void Dispose() { File.Dispose(); Data = null; Count = 0; }
        }


        """;

    [Theory]
    [InlineData("if (_sum != null) Store(_sum.Result);", false)]
    [InlineData("if (_sum is null) return; Store(this._sum.Result);", false)]
    [InlineData("_sum?.Clear();", true)]
    [InlineData("Pass(_sum);", true)]
    [InlineData("_sum = null;", true)]
    [InlineData("var sum = _sum; sum!.Clear();", true)]
    public Task Read_by_the_disposer(string release, bool isGone)
    {
        string writer = isGone ? "{|RH3003:writer|}" : "writer";
        return ReleaseCode.InFile(
            $$"""
            class Sum { public int Result => 5; public void Clear() { } }
            class Writer : IDisposable
            {
                private readonly FileStream _file = File.OpenRead("a");
                private Sum? _sum = new();
                public int Check => _sum?.Result ?? 0;
                public void Dispose() { {{release}} _file.Dispose(); }
                private static void Store(int number) { }
                private static void Pass(Sum? sum) { }
            }

            class C
            {
                int M(Writer writer) { writer.Dispose(); return {{writer}}.Check; }
            }
            """);
    }

    [Theory]
    [InlineData("nint Pointer", "Pointer", "Free(_state.Pointer);", true)]
    [InlineData("nint Pointer", "Pointer", "nint pointer = _state.Pointer; Free(pointer);", true)]
    [InlineData("byte[]? Array", "Array", "ArrayPool<byte>.Shared.Return(_state.Array!);", true)]
    [InlineData("List<Stream> Items", "Items", "foreach (var item in _state.Items) item.Dispose();", true)]
    [InlineData("Stream? Source", "Source!.ToString()", "Pass(_state.Source);", true)]
    [InlineData("int Count", "Count", "_state.Count--;", true)]
    [InlineData("int Count", "Count", "--_state.Count;", true)]
    [InlineData("int Count", "Count", "Interlocked.Exchange(ref _state.Count, 0);", true)]
    [InlineData("int Count", "Count", "Close(_state.Count);", true)]
    [InlineData("int Count", "Count", "Store(_state.Count);", false)]
    [InlineData("List<Stream> Items", "Items", "Store(_state.Count);", false)]
    public Task Of_a_part_that_the_disposer_reads(string property, string read, string release, bool isGone)
    {
        string name = property[(property.LastIndexOf(' ') + 1)..];
        string image = isGone ? "{|RH3003:image|}" : "image";
        return ReleaseCode.InFile(
            $$"""
            using System.Buffers;
            class State { public nint Pointer; public byte[]? Array; public int Count; public List<Stream> Items = new(); public Stream? Source; }
            class Image : IDisposable
            {
                private readonly FileStream _file = File.OpenRead("a");
                private readonly State _state = new();
                public {{property}} => _state.{{name}};
                public void Dispose() { {{release}} _file.Dispose(); }
                private static void Free(nint pointer) { }
                private static void Close(int descriptor) { }
                private static void Store(int number) { }
                private static void Pass(Stream? stream) { }
            }

            class C
            {
                void M(Image image) { image.Dispose(); Console.WriteLine({{image}}.{{read}}); }
            }
            """);
    }
}
