using ResourceHygiene.CodeFixes.Async;

namespace ResourceHygiene.CodeFixes.Tests.Async;

/// <summary>A registration is kept until the method that awaits because of it has ended.</summary>
public sealed class KeepRegistrationFixTests
{
    [Fact]
    public Task In_front_of_an_await() => Awaited<KeepRegistrationFix>.FixesClass(
        """
        async Task<int> M(TaskCompletionSource<int> source, CancellationToken token)
        {
            // ends the wait
            {|RH6006:token.Register(() => source.TrySetCanceled())|};
            return await source.Task;
        }
        """,
        """
        async Task<int> M(TaskCompletionSource<int> source, CancellationToken token)
        {
            // ends the wait
            using var registration = token.Register(() => source.TrySetCanceled());
            return await source.Task;
        }
        """);

    [Fact]
    public Task A_comment_in_front_of_the_semicolon_stays() => Awaited<KeepRegistrationFix>.FixesClass(
        """
        async Task<int> M(TaskCompletionSource<int> source, CancellationToken token)
        {
            {|RH6006:token.Register(() => source.TrySetCanceled())|} /* ends the wait */; // always
            return await source.Task;
        }
        """,
        """
        async Task<int> M(TaskCompletionSource<int> source, CancellationToken token)
        {
            using var registration = token.Register(() => source.TrySetCanceled()) /* ends the wait */; // always
            return await source.Task;
        }
        """);

    [Theory]
    [InlineData("void M(TaskCompletionSource<int> source, CancellationToken token) { {|RH6006:token.Register(() => source.TrySetCanceled())|}; }")]
    [InlineData("async Task M(TaskCompletionSource<int> source, CancellationToken token) { await source.Task; {|RH6006:token.Register(() => source.TrySetCanceled())|}; }")]
    [InlineData("async Task M(TaskCompletionSource<int> source, CancellationToken token, bool flag) { if (flag) { {|RH6006:token.Register(() => source.TrySetCanceled())|}; } await source.Task; }")]
    [InlineData("void M(IObservable<int> source, IObserver<int> observer) { {|RH6006:source.Subscribe(observer)|}; }")]
    public Task Nothing_is_offered_where_its_end_is_a_decision(string member) => Awaited<KeepRegistrationFix>.OffersNothingInClass(member);
}
