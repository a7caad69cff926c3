namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>What a member holds belongs to somebody else, may do so, or owes nothing.</summary>
public sealed class ValidNotOwned
{
    [Fact]
    public Task Injected() => OwnerCode.InOwner(
        """
        private readonly Resource _given;
        public Owner(Resource given) => _given = given;
        public void Use() => _given.Use();
        public void Dispose() { }
        """);

    [Fact]
    public Task Injected_or_made() => OwnerCode.InOwner(
        """
        private readonly Resource _held;
        public Owner(Resource? given) => _held = given ?? new Resource();
        public void Dispose() { }
        """);

    [Fact]
    public Task A_primary_constructor() => OwnerCode.InFile(
        """
        sealed class Owner(Resource given) : IDisposable
        {
            private readonly Resource _given = given;
            public void Use() => _given.Use();
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task A_wrapper_around_what_was_given() => OwnerCode.InOwner(
        """
        private readonly BinaryReader _reader;
        public Owner(Stream stream) => _reader = new BinaryReader(stream);
        public void Dispose() { }
        """);

    [Fact]
    public Task Released_if_the_flag_says_so() => OwnerCode.InOwner(
        """
        private readonly Stream _stream;
        private readonly bool _leaveOpen;
        public Owner(string path) { _stream = File.OpenRead(path); }
        public Owner(Stream stream, bool leaveOpen) { _stream = stream; _leaveOpen = leaveOpen; }
        public void Dispose() { if (!_leaveOpen) _stream.Dispose(); }
        """);

    [Fact]
    public Task Read_from_another_object() => OwnerCode.InFile(
        """
        sealed class Source { public Resource Shared { get; set; } = null!; }
        sealed class Owner : IDisposable
        {
            private readonly Resource _shared;
            public Owner(Source source) => _shared = source.Shared;
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Annotated_as_borrowed() => OwnerCode.InOwner(
        """
        [Borrowed] private readonly Resource _held = new();
        public void Dispose() { }
        """);

    [Fact]
    public Task Handed_on() => OwnerCode.InOwner(
        """
        private readonly Resource _held = new();
        public Owner() => Api.Take(_held);
        public void Dispose() { }
        """);

    [Fact]
    public Task Detached() => OwnerCode.InOwner(
        """
        private Resource? _held = new();
        public Resource? Detach() { var held = _held; _held = null; return held; }
        public void Dispose() { }
        """);

    [Fact]
    public Task Made_for_the_caller() => OwnerCode.InOwner(
        """
        private Resource? _last;
        public Resource Create() { _last = new Resource(); return _last; }
        public void Dispose() { }
        """);

    [Fact]
    public Task Settable_by_anyone() => OwnerCode.InOwner(
        """
        public Resource Held { get; set; } = new();
        public void Dispose() { }
        """);

    [Fact]
    public Task Released_by_the_outer_type() => OwnerCode.InFile(
        """
        sealed class Outer : IDisposable
        {
            private readonly Entry _entry = new();
            public void Dispose() { _entry.Held.Dispose(); _entry.Dispose(); }
            private sealed class Entry : IDisposable { public readonly Resource Held = new(); public void Dispose() { } }
        }
        """);

    [Fact]
    public Task Released_by_a_derived_class() => OwnerCode.InFile(
        """
        class Owner : IDisposable { protected readonly Resource Held = new(); public virtual void Dispose() { } }
        sealed class Derived : Owner { public override void Dispose() { Held.Dispose(); base.Dispose(); } }
        """);

    [Fact]
    public Task A_stream_around_a_stream_that_was_given() => OwnerCode.InFile(
        """
        sealed class Counting : MemoryStream { private readonly Stream _inner; public Counting(Stream inner) => _inner = inner; protected override void Dispose(bool disposing) { _inner.Dispose(); base.Dispose(disposing); } }
        sealed class Owner : IDisposable
        {
            private readonly Counting _counting;
            public Owner(Stream stream) => _counting = new Counting(stream);
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task A_token_that_others_go_on_asking_for() => OwnerCode.InOwner(
        """
        private readonly CancellationTokenSource _stopping = new();
        public CancellationToken Stopping => _stopping.Token;
        public void Dispose() => _stopping.Cancel();
        """);

    [Fact]
    public Task A_singleton() => OwnerCode.InOwner(
        """
        public static readonly Owner Instance = new();
        private readonly Resource _held = new();
        public void Dispose() { }
        """);

    [Fact]
    public Task Nothing_to_release() => OwnerCode.InOwner(
        """
        private readonly StringWriter _text = new();
        private readonly Task _done = Task.CompletedTask;
        private readonly CancellationTokenRegistration _registration;
        public void Dispose() { }
        """);

    [Fact]
    public Task An_empty_release() => OwnerCode.InFile(
        """
        sealed class Nothing : IDisposable { public void Dispose() { } }
        sealed class Owner : IDisposable { private readonly Nothing _nothing = new(); public void Dispose() { } }
        """);

    [Fact]
    public Task A_static_field() => OwnerCode.InOwner(
        """
        private static readonly Resource s_shared = new();
        public void Use() => s_shared.Use();
        public void Dispose() { }
        """);

    [Fact]
    public Task The_generator_releases_it() => OwnerCode.InFile(
        """
        [TrackedResource]
        partial class Owner { [Owned] private readonly Resource _held = new(); }
        partial class Owner : IDisposable { public void Dispose() { } }
        """);

    [Fact]
    public Task A_component_that_its_container_releases() => OwnerCode.InFile(
        """
        sealed class Timer : Component { public Timer(IContainer container) => container.Add(this); }
        sealed class Window : IDisposable
        {
            private readonly Container components = new();
            private readonly Timer timer1;
            public Window() { timer1 = new Timer(components); }
            public void Dispose() => components.Dispose();
        }
        """);

    [Fact]
    public Task Stored_in_a_sequence_of_others() => OwnerCode.InOwner(
        """
        private readonly Resource _first;
        private readonly Tuple<Resource, int> _pair;
        public Owner() { _first = new Resource(); _pair = new Tuple<Resource, int>(_first, 1); }
        public void Dispose() => _pair.Item1.Dispose();
        """);

    [Fact]
    public Task Given_to_another_object_that_may_end_it() => OwnerCode.InOwner(
        """
        private readonly SocketAsyncEventArgs _arguments = new();
        private Socket? _socket;
        public void Renew()
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _arguments.AcceptSocket = _socket;
        }

        public void Dispose() => _arguments.Dispose();
        """);
}
