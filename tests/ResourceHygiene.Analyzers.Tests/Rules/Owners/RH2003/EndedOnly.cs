namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2003;

/// <summary>Who stops the old one before there is a new one expects it to be there.</summary>
public sealed class EndedOnly
{
    [Theory]
    [InlineData("_held?.Cancel(); {|RH2003:_held|} = new();")]
    [InlineData("if (Count > 0) return; _held?.Cancel(); {|RH2003:_held|} = new();")]
    [InlineData("this._held?.Cancel(); Count++; {|RH2003:_held|} = new CancellationTokenSource();")]
    public Task And_not_released(string statements) => Owner(statements);

    [Theory]
    [InlineData("_held?.Cancel(); _held?.Dispose(); _held = new();")]
    [InlineData("_held?.Cancel(); End(); _held = new();")]
    [InlineData("var old = _held; _held?.Cancel(); _held = new(); old?.Dispose();")]
    [InlineData("_held = new(); _held?.Cancel();")]
    public Task Released_or_not_expected(string statements) => Owner(statements);

    [Fact]
    public Task Stopping_may_be_the_release() => OwnerCode.InFile(
        """
        using System.Net;
        sealed class Owner : IDisposable
        {
            private HttpListener? _held;
            public void Start() { _held?.Stop(); _held = new HttpListener(); _held.Start(); }
            public void Dispose() => _held?.Stop();
        }
        """);

    private static Task Owner(string statements) => OwnerCode.InFile(
        $$"""
        sealed class Owner : IDisposable
        {
            private CancellationTokenSource? _held;
            public int Count { get; private set; }
            public void Start() { {{statements}} }
            private void End() { _held?.Dispose(); _held = null; }
            public void Dispose() { _held?.Cancel(); _held?.Dispose(); }
        }
        """);
}
