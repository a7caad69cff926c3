using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Async;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Async;

/// <summary>What is certainly wrong is a warning, and fails the build in mode ci; what costs little is a suggestion.</summary>
public sealed class SeverityTests
{
    private const string Returned = "Task M() { using var client = new Client(); return {|#0:client.RunAsync()|}; }";
    private const string OnTask = "void M() { using var client = {|#0:Work.OpenAsync()|}; }";
    private const string Captured = "Action M() { using var client = new Client(); return () {|#0:=>|} client.Use(); }";
    private const string Blocking = "async Task M() { {|#0:using|} var connection = new Connection(); await connection.OpenAsync(); }";
    private const string Registered = "void M(CancellationToken token) { {|#0:token.Register(() => { })|}; }";
    private const string Timed = "void M() { {|#0:new Timer(_ => { })|}; }";

    [Theory]
    [InlineData("RH6001", Returned, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH6001", Returned, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH6001", Returned, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH6002", OnTask, "recommended", DiagnosticSeverity.Error)]
    [InlineData("RH6002", OnTask, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH6004", Captured, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH6004", Captured, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH6005", Blocking, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH6005", Blocking, "ci", DiagnosticSeverity.Info)]
    [InlineData("RH6005", Blocking, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH6006", Registered, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH6006", Registered, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH6006", Timed, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH6006", Timed, "ci", DiagnosticSeverity.Error)]
    public Task Of_a_rule_in_a_mode(string id, string member, string mode, DiagnosticSeverity expected)
    {
        AnalyzerTest<AsyncAnalyzer> test = AsyncCode.Test($"class C {{ {member} }}");
        test.BuildProperties["ResourceHygieneMode"] = mode;
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<AsyncAnalyzer>.Diagnostic(id).WithLocation(0).WithSeverity(expected));
        return test.RunAsync();
    }

    [Theory]
    [InlineData(Returned)]
    [InlineData(OnTask)]
    [InlineData(Captured)]
    [InlineData(Timed)]
    public Task Nothing_in_mode_none(string member)
    {
        AnalyzerTest<AsyncAnalyzer> test = AsyncCode.Test($"class C {{ {member.Replace("{|#0:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal)} }}");
        test.BuildProperties["ResourceHygieneMode"] = "none";
        return test.RunAsync();
    }
}
