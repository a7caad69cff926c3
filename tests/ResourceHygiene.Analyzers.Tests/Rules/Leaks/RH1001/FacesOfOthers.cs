namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>An object that is made around what somebody else owns, and releases nothing but that.</summary>
public sealed class FacesOfOthers
{
    private const string Pooled =
        """
        class Pool : IDisposable
        {
            private readonly FileStream _file = File.OpenRead("a");
            public void Write(byte[] data) => _file.Write(data);
            public void Dispose() => _file.Dispose();
        }

        abstract class Output : IDisposable
        {
            public abstract void Write(byte[] data);
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            protected abstract void Dispose(bool disposing);
        }

        class PoolOutput : Output
        {
            private readonly Pool _pool;
            public PoolOutput(Pool pool) { _pool = pool ?? throw new ArgumentNullException(nameof(pool)); }
            public override void Write(byte[] data) => _pool.Write(data);
            protected override void Dispose(bool disposing) { RELEASE }
        }


        """;

    [Fact]
    public Task A_client_on_a_shared_handler() => LeakCode.InFile(
        """
        static class Clients
        {
            private static readonly Lazy<HttpMessageHandler> s_handler = new(() => new SocketsHttpHandler());
            private static readonly HttpMessageHandler s_other = new SocketsHttpHandler();
            public static HttpClient Create() => new HttpClient(s_handler.Value, false);
            public static HttpClient CreateOther() { return new HttpClient(s_other, disposeHandler: false); }
            public static HttpClient CreateOwn() => new HttpClient(new SocketsHttpHandler(), true);
            public static HttpClient CreateAround(Func<HttpMessageHandler> make) => new HttpClient(make(), true);
        }

        class C
        {
            Task<string> M() { var client = Clients.Create(); return client.GetStringAsync("a"); }
            Task<string> M2() { var client = Clients.CreateOther(); return client.GetStringAsync("a"); }
            async Task<string> M3() { var client = [|Clients.CreateOwn()|]; return await client.GetStringAsync("a"); }
            async Task<string> M4() { var client = [|Clients.CreateAround(() => new SocketsHttpHandler())|]; return await client.GetStringAsync("a"); }
        }
        """);

    [Theory]
    [InlineData("if (disposing) { _pool.Dispose(); }")]
    [InlineData("if (disposing) _pool?.Dispose();")]
    public Task A_wrapper_that_releases_only_what_it_was_given(string release) => LeakCode.InFile(Pooled.Replace("RELEASE", release, StringComparison.Ordinal) +
        """
        class C
        {
            Pool ToPool(byte[] data)
            {
                var pool = new Pool();
                var output = new PoolOutput(pool);
                output.Write(data);
                return pool;
            }

            void Write(Pool pool, byte[] data)
            {
                var output = new PoolOutput(pool);
                output.Write(data);
            }

            void Lose(byte[] data)
            {
                var output = [|new PoolOutput(new Pool())|];
                output.Write(data);
            }
        }
        """);

    [Theory]
    [InlineData("if (disposing) { _pool.Write(new byte[1]); _pool.Dispose(); }")]
    [InlineData("if (disposing) { _pool.Dispose(); _file.Dispose(); } } private readonly FileStream _file = File.OpenRead(\"b\"); void More() {")]
    public Task A_wrapper_that_does_something_of_its_own(string release) => LeakCode.InFile(Pooled.Replace("RELEASE", release, StringComparison.Ordinal) +
        """
        class C
        {
            void Write(Pool pool, byte[] data)
            {
                var output = [|new PoolOutput(pool)|];
                output.Write(data);
            }
        }
        """);

