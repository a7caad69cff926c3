namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>A disposable type keeps what would end a registration on something that lives longer, and never ends it.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public Task A_registration_on_a_token_that_was_passed_in() => OwnerCode.InOwner(
        """
        private readonly CancellationTokenRegistration [|_registration|];
        public Owner(CancellationToken token) { _registration = token.Register(() => { }); }
        public void Dispose() { }
        """);

    [Fact]
    public Task A_subscription_to_what_was_passed_in() => OwnerCode.InOwner(
        """
        private readonly IDisposable [|_subscription|];
        public Owner(IObservable<int> source, IObserver<int> observer) => _subscription = source.Subscribe(observer);
        public void Dispose() { }
        """);

    [Fact]
    public Task A_subscription_to_what_was_injected() => OwnerCode.InOwner(
        """
        private readonly IObservable<int> _source;
        private IDisposable? [|_subscription|];
        public Owner(IObservable<int> source) { _source = source; }
        public void Start(IObserver<int> observer) => _subscription = _source.Subscribe(observer);
        public void Dispose() { }
        """);

    [Fact]
    public Task A_change_of_options() => OwnerCode.InOwner(
        """
        private readonly IDisposable? [|_change|];
        public Owner(IOptionsMonitor<string> options) { _change = options.OnChange(_ => { }); }
        public void Dispose() { }
        public interface IOptionsMonitor<T> { IDisposable? OnChange(Action<T> listener); }
        """);

    [Fact]
    public Task Ended_with_the_object() => OwnerCode.InOwner(
        """
        private readonly CancellationTokenRegistration _registration;
        private readonly IDisposable _subscription;
        public Owner(CancellationToken token, IObservable<int> source, IObserver<int> observer)
        {
            _registration = token.Register(() => { });
            _subscription = source.Subscribe(observer);
        }

        public void Dispose()
        {
            _registration.Dispose();
            _subscription.Dispose();
        }
        """);

    [Fact]
    public Task Unregistered() => OwnerCode.InOwner(
        """
        private readonly CancellationTokenRegistration _registration;
        public Owner(CancellationToken token) { _registration = token.Register(() => { }); }
        public void Dispose() => _registration.Unregister();
        """);

    [Fact]
    public Task On_what_the_type_makes_itself_which_dies_with_it() => OwnerCode.InOwner(
        """
        private readonly CancellationTokenSource _source = new();
        private readonly Subject _subject = new();
        private readonly CancellationTokenRegistration _registration;
        private readonly IDisposable _subscription;
        public Owner(IObserver<int> observer)
        {
            _registration = _source.Token.Register(() => { });
            _subscription = _subject.Subscribe(observer);
        }

        public void Dispose() => _source.Dispose();
        private sealed class Subject : IObservable<int> { public extern IDisposable Subscribe(IObserver<int> observer); }
        """);

    [Theory]
    [InlineData("var made = new Subject(); _subject = made; _subscription = _subject.Subscribe(observer);", "")]
    [InlineData("_subject = given; _subject = new Subject(); _subscription = _subject.Subscribe(observer);", "")]
    [InlineData("_subject = given; _subscription = _subject.Subscribe(observer);", "_subject.Dispose();")]
    [InlineData("_subject = given; _subscription = given.Subscribe(observer);", "_subject.Dispose();")]
    [InlineData("_subject = given; _subscription = _subject.Subscribe(observer);", "_subject.OnCompleted();")]
    [InlineData("_subject = given; _all.Add(given); _subscription = _subject.Subscribe(observer);", "foreach (var one in _all) one.Dispose();")]
    public Task On_what_the_type_made_or_ends(string statements, string end) => OwnerCode.InOwner(
        $$"""
        private readonly List<IDisposable> _all = new();
        private readonly Subject _subject;
        private readonly IDisposable _subscription;
        public Owner(Subject given, IObserver<int> observer) { {{statements}} }
        public void Dispose() { {{end}} }
        public sealed class Subject : IObservable<int>, IDisposable { public extern IDisposable Subscribe(IObserver<int> observer); public extern void OnCompleted(); public extern void Dispose(); }
        """);

    [Fact]
    public Task On_what_was_injected_and_goes_on() => OwnerCode.InOwner(
        """
        private readonly Subject _subject;
        private readonly IDisposable [|_subscription|];
        public Owner(Subject given, IObserver<int> observer) { _subject = given; _subscription = _subject.Subscribe(observer); }
        public void Dispose() { }
        public sealed class Subject : IObservable<int>, IDisposable { public extern IDisposable Subscribe(IObserver<int> observer); public extern void OnCompleted(); public extern void Dispose(); }
        """);

    [Fact]
    public Task To_a_sequence_that_ends_by_itself() => OwnerCode.InFile(
        """
        sealed class Owner : IDisposable
        {
            private readonly IDisposable _subscription;
            public Owner(IObservable<int> source, IObserver<int> observer) { _subscription = source.Take(1).Subscribe(observer); }
            public void Dispose() { }
        }

        static class Operators { public static extern IObservable<T> Take<T>(this IObservable<T> source, int count); }
        """);

    [Fact]
    public Task In_a_type_that_is_not_disposable() => OwnerCode.InFile(
        """
        sealed class Listener
        {
            private readonly IDisposable _subscription;
            public Listener(IObservable<int> source, IObserver<int> observer) { _subscription = source.Subscribe(observer); }
        }
        """);
}
