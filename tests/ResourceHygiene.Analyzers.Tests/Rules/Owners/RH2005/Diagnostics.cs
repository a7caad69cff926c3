using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2005;

/// <summary>An override that forgets its base.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("protected override void {|RH2005:Dispose|}(bool disposing) { if (disposing) _more.Dispose(); }")]
    [InlineData("protected override void {|RH2005:Dispose|}(bool disposing) => _more.Dispose();")]
    [InlineData("protected override void {|RH2005:Dispose|}(bool disposing) { Clean(); } private void Clean() => _more.Dispose();")]
    public Task Of_the_pattern(string member) => OwnerCode.InFile($"sealed class Derived : Base {{ private readonly Resource _more = new(); {member} }}");

    [Fact]
    public Task Of_a_virtual_Dispose() => OwnerCode.InFile(
        """
        class First : IDisposable { private readonly Resource _held = new(); public virtual void Dispose() => _held.Dispose(); }
        class Second : First { private readonly Resource _more = new(); public override void {|RH2005:Dispose|}() => _more.Dispose(); }
        """);

    [Fact]
    public Task Of_a_virtual_Dispose_when_it_only_gets_as_far_as_Close() => OwnerCode.InFile(
        """
        class First : IDisposable
        {
            private readonly Resource _held = new();
            private readonly Resource _other = new();
            public virtual void Close() => _held.Dispose();
            public virtual void Dispose() { _held.Dispose(); _other.Dispose(); }
        }
        class Second : First
        {
            public override void Close() { Api.Work(); base.Close(); }
            public override void {|RH2005:Dispose|}() => Close();
        }
        """);

    [Fact]
    public Task Of_an_async_disposer() => OwnerCode.InFile(
        """
        class First : IAsyncDisposable { private readonly AsyncResource _held = new(); public virtual async ValueTask DisposeAsync() => await _held.DisposeAsync(); }
        class Second : First { private readonly AsyncResource _more = new(); public override async ValueTask {|RH2005:DisposeAsync|}() => await _more.DisposeAsync(); }
        """);

    [Fact]
    public Task Of_DisposeAsyncCore() => OwnerCode.InFile(
        """
        class First : IAsyncDisposable
        {
            private readonly AsyncResource _held = new();
            public async ValueTask DisposeAsync() { await DisposeAsyncCore(); GC.SuppressFinalize(this); }
            protected virtual async ValueTask DisposeAsyncCore() => await _held.DisposeAsync();
        }
        class Second : First { private readonly AsyncResource _more = new(); protected override async ValueTask {|RH2005:DisposeAsyncCore|}() => await _more.DisposeAsync(); }
        """);

    [Fact]
    public Task Two_levels_up() => OwnerCode.InFile(
        """
        class Middle : Base { protected override void Dispose(bool disposing) => base.Dispose(disposing); }
        class Derived : Middle { private readonly Resource _more = new(); protected override void {|RH2005:Dispose|}(bool disposing) => _more.Dispose(); }
        """);

    [Fact]
    public Task Of_a_library_class() => OwnerCode.InFile(
        """
        sealed class Part : Component { private readonly Resource _more = new(); protected override void {|RH2005:Dispose|}(bool disposing) { if (disposing) _more.Dispose(); } }
        sealed class Body : HttpContent
        {
            private readonly Resource _more = new();
            protected override void {|RH2005:Dispose|}(bool disposing) { if (disposing) _more.Dispose(); }
            protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Task.CompletedTask;
            protected override bool TryComputeLength(out long length) { length = 0; return true; }
        }
        """);

    [Fact]
    public async Task The_message()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            "sealed class Derived : Base { private readonly Resource _more = new(); protected override void {|#0:Dispose|}(bool disposing) => _more.Dispose(); }");
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2005").WithLocation(0)
            .WithMessage("'Derived.Dispose' never calls 'base.Dispose(disposing)', so what 'Base' holds is not released"));
        await test.RunAsync();
    }
}
