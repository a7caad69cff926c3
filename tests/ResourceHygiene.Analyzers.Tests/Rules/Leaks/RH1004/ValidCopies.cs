namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>What something new is made of and needs, or may need, alive.</summary>
public sealed class ValidCopies
{
    [Theory]
    [InlineData("_source = other;")]
    [InlineData("_rows = other._rows;")]
    [InlineData("_inner = other._inner;")]
    [InlineData("_address = other._address;")]
    [InlineData("_view = other._rows.AsMemory();")]
    [InlineData("_read = () => other.Width;")]
    [InlineData("_part = other.Part;")]
    [InlineData("_parts.Add(other.Part);")]
    [InlineData("other.Tell(this);")]
    [InlineData("Link(this, other);")]
    [InlineData("_rows = Same(other._rows);")]
    public Task A_constructor_that_keeps_something(string statement) => LeakCode.InFile(
        $$"""
        sealed class Part { private readonly Sheet _sheet; public Part(Sheet sheet) { _sheet = sheet; } public int Width => _sheet.Width; }

        sealed class Sheet : IDisposable
        {
            private readonly FileStream _file = File.Create("sheet");
            private readonly List<Part> _parts = new();
            private Sheet? _source;
            private byte[] _rows = new byte[3];
            private Stream? _inner;
            private IntPtr _address;
            private Memory<byte> _view;
            private Func<int>? _read;
            private Part? _part;
            public Sheet() { }
            public Sheet(Sheet other) { {{statement}} }
            public Part Part => new Part(this);
            public int Width => _rows.Length + (_source?.Width ?? 0) + _view.Length + (_read?.Invoke() ?? 0) + (_part?.Width ?? 0) + _parts.Count + (int)_address + (_inner is null ? 0 : 1);
            private void Tell(Sheet other) => other._source = this;
            private static void Link(Sheet one, Sheet other) => one._source = other;
            private static byte[] Same(byte[] rows) => rows;
            public Sheet Copied() => new Sheet(this);
            public void Dispose() => _file.Dispose();
        }

        class C { Sheet M() => new Sheet().Copied(); }
        """);

    [Fact]
    public Task What_is_handed_on_as_an_interface() => LeakCode.InFile(
        """
        sealed class Scope : IDisposable
        {
            private readonly IDisposable _inner;
            public Scope(string path) => _inner = File.OpenRead(path);
            private Scope(IDisposable inner) => _inner = inner;
            public Scope Named() => new Scope(_inner);
            public void Dispose() => _inner.Dispose();
        }

        class C { Scope M() => new Scope("a").Named(); }
        """);

    [Theory]
    [InlineData("_fd", "_fd")]
    [InlineData("Fd", "_fd")]
    [InlineData("(long)this.Fd", "Fd")]
    public Task A_number_that_is_the_handle(string read, string closed) => LeakCode.InFile(
        $$"""
        sealed class FdStream : IDisposable
        {
            private readonly int _fd;
            private readonly FileStream _log = File.Create("log");
            public FdStream(int fd) { _fd = fd; }
            public FdStream(long fd) { _fd = (int)fd; }
            private int Fd => _fd;
            public FdStream AsStream() => new FdStream({{read}});
            [System.Runtime.InteropServices.DllImport("c")] private static extern int close(int fd);
            public void Dispose() { close({{closed}}); _log.Dispose(); }
        }

        class C { FdStream M() => new FdStream(3).AsStream(); }
        """);

