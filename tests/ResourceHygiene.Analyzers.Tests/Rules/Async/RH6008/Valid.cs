namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6008;

/// <summary>The handler is removed, both sides die together, or the object has no end of its own.</summary>
public sealed class Valid
{
    private static Task Subscriber(string members, string declaration = "sealed class Subscriber : IDisposable") => AsyncCode.InFile(
        $$"""
        {{declaration}}
        {
            private readonly MemoryStream _buffer = new();
            private void OnChanged(object? sender, EventArgs e) { }
            private static void OnAny(object? sender, EventArgs e) { }
            {{members}}
        }
        """);

    [Fact]
    public Task Removed_by_the_disposer() => Subscriber(
        """
        public Subscriber() { Publisher.Global += OnChanged; }
        public void Dispose() { _buffer.Dispose(); Publisher.Global -= OnChanged; }
        """);

    [Fact]
    public Task Removed_by_another_method() => Subscriber(
        """
        public void Start() { Publisher.Global += OnChanged; }
        public void Stop() { Publisher.Global -= OnChanged; }
        public void Dispose() => _buffer.Dispose();
        """);

    [Fact]
    public Task Removed_by_itself() => Subscriber(
        """
        public void Start() { EventHandler once = OnChanged; once = (_, _) => { _buffer.Flush(); Publisher.Global -= once; }; Publisher.Global += once; }
        public void Dispose() => _buffer.Dispose();
        """);

    [Fact]
    public Task Handlers_that_hold_no_object() => Subscriber(
        """
        public Subscriber() { Publisher.Global += OnAny; Publisher.Global += (_, _) => Console.WriteLine(); }
        public void Dispose() => _buffer.Dispose();
        """);

    [Fact]
    public Task Events_of_what_the_object_made() => Subscriber(
        """
        private readonly Publisher _publisher = new();
        private readonly Publisher _other;
        public Subscriber(Publisher? other) { _other = new Publisher(); _other.Changed += OnChanged; _publisher.Changed += OnChanged; var local = new Publisher(); local.Changed += OnChanged; }
        public void Dispose() => _buffer.Dispose();
        """);

    [Fact]
    public Task Events_of_what_the_object_ends() => Subscriber(
        """
        private readonly Client _client;
        public Subscriber(Client client) { _client = client; _client.Received += OnChanged; }
        public void Dispose() { _client.Dispose(); _buffer.Dispose(); }
        """);

    [Fact]
    public Task Events_of_a_parameter_that_the_object_ends() => Subscriber(
        """
        private readonly Client _client;
        public Subscriber(Client client) { client.Received += OnChanged; _client = client; }
        public void Dispose() { (_client as IDisposable)?.Dispose(); _buffer.Dispose(); }
        """);

    [Theory]
    [InlineData("Safe.Dispose(_client);")]
    [InlineData("Safe.TryClose(_client);")]
    [InlineData("_all.Add(_client);")]
    [InlineData("_byName[1] = _client;")]
    [InlineData("_client.SafeDispose();")]
    [InlineData("_client.Abort();")]
    [InlineData("_client.AddTo(_all);")]
    [InlineData("this._client?.SafeDispose();")]
    public Task Events_of_what_the_object_ends_in_another_way(string end) => Subscriber(
        $$"""
        private readonly List<IDisposable> _all = new();
        private readonly Dictionary<int, IDisposable> _byName = new();
        private readonly Client _client;
        public Subscriber(Client client) { _client = client; _client.Received += OnChanged; }
        public void Dispose() { {{end}} _buffer.Dispose(); }
        """ + "\n}\nstatic class Safe { public static extern void Dispose(IDisposable one); public static extern void TryClose(IDisposable one); public static extern void SafeDispose(this IDisposable one); public static extern void Abort(this IDisposable one); public static extern void AddTo(this IDisposable one, List<IDisposable> all); ");

    [Theory]
    [InlineData("_client = client; _wrapper = new Wrapper(client);")]
    [InlineData("_client = client; _wrapper = new Wrapper(new Wrapper(_client));")]
    public Task Events_of_what_is_in_an_object_that_the_object_ends(string keep) => Subscriber(
        $$"""
        private readonly Client _client;
        private readonly Wrapper _wrapper;
        public Subscriber(Client client) { {{keep}} client.Received += OnChanged; _client.Received += OnChanged; }
        public void Dispose() { _wrapper.Dispose(); _buffer.Dispose(); }
        private sealed class Wrapper(IDisposable inner) : IDisposable { public void Dispose() => inner.Dispose(); }
        """);

    [Theory]
    [InlineData("_publisher = publisher; _publisher = new Publisher();")]
    [InlineData("publisher ??= new Publisher(); _publisher = publisher;")]
    [InlineData("var made = new Publisher(); _publisher = made;")]
    public Task Events_of_what_may_be_its_own(string assignment) => Subscriber(
        $$"""
        private readonly Publisher _publisher;
        public Subscriber(Publisher? publisher) { {{assignment}} _publisher.Changed += OnChanged; }
        public void Dispose() => _buffer.Dispose();
        """.Replace("_publisher = publisher;", "_publisher = publisher!;"));

    [Fact]
    public Task Events_of_what_a_method_was_given() => Subscriber(
        """
        public void Watch(Publisher publisher) { publisher.Changed += OnChanged; }
        public void Dispose() => _buffer.Dispose();
        """);

