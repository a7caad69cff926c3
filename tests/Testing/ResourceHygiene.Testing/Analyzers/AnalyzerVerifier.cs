using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Testing;

/// <summary>One-line analyzer tests. For anything with configuration or several files use <see cref="AnalyzerTest{TAnalyzer}"/>.</summary>
public static class AnalyzerVerifier<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>An expected diagnostic of the analyzer's first rule.</summary>
    public static DiagnosticResult Diagnostic() => new(new TAnalyzer().SupportedDiagnostics[0].Id);

    /// <summary>An expected diagnostic of the rule with this id.</summary>
    public static DiagnosticResult Diagnostic(string id) => new(id);

    /// <summary>An expected diagnostic of the rule with this id and exactly this message.</summary>
    public static DiagnosticResult Diagnostic(string id, string message) => new DiagnosticResult(id).WithMessage(message);

    /// <summary>An expected diagnostic of this rule.</summary>
    public static DiagnosticResult Diagnostic(DiagnosticDescriptor descriptor) => new(descriptor.Id);

    /// <summary>The analyzer reports what the markup says, nothing else, and the source compiles.</summary>
    /// <exception cref="VerificationException">It does not.</exception>
    public static Task VerifyAsync(string markup, params DiagnosticResult[] expected)
    {
        AnalyzerTest<TAnalyzer> test = new() { TestCode = markup };
        foreach (DiagnosticResult result in expected)
            test.ExpectedDiagnostics.Add(result);

        return test.RunAsync();
    }
}
