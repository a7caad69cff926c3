using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks;

/// <summary>What the rules say, for tests about a message that is not known word by word.</summary>
internal static class LeakReports
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO;";

    /// <summary>The message of the one report of a rule.</summary>
    public static async Task<string> SingleMessageAsync(string id, string source)
    {
        var compilation = CSharpCompilation.Create(
            "TestProject",
            new[] { source, LeakCode.Library, Usings + "global using System.Threading.Tasks;" }.Select(static text => CSharpSyntaxTree.ParseText(text)),
            TestReferences.Net10.Concat(TestReferences.Runtime),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.DoesNotContain(compilation.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        ImmutableArray<Diagnostic> reports = await compilation.WithAnalyzers([new OwnershipAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return Assert.Single(reports, report => report.Id == id).GetMessage(CultureInfo.InvariantCulture);
    }
}
