using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>A disposable type acquires something for a member and never lets it go.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Dispose_releases_another_field_only() => OwnerCode.InOwner(
        """
        private readonly Resource _first = new();
        private readonly Resource [|_second|] = new();
        public void Dispose() => _first.Dispose();
        """);

    [Fact]
    public Task Shown_by_another_object_but_replaced_by_its_owner() => OwnerCode.InOwner(
        """
        private readonly SocketAsyncEventArgs _arguments = new();
        private Socket? [|_socket|];
        public void Renew()
        {
            _socket?.Dispose();
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _arguments.AcceptSocket = _socket;
        }

        public void Dispose() => _arguments.Dispose();
        """);

    [Fact]
    public Task An_empty_Dispose() => OwnerCode.InOwner(
        """
        private readonly FileStream [|_file|] = File.OpenRead("a");
        public int Read() => _file.ReadByte();
        public void Dispose() { }
        """);

    [Fact]
    public Task Set_in_the_constructor() => OwnerCode.InOwner(
        """
        private readonly TcpClient [|_client|];
        public Owner(string host) { _client = new TcpClient(host, 80); }
        public void Dispose() { }
        """);

    [Fact]
    public Task Set_through_a_local() => OwnerCode.InOwner(
        """
        private readonly FileStream [|_file|];
        public Owner(string path) { var file = File.OpenRead(path); file.Position = 3; _file = file; }
        public void Dispose() { }
        """);

    [Fact]
    public Task Opened_later() => OwnerCode.InOwner(
        """
        private FileStream? [|_file|];
        public void Open(string path) => _file = File.OpenRead(path);
        public void Dispose() { }
        """);

    [Fact]
    public Task Made_on_first_use() => OwnerCode.InOwner(
        """
        private Resource? [|_lazy|];
        public Resource Value => _lazy ??= new Resource();
        public void Dispose() { }
        """);

    [Fact]
    public Task Made_by_LazyInitializer() => OwnerCode.InOwner(
        """
        private Resource? [|_lazy|];
        public Resource Value => LazyInitializer.EnsureInitialized(ref _lazy, () => new Resource());
        public void Dispose() { }
        """);

    [Fact]
    public Task Only_forgotten() => OwnerCode.InOwner(
        """
        private Resource? [|_held|] = new();
        public void Dispose() => _held = null;
        """);

    [Fact]
    public Task An_auto_property() => OwnerCode.InOwner(
        """
        public Resource [|Held|] { get; } = new();
        public void Dispose() { }
        """);

    [Fact]
    public Task An_auto_property_with_a_private_setter() => OwnerCode.InOwner(
        """
        public Resource? [|Held|] { get; private set; }
        public void Start() { Held = new Resource(); }
        public void Dispose() { }
        """);

    [Fact]
    public Task An_interface_that_hides_the_resource() => OwnerCode.InFile(
        """
        interface IReader { int Read(); }
        sealed class Reader : IReader, IDisposable
        {
            private readonly Resource _inner = new();
            public int Read() => 1;
            public void Dispose() => _inner.Dispose();
        }

        sealed class Owner : IDisposable
        {
            private readonly IReader [|_reader|] = new Reader();
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task An_object_field() => OwnerCode.InOwner(
        """
        private readonly object [|_held|];
        public Owner() { _held = new Resource(); }
        public void Dispose() { }
        """);

    [Fact]
    public Task A_Dispose_that_is_only_inherited() => OwnerCode.InFile(
        """
        sealed class Derived : Base
        {
            private readonly Resource [|_more|] = new();
            public void Use() => _more.Use();
        }
        """);

    [Fact]
    public Task The_Dispose_bool_pattern() => OwnerCode.InFile(
        """
        class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource [|_second|] = new();
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            protected virtual void Dispose(bool disposing) { if (disposing) _first.Dispose(); }
        }
        """);

    [Fact]
    public Task An_async_disposer() => OwnerCode.InFile(
        """
        sealed class Owner : IAsyncDisposable
        {
            private readonly AsyncResource [|_held|] = new();
            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
        """);

    [Fact]
    public Task Released_only_to_be_replaced() => OwnerCode.InOwner(
        """
        private Resource [|_held|] = new();
        public void Reset() { _held.Dispose(); _held = new Resource(); }
        public void Dispose() { }
        """);

    [Fact]
    public Task Given_to_something_that_cannot_release_it() => OwnerCode.InFile(
        """
        sealed class Printer { private readonly Stream _stream; public Printer(Stream stream) => _stream = stream; public long Length => _stream.Length; }
        sealed class Owner : IDisposable
        {
            private readonly FileStream [|_file|] = File.OpenRead("a");
            private readonly Printer _printer;
            public Owner() { _printer = new Printer(_file); }
            public long Length => _printer.Length;
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Borrowed_by_a_method() => OwnerCode.InOwner(
        """
        private readonly Resource [|_held|] = new();
        public void Use() => Api.Look(_held);
        public void Dispose() { }
        """);

    [Fact]
    public Task A_gate_that_is_only_opened() => OwnerCode.InFile(
        """
        sealed class Gate : IDisposable { private readonly Resource _inner = new(); public void Release() => _inner.Use(); public void Dispose() => _inner.Dispose(); }
        sealed class Owner : IDisposable
        {
            private readonly Gate [|_gate|] = new();
            public void Leave() => _gate.Release();
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Annotated_as_owned() => OwnerCode.InOwner(
        """
        [Owned] private readonly Resource [|_held|];
        public Owner(Resource held) => _held = held;
        public void Dispose() { }
        """);

    [Fact]
    public Task Given_to_a_parameter_that_takes_ownership() => OwnerCode.InOwner(
        """
        private readonly Resource [|_held|];
        public Owner([TakesOwnership] Resource held) => _held = held;
        public void Dispose() { }
        """);

    [Fact]
    public Task A_partial_type() => OwnerCode.InFile(
        """
        partial class Owner { private readonly Resource [|_held|] = new(); }
        partial class Owner : IDisposable { public void Dispose() { } }
        """);

    [Fact]
    public Task A_wrapper_around_what_was_acquired() => OwnerCode.InOwner(
        """
        private readonly StreamReader [|_reader|];
        public Owner(string path) { _reader = new StreamReader(File.OpenRead(path)); }
        public void Dispose() { }
        """);

    [Fact]
    public Task A_struct() => OwnerCode.InFile(
        """
        struct Owner : IDisposable
        {
            private readonly Resource [|_held|];
            public Owner(int size) { _held = new Resource(); }
            public void Dispose() { }
        }
        """);

    [Fact]
    public async Task The_message_names_what_the_others_do()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            sealed class Worker : IDisposable
            {
                private readonly Resource _first = new();
                private readonly FileStream {|#0:_file|} = File.OpenRead("a");
                public void Dispose() => _first.Dispose();
            }
            """);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2001").WithLocation(0).WithSeverity(DiagnosticSeverity.Warning)
            .WithMessage("'Worker._file' owns the FileStream opened on line 4, but 'Dispose' never releases it (it releases '_first')"));
        await test.RunAsync();
    }

    [Fact]
    public async Task What_costs_only_memory_is_a_suggestion()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            sealed class Worker : IDisposable
            {
                private readonly SemaphoreSlim {|#0:_gate|} = new(1);
                public void Dispose() { }
            }
            """);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2001").WithLocation(0).WithSeverity(DiagnosticSeverity.Info));
        await test.RunAsync();
    }
}
