using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Testing;

/// <summary>One-line code fix tests. For a choice of fixes, configuration or several files use <see cref="CodeFixTest{TAnalyzer, TFix}"/>.</summary>
public static class CodeFixVerifier<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>Applying the first fix, one diagnostic at a time and with Fix All, turns one text into the other.</summary>
    /// <param name="markup">The source, with its diagnostics marked.</param>
    /// <param name="fixedMarkup">The expected text, with the diagnostics that remain marked.</param>
    /// <exception cref="VerificationException">It does not, or the result has errors.</exception>
    public static Task VerifyAsync(string markup, string fixedMarkup) =>
        new CodeFixTest<TAnalyzer, TFix> { TestCode = markup, FixedCode = fixedMarkup }.RunAsync();

    /// <summary>The diagnostics are as marked and no fix is offered for any of them.</summary>
    /// <exception cref="VerificationException">One is.</exception>
    public static Task VerifyNoFixAsync(string markup) =>
        new CodeFixTest<TAnalyzer, TFix> { TestCode = markup }.RunAsync();
}