    [Theory]
    [InlineData("_http = http!;", "new Client(http)")]
    [InlineData("_http = http ?? throw new ArgumentNullException(nameof(http));", "new Client(http)")]
    [InlineData("http ??= new HttpClient(); _http = http;", "[|new Client()|]")]
    [InlineData("if (http is null) http = new HttpClient(); _http = http;", "[|new Client()|]")]
    [InlineData("_http = http!; Replace(ref _http);", "[|new Client(http)|]")]
    [InlineData("_http = http!; (_http, _) = (new HttpClient(), 1);", "[|new Client(http)|]")]
    public Task A_wrapper_whose_constructor_may_put_something_else_there(string constructor, string creation) => LeakCode.InFile(
        $$"""
        class Client : IDisposable
        {
            private HttpClient _http;
            public Client(HttpClient? http = null) { {{constructor}} }
            public Client(int seconds) : this(new HttpClient { Timeout = TimeSpan.FromSeconds(seconds) }) { }
            public string Get() => _http.GetStringAsync("a").Result;
            public void Dispose() => _http.Dispose();
            private static void Replace(ref HttpClient http) => http = new HttpClient();
        }

        class C
        {
            string M(HttpClient http) { var client = {{creation}}; return client.Get(); }
            string M2() { var client = [|new Client(5)|]; return client.Get(); }
        }
        """);

    [Fact]
    public Task A_wrapper_that_also_releases_by_a_Dispose_of_its_own() => LeakCode.InFile(
        """
        class Client : IDisposable
        {
            private readonly HttpClient _http;
            private FileStream? _log;
            public Client(HttpClient http) { _http = http; }
            public string Get() { _log ??= File.OpenRead("a"); return _http.GetStringAsync("a").Result; }
            public void Dispose() { Dispose(_log); _http.Dispose(); }
            private static void Dispose(FileStream? log) => log?.Dispose();
        }

        class C
        {
            string M(HttpClient http) { var client = [|new Client(http)|]; return client.Get(); }
        }
        """);

    [Fact]
    public Task A_certificate_that_a_context_keeps() => LeakCode.InFile(
        """
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class C
        {
            SslClientAuthenticationOptions M(SslClientAuthenticationOptions options)
            {
                var leaf = X509CertificateLoader.LoadPkcs12FromFile("a", null);
                options.ClientCertificateContext = SslStreamCertificateContext.Create(leaf, null);
                return options;
            }

            string M2()
            {
                var leaf = [|X509CertificateLoader.LoadPkcs12FromFile("a", null)|];
                return leaf.Subject;
            }
        }
        """);

    [Fact]
    public Task Kept_by_way_of_a_part_that_knows_it() => LeakCode.InFile(
        """
        abstract class Context { public abstract Reader Reader { get; } }
        sealed class OwnContext : Context { private readonly Reader _reader; public OwnContext(Reader reader) => _reader = reader; public override Reader Reader => _reader; }

        class Reader : IDisposable
        {
            private readonly FileStream _file = File.OpenRead("a");
            private Context? _context;
            public Context Context => _context ??= new OwnContext(this);
            public string Name = "";
            public void Dispose() => _file.Dispose();
        }

        class Searcher
        {
            private readonly Context _context;
            public Searcher(Reader? reader) : this(reader?.Context!) { }
            public Searcher(Context context) => _context = context;
            public int Count() => _context.GetHashCode();
        }

        class Labels
        {
            private readonly string _name;
            public Labels(Reader reader) => _name = reader.Name;
            public int Count() => _name.Length;
        }

        class Factory { public virtual Searcher Make(Reader reader) => new Searcher(reader); }

        class C
        {
            Searcher M() { var reader = new Reader(); return new Searcher(reader); }
            Searcher M2(Factory factory) => Get(factory, new Reader());
            private Context? _kept;
            void M4() { var reader = [|new Reader()|]; _kept = reader.Context; }
            Labels M3() { var reader = [|new Reader()|]; return new Labels(reader); }

            private static Searcher Get(Factory factory, Reader reader)
            {
                Searcher searcher = factory.Make(reader);
                return searcher ?? throw new InvalidOperationException();
            }
        }
        """);
}
