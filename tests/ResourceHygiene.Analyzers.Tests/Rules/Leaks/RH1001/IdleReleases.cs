namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A Dispose by the pattern that only remembers that it ran: an object of exactly that class has nothing to release.</summary>
public sealed class IdleReleases
{
    [Theory]
    [InlineData("if (_isDisposed) { return; } if (disposing) { _isDisposed = true; }", "", false)]
    [InlineData("", "", false)]
    [InlineData("_isDisposed = true;", "~Key() { Dispose(false); }", false)]
    [InlineData("if (!_isDisposed && disposing) _file?.Dispose(); _isDisposed = true;", "", true)]
    [InlineData("_isRunning = false;", "private bool _isRunning = true; public Key() => new Thread(() => { while (_isRunning) Thread.Sleep(1); }).Start();", true)]
    [InlineData("_isDisposed = true;", "public bool IsDisposed => _isDisposed;", false)]
    [InlineData("_isDisposed = true;", "public Key() => new Thread(() => { while (!_isDisposed) Thread.Sleep(1); }).Start();", true)]
    [InlineData("_isDisposed = true;", "public Key() => new Thread(Run).Start(); private void Run() { for (; ; ) { if (_isDisposed) return; Thread.Sleep(1); } }", true)]
    [InlineData("_isDisposed = true;", "public bool IsDisposed => _isDisposed; public Key() => new Thread(Run).Start(); private void Run() { while (!IsDisposed) Thread.Sleep(1); }", true)]
    [InlineData("IsClosed = true;", "public bool IsClosed { get; private set; }", false)]
    [InlineData("IsClosed = true;", "private bool IsClosed { set { if (value) _file?.Dispose(); } }", true)]
    [InlineData("if (System.Threading.Interlocked.Exchange(ref _file, null) is { } file) _isDisposed = true;", "", true)]
    public Task Of_an_open_class(string release, string members, bool isOwed) => LeakCode.InFile(
        $$"""
        #pragma warning disable CS0169, CS0414, CS0649
        class Key : IDisposable
        {
            private bool _isDisposed;
            private FileStream? _file;
            {{members}}
            public int Size() => 1;
            public void Dispose() { Dispose(disposing: true); GC.SuppressFinalize(this); }
            protected virtual void Dispose(bool disposing) { {{release}} }
        }

        class FileKey : Key
        {
            private readonly FileStream _other = File.OpenRead("a");
            protected override void Dispose(bool disposing) { _other.Dispose(); base.Dispose(disposing); }
        }

        class C
        {
            int M() { var key = {{(isOwed ? "[|new Key()|]" : "new Key()")}}; return key.Size(); }
            int M2() { var key = [|new FileKey()|]; return key.Size(); }
        }
        """);

    [Theory]
    [InlineData("public void Dispose() => Dispose(true); private void Dispose(bool disposing) { if (disposing) { } }", false)]
    [InlineData("public void Dispose() => Dispose(ref _file); private static void Dispose(ref FileStream? file) { file?.Dispose(); file = null; }", true)]
    [InlineData("public void Dispose() => Dispose(_file); private static void Dispose(FileStream? file) => file?.Dispose();", true)]
    [InlineData("public void Dispose() => this.Dispose(_file); private void Dispose(FileStream? file) => file?.Dispose();", true)]
    [InlineData("public void Dispose() => Dispose(true); private static void Dispose(bool all) { if (all) s_all.Clear(); } private static readonly List<int> s_all = new();", true)]
    public Task That_calls_another_Dispose(string members, bool isOwed) => LeakCode.InFile(
        $$"""
        sealed class Holder : IDisposable
        {
            private FileStream? _file;
            public void Open() => _file ??= File.OpenRead("a");
            {{members}}
        }

        class C
        {
            void M() { var holder = {{(isOwed ? "[|new Holder()|]" : "new Holder()")}}; holder.Open(); }
        }
        """);

    [Theory]
    [InlineData("", false)]
    [InlineData("_buffer.Dispose();", true)]
    public Task Of_a_class_whose_base_leaves_it_to_it(string release, bool isOwed) => LeakCode.InFile(
        $$"""
        using System.Buffers;

        class Pool : MemoryPool<byte>
        {
            private readonly MemoryStream _buffer = new();
            public override int MaxBufferSize => (int)_buffer.Length;
            public override IMemoryOwner<byte> Rent(int size = -1) => throw new NotSupportedException();
            protected override void Dispose(bool disposing) { {{release}} }
        }

        class C
        {
            int M() { var pool = {{(isOwed ? "[|new Pool()|]" : "new Pool()")}}; return pool.MaxBufferSize; }
        }
        """);
}
