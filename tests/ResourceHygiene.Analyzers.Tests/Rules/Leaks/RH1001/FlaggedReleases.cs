namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A type whose Dispose does something only if its constructor was told so.</summary>
public sealed class FlaggedReleases
{
    private const string Buffer =
        """
        readonly struct Buffer : IDisposable
        {
            private readonly byte[] _bytes;
            private readonly bool _isPooled;
            public Buffer(byte[] bytes, bool isPooled = false) { _bytes = bytes; _isPooled = isPooled; }
            public Buffer(int size) : this(System.Buffers.ArrayPool<byte>.Shared.Rent(size), true) { }
            public Buffer(string text) : this(System.Text.Encoding.UTF8.GetBytes(text)) { }
            public int Length => _bytes.Length;
            public void Dispose() { if (_isPooled && _bytes is not null) System.Buffers.ArrayPool<byte>.Shared.Return(_bytes); }
        }


        """;

    [Theory]
    [InlineData("new Buffer(bytes)")]
    [InlineData("new Buffer(bytes, false)")]
    [InlineData("new Buffer(isPooled: false, bytes: bytes)")]
    [InlineData("new Buffer(\"text\")")]
    [InlineData("[|new Buffer(bytes, true)|]")]
    [InlineData("[|new Buffer(bytes, flag)|]")]
    [InlineData("[|new Buffer(9)|]")]
    public Task The_flag_decides(string creation) => LeakCode.InFile(Buffer + $"class C {{ int M(byte[] bytes, bool flag) {{ var one = {creation}; return one.Length; }} }}");

    [Theory]
    [InlineData("if (!_owns) return; Inner.Dispose();", "private readonly bool _owns = true; public Lease(bool owns) => _owns = owns;")]
    [InlineData("if (_owns) { Inner.Dispose(); } GC.SuppressFinalize(this);", "private bool _owns; public Lease(bool owns) { _owns = owns; }")]
    [InlineData("if (Owns) Inner.Dispose();", "public bool Owns { get; } public Lease(bool owns) => Owns = owns;")]
    [InlineData("if (_leavesOpen || Inner is null) return; Inner.Dispose();", "private readonly bool _leavesOpen; public Lease(bool owns) => _leavesOpen = !owns;")]
    [InlineData("if (!_isDisposed && _owns) Inner.Dispose(); _isDisposed = true;", "private readonly bool _owns; private bool _isDisposed; public Lease(bool owns) => _owns = owns;")]
    [InlineData("if (_isDisposed) return; _isDisposed = true; if (_owns) Inner.Dispose();", "private readonly bool _owns; private bool _isDisposed; public Lease(bool owns) => _owns = owns;")]
    [InlineData("Dispose(true); GC.SuppressFinalize(this);", "private readonly bool _owns; public Lease(bool owns) => _owns = owns; private void Dispose(bool disposing) { if (disposing) { if (_owns) Inner.Dispose(); } }")]
    public Task In_any_wording(string dispose, string members) => LeakCode.InFile(
        $$"""
        sealed class Lease : IDisposable
        {
            public Resource Inner { get; } = Shared;
            private static readonly Resource Shared = new();
            {{members}}
            public void Dispose() { {{dispose}} }
        }
        class C
        {
            void Borrowed() { var one = new Lease(false); one.Inner.Use(); }
            void Owned() { var one = [|new Lease(true)|]; one.Inner.Use(); }
        }
        """);

    [Theory]
    [InlineData("if (_owns) _inner.Dispose(); _other.Dispose();", "private readonly bool _owns; public Lease(bool owns) => _owns = owns;")]
    [InlineData("if (_owns) _inner.Dispose(); else _other.Dispose();", "private readonly bool _owns; public Lease(bool owns) => _owns = owns;")]
    [InlineData("if (_owns || _other.Name == \"a\") _inner.Dispose();", "private readonly bool _owns; public Lease(bool owns) => _owns = owns;")]
    [InlineData("if (_owns) _inner.Dispose();", "private bool _owns; public Lease(bool owns) => _owns = owns; public void Take() => _owns = true;")]
    [InlineData("if (_owns) _inner.Dispose();", "private bool _owns; public Lease(bool owns) => _owns = owns; public void Take() => (_owns, Count) = (true, 1); private int Count;")]
    [InlineData("if (_owns) _inner.Dispose();", "private readonly bool _owns; private readonly int _count; public Lease(bool owns) => (_owns, _count) = (!owns, 1);")]
    [InlineData("if (_owns) _inner.Dispose();", "private readonly bool _owns; public Lease(bool owns) { if (_inner is not null) _owns = owns; }")]
    [InlineData("if (_isDisposed) return; _isDisposed = true; _inner.Dispose();", "private bool _isDisposed; public Lease(bool owns) { }")]
    public Task What_is_not_told_by_the_constructor_alone_is_owed(string dispose, string members) => LeakCode.InFile(
        $$"""
        sealed class Lease : IDisposable
        {
            private readonly Resource _inner = new();
            private readonly Resource _other = new();
            {{members}}
            public void Use() { }
            public void Dispose() { {{dispose}} }
        }
        class C { void M() { var one = [|new Lease(false)|]; one.Use(); } }
        """);
}
