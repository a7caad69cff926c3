using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2007;

/// <summary>One of two disposers forgets something.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("public void Dispose() => _held.Dispose(); public ValueTask DisposeAsync() => ValueTask.CompletedTask;")]
    [InlineData("public void Dispose() { } public ValueTask DisposeAsync() => _held.DisposeAsync();")]
    [InlineData("public void Dispose() { Dispose(true); } private void Dispose(bool disposing) { if (disposing) _held.Dispose(); } public ValueTask DisposeAsync() { Dispose(false); return ValueTask.CompletedTask; }")]
    [InlineData("public void Dispose() => _other.Dispose(); public async ValueTask DisposeAsync() { _other.Dispose(); await _held.DisposeAsync(); } private readonly Resource _other = new();")]
    public Task One_of_both_forgets(string members) => OwnerCode.InFile(
        $"sealed class Owner : IDisposable, IAsyncDisposable {{ private readonly DualResource {{|RH2007:_held|}} = new(); {members} }}");

    [Fact]
    public Task What_can_only_be_released_asynchronously() => OwnerCode.InOwner(
        """
        private readonly AsyncResource {|RH2007:_held|} = new();
        public void Dispose() => _held.Use();
        """);

    [Fact]
    public Task Of_what_was_given() => OwnerCode.InFile(
        """
        sealed class Owner : IDisposable, IAsyncDisposable
        {
            private readonly DualResource {|RH2007:_held|};
            public Owner(DualResource held) => _held = held;
            public void Dispose() => _held.Dispose();
            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
        """);

    [Fact]
    public async Task The_messages()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            sealed class Worker : IDisposable, IAsyncDisposable
            {
                private readonly DualResource {|#0:_held|} = new();
                public void Dispose() => _held.Dispose();
                public ValueTask DisposeAsync() => ValueTask.CompletedTask;
            }
            sealed class Other : IDisposable { private readonly AsyncResource {|#1:_held|} = new(); public void Dispose() { } }
            """);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2007").WithLocation(0)
            .WithMessage("'Worker._held' (DualResource) is released by 'Dispose', but 'DisposeAsync' leaves it out; release it there too"));
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2007").WithLocation(1)
            .WithMessage("'Other._held' (AsyncResource) has only DisposeAsync, and 'Other' has only 'Dispose'; implement IAsyncDisposable"));
        await test.RunAsync();
    }
}
