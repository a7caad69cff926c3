using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2006;

/// <summary>A disposer releases what others own.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("private readonly HttpClient _held; public Owner(HttpClient held) => _held = held; public void Dispose() => {|RH2006:_held|}.Dispose();")]
    [InlineData("private readonly HttpClient? _held; public Owner(HttpClient held) { _held = held; } public void Dispose() => {|RH2006:_held|}?.Dispose();")]
    [InlineData("private readonly CancellationTokenSource _held; public Owner(CancellationTokenSource held) { _held = held; } public void Dispose() { Clean(); } private void Clean() => {|RH2006:_held|}.Dispose();")]
    [InlineData("private readonly Resource _held; public Owner([Borrowed] Resource held) { _held = held; } public void Dispose() { {|RH2006:_held|}.Dispose(); }")]
    [InlineData("[Borrowed] private readonly Resource _held; public Owner(Resource held) { _held = held; } public void Dispose() { {|RH2006:_held|}.Dispose(); }")]
    [InlineData("private readonly Resource _held; public Owner(Holder holder) { _held = holder.Shared; } public void Dispose() { {|RH2006:_held|}.Dispose(); }")]
    [InlineData("private readonly Resource _held = Holder.Common; public void Dispose() { {|RH2006:_held|}.Dispose(); }")]
    [InlineData("private HttpClient? _held; private bool _disposed; public Owner(HttpClient held) { _held = held; } public void Dispose() { if (!_disposed) { {|RH2006:_held|}?.Dispose(); _held = null; _disposed = true; } }")]
    public Task What_belongs_to_others_is_released(string members) => OwnerCode.InFile(
        $"sealed class Holder {{ public Resource Shared {{ get; }} = null!; public static Resource Common {{ get; }} = null!; }}\nsealed class Owner : IDisposable {{ {members} }}");

    [Fact]
    public async Task The_message()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            "sealed class Api2 : IDisposable { private readonly HttpClient _http; public Api2(HttpClient http) => _http = http; public void Dispose() => {|#0:_http|}.Dispose(); }");
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2006").WithLocation(0)
            .WithMessage("'Dispose' releases '_http', which comes from parameter 'http' and belongs to somebody else; leave it alone or mark it [Owned]"));
        await test.RunAsync();
    }
}
