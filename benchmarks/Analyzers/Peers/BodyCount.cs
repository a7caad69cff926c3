using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;

namespace ResourceHygiene.Analyzers.Benchmarks.Peers;

/// <summary>How many bodies the compiler shows to an analyzer: what our own count is held against.</summary>
internal static class BodyCount
{
    public static long In(CSharpCompilation compilation)
    {
        var counter = new CountingAnalyzer();
        Analysis.Analyze(compilation, [counter]);
        return counter.Count;
    }

    public static long In(CSharpCompilation compilation, SyntaxTree tree)
    {
        var counter = new CountingAnalyzer();
        Analysis.AnalyzeFile(compilation, tree, [counter]);
        return counter.Count;
    }

#pragma warning disable RS1001, RS1036, RS1038, RS2008 // Made here by hand; no compiler is to find it.
    private sealed class CountingAnalyzer : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_rule = new(
            "COUNT", "Count", "Count", "Benchmark", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            // As the idle analyzer: what the host does for types costs the same.
            context.RegisterSymbolAction(static _ => { }, SymbolKind.NamedType);
            context.RegisterOperationBlockAction(_ => Interlocked.Increment(ref _count));
        }
    }
#pragma warning restore
}
