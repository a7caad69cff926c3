namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2007;

/// <summary>Both disposers end the same obligations, or somebody else does.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("public void Dispose() => _held.Dispose(); public ValueTask DisposeAsync() => _held.DisposeAsync();")]
    [InlineData("public void Dispose() => _held.Dispose(); public ValueTask DisposeAsync() { Dispose(); return default; }")]
    [InlineData("public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult(); public ValueTask DisposeAsync() => _held.DisposeAsync();")]
    [InlineData("public void Dispose() { Dispose(true); } private void Dispose(bool disposing) { if (disposing) _held.Dispose(); } public async ValueTask DisposeAsync() { await DisposeAsyncCore(); Dispose(false); } private async ValueTask DisposeAsyncCore() => await _held.DisposeAsync();")]
    [InlineData("public void Dispose() { Dispose(true); } private void Dispose(bool disposing) { if (disposing) _held.Dispose(); } public ValueTask DisposeAsync() { Dispose(true); return default; }")]
    [InlineData("public void Dispose() => Core(); private void Core() => _held.Dispose(); public ValueTask DisposeAsync() { Core(); return default; }")]
    [InlineData("public void Dispose() => _held.Dispose(); public ValueTask DisposeAsync() { ((IDisposable)this).Dispose(); return default; }")]
    [InlineData("public void Stop() => _held.Dispose(); public void Dispose() { } public ValueTask DisposeAsync() => _held.DisposeAsync();")]
    public Task Both_release_it(string members) => OwnerCode.InFile(
        $"sealed class Owner : IDisposable, IAsyncDisposable {{ private readonly DualResource _held = new(); {members} }}");

    [Fact]
    public Task What_can_only_be_awaited_is_awaited() => OwnerCode.InFile(
        """
        sealed class Owner : IDisposable, IAsyncDisposable
        {
            private readonly AsyncResource _held = new();
            private readonly Resource _other = new();
            public void Dispose() => _other.Dispose();
            public async ValueTask DisposeAsync() { _other.Dispose(); await _held.DisposeAsync(); }
        }
        """);

    [Fact]
    public Task A_stream_disposes_itself_asynchronously() => OwnerCode.InFile(
        """
        abstract class Wrapper : Stream
        {
            private readonly DualResource _held = new();
            protected override void Dispose(bool disposing) { if (disposing) _held.Dispose(); base.Dispose(disposing); }
            public override async ValueTask DisposeAsync() { await Task.Yield(); await base.DisposeAsync(); }
        }
        """);
}
