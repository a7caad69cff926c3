namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6004;

/// <summary>A delegate is called for as long as the scope runs a loop, and not after it.</summary>
public sealed class Serving
{
    [Theory]
    [InlineData("while (true) { if (!Serve()) break; }")]
    [InlineData("for (;;) { if (!Serve()) break; }")]
    public Task Stored_before_a_loop_that_serves(string loop) => AsyncCode.InClass(Source("=>", loop));

    [Theory]
    [InlineData("Serve();")]
    [InlineData("while (Serve()) { }")]
    public Task Stored_and_the_scope_ends(string rest) => AsyncCode.InClass(Source("{|RH6004:=>|}", rest));

    [Fact]
    public Task Subscribed_to_what_outlives_the_scope() => AsyncCode.InClass(
        """
        private static event Action? Changed;
        private bool Serve() => Changed != null;
        void Run()
        {
            using (var client = new Client())
            {
                Changed += () {|RH6004:=>|} client.Get("a");
                while (true) { if (!Serve()) break; }
            }
        }
        """);

    private static string Source(string arrow, string rest) =>
        $$"""
        private Func<string, string>? _get;
        private bool Serve() => _get?.Invoke("a") != null;
        void Run()
        {
            using (var client = new Client())
            {
                _get = key {{arrow}} client.Get(key);
                {{rest}}
            }
        }
        """;
}
