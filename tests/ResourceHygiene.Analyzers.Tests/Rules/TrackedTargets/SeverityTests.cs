using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Rules.TrackedTargets;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>What defeats the tracking of a type is a warning, and an error where the mode is <c>ci</c>.</summary>
public sealed class SeverityTests
{
    [Theory]
    [InlineData("recommended", DiagnosticSeverity.Warning)]
    [InlineData("audit", DiagnosticSeverity.Warning)]
    [InlineData("ci", DiagnosticSeverity.Error)]
    public async Task Mode_decides(string mode, DiagnosticSeverity expected)
    {
        await VerifyAsync<TrackCallAnalyzer>("RH8003", "public {|#0:Studio|}() { }", mode, expected);
        await VerifyAsync<HandWrittenDisposeAnalyzer>("RH8010", "public Studio() => Track(); public void {|#0:Dispose|}() { }", mode, expected);
    }

    private static Task VerifyAsync<TAnalyzer>(string id, string members, string mode, DiagnosticSeverity expected)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest<TAnalyzer>
        {
            TestCode = $"using ResourceHygiene; [TrackedResource(Type = \"x\")] sealed partial class Studio {{ {members} }}",
        };
        test.AllowedCompilerDiagnostics.Add("CS0103");
        test.BuildProperties["ResourceHygieneMode"] = mode;
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id).WithLocation(0).WithSeverity(expected));
        return test.RunAsync();
    }
}
