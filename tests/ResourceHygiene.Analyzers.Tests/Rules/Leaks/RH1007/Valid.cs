namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1007;

/// <summary>Correct code, and code that is everywhere and not worth a word.</summary>
public sealed class Valid
{
    [Fact]
    public Task A_reader_over_an_opened_file() => TemporaryCode.InMethod("using var reader = new StreamReader(File.OpenRead(path));");

    [Fact]
    public Task A_decompressor_with_a_constant_mode() => TemporaryCode.InMethod(
        "using var zip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);");

    [Fact]
    public Task A_reader_over_a_decompressor_over_a_file() => TemporaryCode.InMethod(
        "using var reader = new StreamReader(new GZipStream(new BufferedStream(File.OpenRead(path)), CompressionMode.Decompress), System.Text.Encoding.UTF8);");

    [Fact]
    public Task An_archive_that_is_written() => TemporaryCode.InMethod(
        "using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);");

    [Fact]
    public Task A_client_over_a_handler() => TemporaryCode.InMethod(
        "using var client = new System.Net.Http.HttpClient(new System.Net.Http.HttpClientHandler { UseCookies = false }) { Timeout = TimeSpan.FromSeconds(3) };");

    [Fact]
    public Task Content_over_a_file() => TemporaryCode.InMethod(
        "using var content = new System.Net.Http.StreamContent(File.OpenRead(path));");

    [Fact]
    public Task Calm_later_arguments() => TemporaryCode.InMethod(
        "using var session = new Session(Connect(), $\"{path}:{Math.Max(1, path.Length)}\".Trim());");

    [Fact]
    public Task The_throwing_argument_comes_first() => TemporaryCode.InFile(
        """
        class Late : IDisposable
        {
            private readonly Resource _resource;
            public Late(string settings, Resource resource) { _resource = resource; }
            public void Dispose() => _resource.Dispose();
        }
        class C { Late M(string path) => new Late(File.ReadAllText(path), new Resource()); }
        """);

    [Fact]
    public Task Named_arguments_written_in_the_safe_order() => TemporaryCode.InMethod(
        "using var session = new Session(settings: Load(path), connection: Connect());");

    [Fact]
    public Task Computed_before_the_acquisition() => TemporaryCode.InMethod(
        """
        string settings = Load(path);
        using var session = new Session(Connect(), settings);
        """);

    [Fact]
    public Task A_lambda_runs_later() => TemporaryCode.InFile(
        """
        class Lazily : IDisposable
        {
            private readonly Resource _resource;
            private readonly Func<string> _text;
            public Lazily(Resource resource, Func<string> text) { _resource = resource; _text = text; }
            public void Dispose() => _resource.Dispose();
        }
        class C { Lazily M(string path) => new Lazily(new Resource(), () => File.ReadAllText(path)); }
        """);

    [Fact]
    public Task A_constructor_that_only_guards_its_arguments() => TemporaryCode.InFile(
        """
        class Guarded : IDisposable
        {
            private readonly Resource _resource;
            public Guarded(Resource resource, string name)
            {
                ArgumentNullException.ThrowIfNull(resource);
                _resource = resource ?? throw new ArgumentNullException(nameof(resource));
                Name = name.Length > 0 ? name : throw new ArgumentException("empty", nameof(name));
            }
            public string Name { get; }
            public void Dispose() => _resource.Dispose();
        }
        class C { Guarded M(string name) => new Guarded(new Resource(), name); }
        """);

    [Fact]
    public Task A_constructor_that_cleans_up_after_itself() => TemporaryCode.InFile(
        """
        class Careful : IDisposable
        {
            private readonly Stream _stream;
            public Careful(Stream stream)
            {
                _stream = stream;
                try { Version = stream.ReadByte(); }
                catch { stream.Dispose(); throw; }
            }
            public int Version { get; }
            public void Dispose() => _stream.Dispose();
        }
        class C { Careful M(string path) => new Careful(File.OpenRead(path)); }
        """);

    [Fact]
    public Task An_argument_that_is_only_borrowed_leaks_anyway() => TemporaryCode.InClass(
        """
        private static int Size(Stream stream, int extra) => (int)stream.Length + extra;
        int M(string path) => Size({|RH1004:File.OpenRead(path)|}, int.Parse(path));
        """);

    [Fact]
    public Task Memory_only() => TemporaryCode.InMethod(
        "using var reader = new BinaryReader(new MemoryStream(), System.Text.Encoding.GetEncoding(path));");

    [Fact]
    public Task An_unknown_wrapper_is_given_the_benefit_of_the_doubt() => TemporaryCode.InClass(
        "object M(string path) => Activator.CreateInstance(typeof(StreamReader), File.OpenRead(path))!;");

    [Fact]
    public Task A_creation_that_is_expected_to_fail() => TemporaryCode.InFile(
        """
        static class Check { public static void Throws(Func<object> action) { } }
        class C { void M(string path) => Check.Throws(() => new Session(new Resource(), File.ReadAllText(path))); }
        """);

    [Fact]
    public Task A_task_that_is_passed_on() => TemporaryCode.InClass(
        """
        private static Task<Stream> OpenAsync(string path) => Task.FromResult<Stream>(File.OpenRead(path));
        private static Task Run(Task<Stream> stream, int size) => stream;
        Task M(string path) => Run(OpenAsync(path), int.Parse(path));
        """);

    [Fact]
    public Task Plain_members() => TemporaryCode.InMethod("using var thing = new Resource { Name = path };");

    [Fact]
    public Task A_wrapper_around_what_has_a_holder() => TemporaryCode.InFile(
        """
        readonly struct Lent : IDisposable
        {
            private readonly Stream _stream;
            private readonly bool _owns;
            public Lent(Stream stream, bool owns) { _stream = stream; _owns = owns; }
            public void Dispose() { if (_owns) _stream.Dispose(); }
        }
        class C
        {
            private static Lent NotOwned(Stream stream) => new Lent(stream, false);
            static Session M(Stream given, string path) => new Session(NotOwned(given), File.ReadAllText(path));
        }
        """);

    [Fact]
    public Task Code_that_does_not_compile() => ExceptionCode.InFile(
        """
        class C { object M(string path) => new {|CS0246:Missing|}(File.OpenRead(path), int.Parse(path)); }
        """);
}
