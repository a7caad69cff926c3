using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>A suggestion, unless the resource is dear or everything was asked for.</summary>
public sealed class DiagnosticsSeverity
{
    [Theory]
    [InlineData("new MemoryStream()", "recommended", DiagnosticSeverity.Info)]
    [InlineData("new Resource()", "recommended", DiagnosticSeverity.Info)]
    [InlineData("File.OpenRead(path)", "recommended", DiagnosticSeverity.Warning)]
    [InlineData("new Resource()", "ci", DiagnosticSeverity.Info)]
    [InlineData("File.OpenRead(path)", "ci", DiagnosticSeverity.Warning)]
    [InlineData("new Resource()", "audit", DiagnosticSeverity.Warning)]
    public Task Mode_and_tier_decide(string made, string mode, DiagnosticSeverity expected)
    {
        AnalyzerTest<OwnershipAnalyzer> test = ExceptionCode.Test(
            $$"""class C { void M(string path) { var made = {|#0:{{made}}|}; int.Parse(path); made.Dispose(); } }""");
        test.BuildProperties["ResourceHygieneMode"] = mode;
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1003").WithLocation(0).WithSeverity(expected));
        return test.RunAsync();
    }
}
