using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Rules;

namespace ResourceHygiene.Analyzers.Tests;

/// <summary>All analyzers of the product at once, as a build runs them.</summary>
internal static class ProductAnalyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(OwnershipAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
    ];

    /// <summary>What the analyzers report, and what they threw instead of becoming an AD0001 without a stack trace.</summary>
    public static async Task<(ImmutableArray<Diagnostic> Diagnostics, IReadOnlyCollection<Exception> Exceptions)> RunAsync(
        CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, string mode, CancellationToken cancellationToken = default, params ImmutableArray<AdditionalText> additionalFiles)
    {
        ConcurrentQueue<Exception> exceptions = new();
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions(additionalFiles, new ModeOptions(mode)),
            onAnalyzerException: (exception, _, _) => exceptions.Enqueue(exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true);

        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return (diagnostics, exceptions);
    }

    /// <summary>Sets the mode and nothing else, so that nothing can be configured away.</summary>
    private sealed class ModeOptions(string mode) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(mode);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(string mode) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.ResourceHygieneMode" ? mode : null;
                return value is not null;
            }
        }
    }
}
