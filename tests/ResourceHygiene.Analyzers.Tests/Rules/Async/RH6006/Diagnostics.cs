namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6006;

/// <summary>What would end it is dropped.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task A_registration_on_a_token_from_outside() => AsyncCode.InClass(
        """
        void M(CancellationToken token)
        {
            {|RH6006:token.Register(() => { })|};
        }
        """);

    [Fact]
    public Task A_registration_in_an_async_method() => AsyncCode.InClass(
        """
        async Task<int> M(TaskCompletionSource<int> source, CancellationToken token)
        {
            {|RH6006:token.Register(() => source.TrySetCanceled())|};
            return await source.Task;
        }
        """);

    [Fact]
    public Task A_registration_without_context() => AsyncCode.InClass(
        """
        void M(CancellationToken token)
        {
            {|RH6006:token.UnsafeRegister(_ => { }, null)|};
        }
        """);

    [Fact]
    public Task A_timer() => AsyncCode.InClass(
        """
        void M()
        {
            {|RH6006:new Timer(_ => { }, null, 0, 1000)|};
        }
        """);

    [Fact]
    public Task A_discarded_timer() => AsyncCode.InClass(
        """
        void M()
        {
            _ = {|RH6006:new Timer(_ => { }, null, 0, 1000)|};
        }
        """);

    [Fact]
    public Task A_timer_of_a_time_provider() => AsyncCode.InClass(
        """
        void M(TimeProvider time)
        {
            {|RH6006:time.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero)|};
        }
        """);

    [Fact]
    public Task A_subscription_to_a_parameter() => AsyncCode.InClass(
        """
        void M(IObservable<int> source, IObserver<int> observer)
        {
            {|RH6006:source.Subscribe(observer)|};
        }
        """);

    [Fact]
    public Task A_subscription_to_what_was_injected() => AsyncCode.InClass(
        """
        private readonly IObservable<int> _source;

        C(IObservable<int> source) => _source = source;

        void M(IObserver<int> observer)
        {
            {|RH6006:_source.Subscribe(observer)|};
        }
        """);

    [Fact]
    public Task A_subscription_to_a_part_of_a_parameter() => AsyncCode.InClass(
        """
        void M(Hub hub, IObserver<int> observer)
        {
            {|RH6006:hub.Values.Subscribe(observer)|};
        }

        sealed class Hub { public extern IObservable<int> Values { get; } }
        """);

    [Fact]
    public Task A_change_of_options() => AsyncCode.InClass(
        """
        void M(IOptionsMonitor<string> options)
        {
            {|RH6006:options.OnChange(_ => { })|};
        }

        public interface IOptionsMonitor<T> { IDisposable? OnChange(Action<T> listener); }
        """);

    [Fact]
    public Task A_change_token() => AsyncCode.InClass(
        """
        void M()
        {
            {|RH6006:ChangeToken.OnChange(() => { })|};
        }

        static class ChangeToken { public static extern IDisposable OnChange(Action changed); }
        """);

    [Fact]
    public Task A_conditional_subscription() => AsyncCode.InClass(
        """
        void M(IObservable<int>? source, IObserver<int> observer)
        {
            source?{|RH6006:.Subscribe(observer)|};
        }
        """);

    [Theory]
    [InlineData("void Start(CancellationToken token) { _end = {|RH6006:token.Register(Stop)|}; }")]
    [InlineData("void Start(CancellationToken token) { this._end = {|RH6006:token.UnsafeRegister(_ => { }, null)|}; }")]
    [InlineData("void Start(CancellationToken token) { _end = {|RH6006:token.Register(Stop)|}; } void Again() { _end = default; }")]
    [InlineData("void Start(CancellationToken token) { var end = {|RH6006:token.Register(Stop)|}; Stop(); }")]
    [InlineData("void Start(CancellationToken token) { CancellationTokenRegistration end = {|RH6006:token.Register(Stop)|}; }")]
    public Task A_registration_that_nothing_ever_reads(string member) => AsyncCode.InClass($"CancellationTokenRegistration _end; void Stop() {{ }}\n{member}");
}
