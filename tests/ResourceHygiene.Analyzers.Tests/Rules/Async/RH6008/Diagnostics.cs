namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6008;

/// <summary>A disposable object subscribes to what outlives it, and nothing in it removes the handler.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("{|RH6008:Publisher.Global|} += OnChanged;")]
    [InlineData("{|RH6008:Publisher.Global|} += this.OnChanged;")]
    [InlineData("{|RH6008:Publisher.Global|} += new EventHandler(OnChanged);")]
    [InlineData("{|RH6008:Publisher.Global|} += (_, _) => _count++;")]
    [InlineData("{|RH6008:Publisher.Global|} += (sender, e) => OnChanged(sender, e);")]
    [InlineData("{|RH6008:Publisher.Global|} += delegate { _count++; };")]
    [InlineData("{|RH6008:System.Net.NetworkInformation.NetworkChange.NetworkAddressChanged|} += OnChanged;")]
    [InlineData("{|RH6008:publisher.Changed|} += OnChanged;")]
    public Task In_the_constructor(string statement) => AsyncCode.InFile(
        $$"""
        sealed class Subscriber : IDisposable
        {
            private readonly MemoryStream _buffer = new();
            private int _count;
            public Subscriber(Publisher publisher) { {{statement}} }
            private void OnChanged(object? sender, EventArgs e) => _count++;
            public void Dispose() => _buffer.Dispose();
        }
        """);

    [Theory]
    [InlineData("_publisher = publisher;")]
    [InlineData("_publisher = publisher ?? throw new ArgumentNullException(nameof(publisher));")]
    public Task Of_what_the_constructor_was_given(string assignment) => AsyncCode.InFile(
        $$"""
        sealed class Subscriber : IDisposable
        {
            private readonly MemoryStream _buffer = new();
            private readonly Publisher _publisher;
            public Subscriber(Publisher publisher) { {{assignment}} }
            public void Start() { {|RH6008:_publisher.Changed|} += OnChanged; }
            private void OnChanged(object? sender, EventArgs e) { }
            public void Dispose() => _buffer.Dispose();
        }
        """);

    [Theory]
    [InlineData("Console.WriteLine(_publisher);")]
    [InlineData("GC.KeepAlive(_publisher);")]
    [InlineData("_publisher.FindClosest();")]
    [InlineData("_view = new View(_publisher);")]
    public Task What_is_done_with_it_is_no_end(string use) => AsyncCode.InFile(
        $$"""
        sealed class Subscriber : IDisposable
        {
            private readonly MemoryStream _buffer = new();
            private readonly Publisher _publisher = null!;
            private View? _view;
            public Subscriber(Publisher publisher) { _publisher = publisher; }
            public void Start() { {|RH6008:_publisher.Changed|} += OnChanged; {{use}} _view?.Show(); }
            private void OnChanged(object? sender, EventArgs e) { }
            public void Dispose() => _buffer.Dispose();
        }

        sealed class View(Publisher publisher) { public void Show() => Console.WriteLine(publisher); }
        static class Finding { public static extern void FindClosest(this Publisher publisher); }
        """);

    [Fact]
    public Task Of_what_is_kept_under_the_name_it_was_given_by() => AsyncCode.InFile(
        """
        sealed class Subscriber : IDisposable
        {
            private readonly MemoryStream _buffer = new();
            private readonly Publisher publisher;
            public Subscriber(Publisher publisher) { this.publisher = publisher; }
            public void Start() { {|RH6008:this.publisher.Changed|} += OnChanged; }
            private void OnChanged(object? sender, EventArgs e) { }
            public void Dispose() => _buffer.Dispose();
        }
        """);

    [Fact]
    public Task One_of_two_events_is_left() => AsyncCode.InFile(
        """
        sealed class Subscriber : IDisposable
        {
            private readonly Publisher _publisher;
            public Subscriber(Publisher publisher)
            {
                _publisher = publisher;
                _publisher.Changed += OnChanged;
                {|RH6008:Publisher.Global|} += OnChanged;
            }

            private void OnChanged(object? sender, EventArgs e) { }
            public void Dispose() => _publisher.Changed -= OnChanged;
        }
        """);

    [Fact]
    public Task An_empty_disposer_removes_nothing() => AsyncCode.InFile(
        """
        sealed class Subscriber : IDisposable
        {
            public Subscriber() => Console.WriteLine();
            public void Start() { {|RH6008:Publisher.Global|} += OnChanged; {|RH6008:Registry.Default.Changed|} += OnChanged; }
            private void OnChanged(object? sender, EventArgs e) { }
            public void Dispose() { }
        }

        sealed class Registry { public static Publisher Default { get; } = new(); }
        """);

    [Fact]
    public Task The_disposer_is_inherited() => AsyncCode.InFile(
        """
        abstract class Base : IAsyncDisposable
        {
            public virtual async ValueTask DisposeAsync() => await Task.Delay(1);
        }

        sealed class Subscriber : Base
        {
            public void Start() { {|RH6008:Publisher.Global|} += OnChanged; }
            private void OnChanged(object? sender, EventArgs e) { }
        }
        """);

    [Theory]
    [InlineData("(_, _) => _count++")]
    [InlineData("delegate { _count++; }")]
    [InlineData("new EventHandler((_, _) => _count++)")]
    public Task A_lambda_removes_nothing(string removal) => AsyncCode.InFile(
        $$"""
        sealed class Subscriber : IDisposable
        {
            private readonly Publisher _publisher;
            private int _count;
            public Subscriber(Publisher publisher) { _publisher = publisher; {|RH6008:_publisher.Changed|} += (_, _) => _count++; }
            public void Dispose() => _publisher.Changed -= {{removal}};
        }
        """);

    [Theory]
    [InlineData("private readonly Registry _registry = Services.Get<Registry>();", "_registry.Inner.Changed")]
    [InlineData("private readonly Registry _registry; public Subscriber(Registry registry) { _registry = registry ?? throw new ArgumentNullException(nameof(registry)); }", "_registry.Inner.Changed")]
    [InlineData("private readonly Publisher _publisher; public Subscriber(Registry registry) { _publisher = registry.Inner; }", "this._publisher.Changed")]
    [InlineData("private Publisher Source { get; } = Services.Get<Publisher>();", "Source.Changed")]
    [InlineData("private readonly Registry _registry; public Subscriber(Registry registry) { _registry = registry; } private Publisher Source => _registry.Inner;", "Source.Changed")]
    [InlineData("private Publisher Source => global::Services.Get<Registry>().Inner;", "Source.Changed")]
    [InlineData("private static Registry All => Services.Get<Registry>(); private Registry Registry => All;", "Registry.Inner.Changed")]
    public Task A_removal_in_vain_tells_that_the_event_goes_on(string member, string @event) => AsyncCode.InFile(
        $$"""
        sealed class Subscriber : IDisposable
        {
            private int _count;
            {{member}}
            public void Start() { {|RH6008:{{@event}}|} += (_, _) => _count++; }
            public void Dispose() => {{@event}} -= (_, _) => _count++;
        }

        class Registry { public Publisher Inner { get; } = new(); }
        static class Services { public static extern T Get<T>(); }
        """);
}