    [Fact]
    public Task Own_events() => Subscriber(
        """
        public static event EventHandler? Any;
        public event EventHandler? Some;
        public Subscriber() { Any += OnChanged; Some += OnChanged; }
        public void Raise() { Any?.Invoke(this, EventArgs.Empty); Some?.Invoke(this, EventArgs.Empty); }
        public void Dispose() => _buffer.Dispose();
        """);

    [Fact]
    public Task An_object_without_an_end() => Subscriber("public Subscriber() { Publisher.Global += OnChanged; _buffer.Flush(); }", "sealed class Subscriber");

    [Fact]
    public Task An_injected_event_where_the_disposer_is_empty() => Subscriber(
        """
        public Subscriber(Publisher publisher) { publisher.Changed += OnChanged; _buffer.Flush(); }
        public void Dispose() { }
        """);

    [Fact]
    public Task A_singleton() => Subscriber(
        """
        public static readonly Subscriber Instance = new();
        public Subscriber() { Publisher.Global += OnChanged; }
        public void Dispose() => _buffer.Dispose();
        """);

    [Theory]
    [InlineData("sealed class App : IDisposable")]
    [InlineData("sealed class Server : BackgroundService, IDisposable")]
    public Task What_ends_with_the_process(string declaration) => Subscriber(
        """
        public void Start() { Publisher.Global += OnChanged; }
        public void Dispose() => _buffer.Dispose();
        }
        abstract class BackgroundService {
        """, declaration);

    [Fact]
    public Task Events_about_the_process() => Subscriber(
        """
        public Subscriber() { AppDomain.CurrentDomain.ProcessExit += OnChanged; Console.CancelKeyPress += OnChanged; }
        public void Dispose() => _buffer.Dispose();
        """);

    [Fact]
    public Task Numbers_and_texts() => Subscriber(
        """
        private int _count;
        public void Add(int more) { _count += more; var text = "a"; text += _count; Console.WriteLine(text); }
        public void Dispose() => _buffer.Dispose();
        """);

    [Theory]
    [InlineData("private readonly Publisher _publisher = new();")]
    [InlineData("private readonly Publisher _publisher = Make.CreatePublisher();")]
    [InlineData("private readonly Publisher _publisher; public Subscriber(bool own, Publisher given) { _publisher = own ? new Publisher() : given; }")]
    public Task Removed_in_vain_from_what_may_be_its_own(string member) => Subscriber(
        $$"""
        {{member}}
        public void Start() { _publisher.Changed += (_, _) => _buffer.Flush(); }
        public void Dispose() { _publisher.Changed -= (_, _) => _buffer.Flush(); _buffer.Dispose(); }
        """ + "\n}\nstatic class Make { public static extern Publisher CreatePublisher(); ");

    [Theory]
    [InlineData("private readonly Publisher _publisher = new(); private Publisher Source => _publisher;")]
    [InlineData("private readonly Publisher _publisher = new(); private Publisher Source => this._publisher;")]
    [InlineData("private readonly Publisher Source; public Subscriber() { var publisher = new Publisher(); Source = publisher; }")]
    [InlineData("private readonly Publisher Source; public Subscriber(Publisher publisher) { publisher = new Publisher(); Source = publisher; }")]
    [InlineData("private readonly Publisher Source; public Subscriber() { Source = GetPublisher(); } private Publisher GetPublisher() => new();")]
    [InlineData("private readonly Publisher Source = Subscriber.GetPublisher(); private static Publisher GetPublisher() => new();")]
    [InlineData("private readonly Hub _hub = new(); private Publisher Source => _hub.Inner;")]
    [InlineData("private readonly Publisher Source; public Subscriber() { var hub = new Hub(); Source = hub.Inner; }")]
    [InlineData("private readonly Publisher Source; public Subscriber() { var hub = new Hub(); Source = hub.GetInner(); }")]
    [InlineData("private Publisher Source => Other; private Publisher Other => Source;")]
    public Task Removed_in_vain_from_what_it_made_and_reads_elsewhere(string member) => Subscriber(
        $$"""
        {{member}}
        public void Start() { Source.Changed += (_, _) => _buffer.Flush(); }
        public void Dispose() { Source.Changed -= (_, _) => _buffer.Flush(); _buffer.Dispose(); }
        """ + "\n}\nsealed class Hub { public Publisher Inner { get; } = new(); public Publisher GetInner() => Inner; ");

    [Fact]
    public Task Removed_in_vain_from_what_the_object_ends() => Subscriber(
        """
        private readonly Client _client = Find.GetClient();
        public void Start() { _client.Received += (_, _) => _buffer.Flush(); }
        public void Dispose() { _client.Received -= (_, _) => _buffer.Flush(); _client.Dispose(); _buffer.Dispose(); }
        """ + "\n}\nstatic class Find { public static extern Client GetClient(); ");

    [Fact]
    public Task Removed_in_vain_once_and_once_for_certain() => Subscriber(
        """
        public Subscriber() { Publisher.Global += OnChanged; Publisher.Global += (_, _) => _buffer.Flush(); }
        public void Dispose() { Publisher.Global -= OnChanged; Publisher.Global -= (_, _) => _buffer.Flush(); _buffer.Dispose(); }
        """);
}