    [Theory]
    [InlineData("_streams = new Stream[other._streams.Length]; other._streams.CopyTo(_streams, 0);")]
    [InlineData("Bind(_wire, other);")]
    [InlineData("other.AddPartsTo(_parts);")]
    [InlineData("_count = other.AddedPartsTo(_parts);")]
    [InlineData("Fill(_parts, other);")]
    [InlineData("_held = other._held;")]
    [InlineData("_deep = other._deep;")]
    [InlineData("_rows = other._rows;")]
    [InlineData("_lazy = other._lazy;")]
    [InlineData("_many = other._many;")]
    [InlineData("_list = other._list;")]
    public Task What_comes_along_by_reference(string statement) => LeakCode.InFile(
        $$"""
        sealed class Wire { public Pack? Source { get; set; } }
        sealed class Held { public List<Stream> Streams { get; } = new(); }
        sealed class Deep { public Held Held { get; } = new(); public Deep? Next { get; set; } }
        sealed class Rows { public Stream[] Streams { get; } = new Stream[3]; }
        sealed class Late { public Lazy<byte[]> Rows { get; } = new(() => new byte[3]); }
        sealed class Many { public Dictionary<int, List<Stream>> Streams { get; } = new(); }
        sealed class Streams : List<Stream> { }

        sealed class Pack : IDisposable
        {
            private readonly FileStream _file = File.Create("pack");
            private readonly Stream[] _streams = new Stream[3];
            private readonly Wire _wire = new();
            private readonly List<Wire> _parts = new();
            private readonly int _count;
            private readonly Held _held = new();
            private readonly Deep _deep = new();
            private readonly Rows _rows = new();
            private readonly Late _lazy = new();
            private readonly Many _many = new();
            private readonly Streams _list = new();
            public Pack() { }
            public Pack(Pack other) { {{statement}} }
            private static void Bind(Wire wire, Pack pack) => wire.Source = pack;
            private static void Fill(List<Wire> parts, Pack pack) => parts.Add(new Wire { Source = pack });
            private void AddPartsTo(List<Wire> parts) => parts.Add(new Wire { Source = this });
            private int AddedPartsTo(List<Wire> parts) { parts.Add(new Wire { Source = this }); return _count; }
            public Pack Copied() => new Pack(this);
            public void Dispose() { foreach (var stream in _streams) stream?.Dispose(); _file.Dispose(); }
        }

        class C { Pack M() => new Pack().Copied(); }
        """);

    [Fact]
    public Task A_constructor_that_keeps_what_else_it_is_given() => LeakCode.InFile(
        """
        sealed class Part { public Stream? Stream { get; set; } }

        sealed class Sheet : IDisposable
        {
            private readonly FileStream _file = File.Create("sheet");
            private readonly List<Part> _parts = new();
            private readonly int _width = 3;
            public Sheet() { }
            private Sheet(Sheet other, List<Part> parts) { _width = other._width; _parts = parts; }
            public Sheet Copied() => new Sheet(this, _parts);
            public void Dispose() { foreach (var part in _parts) part.Stream?.Dispose(); _file.Dispose(); }
        }

        class C { Sheet M() => new Sheet().Copied(); }
        """);

    [Fact]
    public Task A_method_that_others_override() => LeakCode.InFile(
        """
        class Sheet : IDisposable
        {
            protected readonly FileStream File = System.IO.File.Create("sheet");
            public virtual Sheet Clone() => new Sheet();
            public void Dispose() => File.Dispose();
        }

        class View : Sheet
        {
            private readonly Sheet? _of;
            public View(Sheet? of) { _of = of; }
            public override Sheet Clone() => new View(_of ?? this);
        }

        class C { Sheet M(bool flag) => (flag ? new View(null) : new Sheet()).Clone(); }
        """);

    [Fact]
    public Task A_method_that_hands_on_what_its_class_was_given() => LeakCode.InFile(
        """
        sealed class Sheet(Resource source) : IDisposable
        {
            private readonly FileStream _file = File.Create("sheet");
            public Sheet Copied() => new Sheet(source);
            public void Dispose() { source.Dispose(); _file.Dispose(); }
        }

        class C { Sheet M(Resource source) => new Sheet(source).Copied(); }
        """);

    [Fact]
    public Task A_member_of_an_extension_block() => LeakCode.InFile(
        """
        readonly struct Scope : IAsyncDisposable
        {
            private readonly Stream _stream;
            public Scope(Stream stream) { _stream = stream; }
            public ValueTask DisposeAsync() => _stream.DisposeAsync();
        }

        static class Scopes { extension(Stream stream) { internal Scope Scoped() => new(stream); } }

        class C
        {
            static Stream Around(Stream stream, bool flag) => flag ? new BufferedStream(stream) : stream;
            async Task M(string path, bool flag)
            {
                var stream = File.OpenRead(path);
                await using var scope = stream.Scoped();
                var around = Around(stream, flag);
                await around.CopyToAsync(Stream.Null);
            }
        }
        """);
}
