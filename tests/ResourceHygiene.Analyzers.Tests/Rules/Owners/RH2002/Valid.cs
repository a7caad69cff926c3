namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2002;

/// <summary>Types that own nothing, are released in another way, or live as long as the process.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("private readonly Resource _given; public Owner(Resource given) => _given = given;")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1);")]
    [InlineData("private readonly CancellationTokenSource _cts = new();")]
    [InlineData("private readonly MemoryStream _buffer = new();")]
    [InlineData("private static readonly HttpClient s_client = new();")]
    [InlineData("private FileStream? _file; public void Open() => _file = File.OpenRead(\"a\"); public void Close() => _file?.Dispose();")]
    [InlineData("private FileStream? _file; public void Start() => _file = File.OpenRead(\"a\"); public void Finish() { using (_file) { } }")]
    [InlineData("public Resource? Held { get; set; } = new();")]
    [InlineData("[Borrowed] private readonly Resource _held = new();")]
    [InlineData("private readonly Resource _held = new(); public Owner() => Api.Take(_held);")]
    [InlineData("private readonly StreamReader _reader; public Owner(Stream stream) => _reader = new StreamReader(stream);")]
    [InlineData("private static readonly Owner s_instance = new(); private readonly FileStream _log = File.OpenRead(\"a\");")]
    [InlineData("private static readonly Lazy<Owner> s_instance = new(() => new Owner()); private readonly FileStream _log = File.OpenRead(\"a\");")]
    [InlineData("private readonly FileStream _log = File.OpenRead(\"a\"); public static void Main() { }")]
    [InlineData("private FileStream? _file; public FileStream Open() { _file = File.OpenRead(\"a\"); return _file; }")]
    [InlineData("private readonly Resource _held = new(); ~Owner() => _held.Dispose();")]
    [InlineData("private readonly Resource _held = new(); public Owner(CancellationToken token) => token.Register(static held => ((Resource)held!).Dispose(), _held);")]
    public Task Nothing_is_lost(string members) => OwnerCode.InClass(members);

    [Fact]
    public Task A_test_fixture_with_a_tear_down() => OwnerCode.InFile(
        """
        sealed class TearDownAttribute : Attribute { }
        sealed class OwnerTests
        {
            private Resource _held = new();
            [TearDown] public void After() => _held.Dispose();
        }
        """);

    [Fact]
    public Task A_tear_down_that_leads_to_a_replacement() => OwnerCode.InFile(
        """
        sealed class TestCleanupAttribute : Attribute { }
        sealed class OwnerTests
        {
            private Resource _held = new();
            [TestCleanup] public void After() { _held.Dispose(); _held = new Resource(); }
        }
        """);

    [Fact]
    public Task An_async_lifetime() => OwnerCode.InFile(
        """
        interface IAsyncLifetime { Task InitializeAsync(); Task DisposeAsync(); }
        sealed class OwnerTests : IAsyncLifetime
        {
            private Resource? _held;
            public Task InitializeAsync() { _held = new Resource(); return Task.CompletedTask; }
            public Task DisposeAsync() { _held?.Dispose(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Its_users_release_what_it_holds() => OwnerCode.InFile(
        """
        sealed class Entry { public readonly FileStream File = System.IO.File.OpenRead("a"); }
        static class User { public static void Done(Entry entry) => entry.File.Dispose(); }
        """);

    [Fact]
    public Task The_generator_makes_it_disposable() => OwnerCode.InFile(
        """
        [TrackedResource]
        partial class Owner { [Owned] private readonly Resource _held = new(); }
        """);

    [Fact]
    public Task An_application() => OwnerCode.InFile(
        """
        class Application { }
        sealed class App : Application { private readonly FileStream _log = File.OpenRead("a"); }
        """);
}
