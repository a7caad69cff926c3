namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>What is only copied from is released by nobody who has the copy.</summary>
public sealed class DiagnosticsCopies
{
    // A part of the class, and members that make a copy.
    private static Task WithCopy(string copying, string use) => LeakCode.InFile(
        $$"""
        sealed class Options { public int Width { get; set; } public Options Copy() => new() { Width = Width }; }

        static class Rows { public static void Copy(byte[] source, byte[] target) => source.CopyTo(target, 0); }

        sealed class Sheet : IDisposable
        {
            private readonly FileStream _file = File.Create("sheet");
            private readonly byte[] _rows;
            private readonly Options _options;
            public Sheet(int width) { _rows = new byte[width]; _options = new Options { Width = width }; }
            private Sheet(int width, Options options) : this(width) { _options = options; }
            {{copying}}
            public int Width => _rows.Length;
            public void Dispose() => _file.Dispose();
        }

        sealed class Book : IDisposable
        {
            private readonly List<Sheet> _sheets = new();
            public Sheet AddCopyOf(Sheet sheet) { var copy = sheet.Copied(2); _sheets.Add(copy); return copy; }
            public void Dispose() { foreach (var sheet in _sheets) sheet.Dispose(); }
        }

        class C
        {
            {{use}}
        }
        """);

    private const string ByConstructor =
        """
        public Sheet(int quality, Sheet other) : this(other.Width, other._options.Copy())
        {
            ArgumentNullException.ThrowIfNull(other);
            other._rows.CopyTo(_rows, 0);
            if (quality > 3 && other._options is not null) Rows.Copy(other._rows, _rows);
        }

        public Sheet Copied(int quality) => new Sheet(quality, this);
        """;

    private const string ByMethod =
        """
        public Sheet Copied(int quality)
        {
            var copy = new Sheet(quality);
            _rows.CopyTo(copy._rows, 0);
            return copy;
        }
        """;

    [Theory]
    [InlineData(ByConstructor)]
    [InlineData(ByMethod)]
    public Task What_a_copy_is_asked_of(string copying) => WithCopy(copying, "Sheet M() => {|RH1004:new Sheet(3)|}.Copied(2);");

    [Theory]
    [InlineData(ByConstructor)]
    [InlineData(ByMethod)]
    public Task What_a_method_only_copies(string copying) => WithCopy(copying, "void M(Book book) => book.AddCopyOf({|RH1004:new Sheet(3)|});");

    [Fact]
    public Task What_a_constructor_copies() => WithCopy(ByConstructor, "Sheet M() => new Sheet(1, {|RH1004:new Sheet(3)|});");

    [Fact]
    public Task A_variable_that_is_copied_from() => WithCopy(ByConstructor, "Sheet M() { var sheet = {|RH1001:new Sheet(3)|}; return sheet.Copied(2); }");

    [Theory]
    [InlineData("_options = other._options;")]
    [InlineData("_tags = other._options.Inner.Tags.Count; other.Tell(_lengths, _names);")]
    [InlineData("_born = other._born; _name = other._name; _id = other._id; _tags = other._tags ?? 0;")]
    public Task Data_that_holds_data(string statement) => LeakCode.InFile(
        $$"""
        enum Shape { Round }
        sealed class Inner { public List<string> Tags { get; } = new(); public Options? Around { get; set; } public Shape Shape { get; set; } public double[][] Rows { get; set; } = new double[0][]; }
        sealed class Options { public Inner Inner { get; } = new(); public decimal? Price { get; set; } public Dictionary<string, TimeSpan> Spans { get; } = new(); }

        sealed class Sheet : IDisposable
        {
            private readonly FileStream _file = File.Create("sheet");
            private readonly Options _options = new();
            private readonly DateTime _born;
            private readonly Guid _id;
            private readonly string _name = "a";
            private readonly int? _tags;
            private readonly int[] _lengths = new int[3];
            private readonly List<string> _names = new();
            private bool _isDisposed;
            public Sheet() { }
            private Sheet(Sheet other) { if (other._isDisposed) throw new ObjectDisposedException("a"); {{statement}} }
            private void Tell(int[] lengths, List<string> names) { lengths[0] = _lengths[0]; names.AddRange(_names); }
            public Sheet Copied() => new Sheet(this);
            public void Dispose() { if (_isDisposed) return; _isDisposed = true; _file.Dispose(); }
        }

        class C { Sheet M() => {|RH1004:new Sheet()|}.Copied(); }
        """);
}
