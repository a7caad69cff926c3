namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6006;

/// <summary>It is kept, ends by itself, or dies with what it is about.</summary>
public sealed class Valid
{
    [Fact]
    public Task A_registration_that_is_kept() => AsyncCode.InClass(
        """
        async Task M(CancellationToken token)
        {
            using var registration = token.Register(() => { });
            await Task.Delay(10);
        }
        """);

    [Fact]
    public Task A_registration_on_an_own_source() => AsyncCode.InClass(
        """
        void M()
        {
            using var source = new CancellationTokenSource();
            source.Token.Register(() => { });
        }
        """);

    [Fact]
    public Task A_registration_on_the_source_of_the_class() => AsyncCode.InClass(
        """
        private readonly CancellationTokenSource _source = new();

        void M()
        {
            _source.Token.Register(() => { });
        }
        """);

    [Fact]
    public Task A_registration_for_the_end_of_the_application() => AsyncCode.InClass(
        """
        void M(Lifetime lifetime)
        {
            lifetime.ApplicationStopping.Register(() => { });
        }

        sealed class Lifetime { public extern CancellationToken ApplicationStopping { get; } }
        """);

    [Fact]
    public Task A_registration_for_the_end_of_a_service() => AsyncCode.InClass(
        """
        Task ExecuteAsync(CancellationToken stoppingToken)
        {
            stoppingToken.Register(() => { });
            return Task.Delay(10);
        }
        """);

    [Fact]
    public Task A_registration_in_Main() => AsyncCode.InClass(
        """
        static void Main() => Run(default);

        static void Run(CancellationToken token)
        {
            using var registration = token.Register(() => { });
        }
        """);

    [Fact]
    public Task A_registration_that_is_discarded_on_purpose() => AsyncCode.InClass(
        """
        void M(CancellationToken token)
        {
            _ = token.Register(() => { });
        }
        """);

    [Fact]
    public Task A_timer_in_a_field() => AsyncCode.InClass(
        """
        private Timer? _timer;

        void M()
        {
            _timer = new Timer(_ => { }, null, 0, 1000);
        }
        """);

    [Fact]
    public Task Another_kind_of_timer() => AsyncCode.InClass(
        """
        void M()
        {
            new System.Timers.Timer(10).Start();
        }
        """);

    [Fact]
    public Task A_subscription_that_is_kept() => AsyncCode.InClass(
        """
        private IDisposable? _subscription;

        void M(IObservable<int> source, IObserver<int> observer)
        {
            _subscription = source.Subscribe(observer);
        }
        """);

    [Fact]
    public Task A_subscription_that_is_added_to_a_container() => AsyncCode.InClass(
        """
        private readonly List<IDisposable> _subscriptions = new();

        void M(IObservable<int> source, IObserver<int> observer)
        {
            _subscriptions.Add(source.Subscribe(observer));
        }
        """);

    [Fact]
    public Task A_subscription_that_is_discarded_on_purpose() => AsyncCode.InClass(
        """
        void M(IObservable<int> source, IObserver<int> observer)
        {
            _ = source.Subscribe(observer);
        }
        """);

    [Fact]
    public Task A_subscription_to_an_own_source() => AsyncCode.InClass(
        """
        private readonly Source _source = new();

        void M(IObserver<int> observer)
        {
            _source.Subscribe(observer);
        }

        sealed class Source : IObservable<int> { public extern IDisposable Subscribe(IObserver<int> observer); }
        """);

    [Fact]
    public Task A_subscription_to_this_object() => AsyncCode.InClass(
        """
        void M(IObserver<int> observer)
        {
            this.Values.Subscribe(observer);
        }

        IObservable<int> Values => null!;
        """);

    [Fact]
    public Task A_subscription_to_a_local_source() => AsyncCode.InClass(
        """
        void M(IObserver<int> observer)
        {
            var source = new Source();
            source.Subscribe(observer);
        }

        sealed class Source : IObservable<int> { public extern IDisposable Subscribe(IObserver<int> observer); }
        """);

    [Fact]
    public Task A_subscription_that_ends_by_itself() => AsyncCode.InClass(
        """
        void M(Source source, IObserver<int> observer)
        {
            source.Take(1).Subscribe(observer);
        }

        sealed class Source { public extern IObservable<int> Take(int count); }
        """);

    [Fact]
    public Task A_subscription_without_a_result() => AsyncCode.InClass(
        """
        void M(Bus bus)
        {
            bus.Subscribe(() => { });
        }

        sealed class Bus { public extern void Subscribe(Action handler); }
        """);

    [Fact]
    public Task A_registration_of_something_else() => AsyncCode.InClass(
        """
        void M(Container container)
        {
            container.Register(new object());
        }

        sealed class Container { public extern Container Register(object value); }
        """);

    [Fact]
    public Task A_change_of_something_else() => AsyncCode.InClass(
        """
        void M(Control control)
        {
            control.OnChange(() => { });
        }

        sealed class Control { public extern IDisposable OnChange(Action changed); }
        """);

    [Fact]
    public Task A_registration_on_the_token_of_one_call() => AsyncCode.InClass(
        """
        Task M(Func<Func<CancellationToken, Task>, Task> run) => run(async token =>
        {
            token.Register(() => { });
            await Task.Delay(10, token);
        });
        """);

    [Theory]
    [InlineData("void Start(CancellationToken token) { _end = token.Register(Stop); } void Leave() => _end.Dispose();")]
    [InlineData("void Start(CancellationToken token) { _end = token.Register(Stop); } CancellationTokenRegistration End => _end;")]
    [InlineData("void Start(CancellationToken token) { var end = token.Register(Stop); end.Dispose(); }")]
    [InlineData("CancellationTokenRegistration Start(CancellationToken token) { var end = token.Register(Stop); return end; }")]
    [InlineData("void Start(CancellationToken token) { var end = token.Register(Stop); Action leave = () => end.Dispose(); leave(); }")]
    [InlineData("readonly CancellationTokenSource _own = new(); void Start() { _end = _own.Token.Register(Stop); }")]
    [InlineData("internal CancellationTokenRegistration _shown; void Start(CancellationToken token) { _shown = token.Register(Stop); }")]
    public Task A_registration_that_something_reads(string member) => AsyncCode.InClass($"CancellationTokenRegistration _end; void Stop() {{ }}\n{member}");

    [Fact]
    public Task A_subscription_that_is_kept_alive_where_nothing_ends() => AsyncCode.InClass(
        """
        private IDisposable? _end;
        void Start(IObservable<string> source, IObserver<string> observer) { _end = source.Subscribe(observer); }
        """);

    [Fact]
    public Task What_the_end_of_a_type_leaves_out_which_is_another_rules_matter() => AsyncCode.InFile(
        """
        sealed class C : IDisposable
        {
            private readonly MemoryStream _buffer = new();
            private readonly CancellationTokenRegistration _end;
            public C(CancellationToken token) { _end = token.Register(() => { }); }
            public void Dispose() => _buffer.Dispose();
        }
        """);
}
