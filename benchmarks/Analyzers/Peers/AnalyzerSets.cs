using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Rules;

namespace ResourceHygiene.Analyzers.Benchmarks.Peers;

/// <summary>Who is measured.</summary>
internal static class AnalyzerSets
{
    /// <summary>Every analyzer that the product ships.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Ours { get; } =
    [
        .. typeof(OwnershipAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
    ];

    /// <summary>
    /// An analyzer that asks for the types and does not look at them: what the host of analyzers costs by itself. That is
    /// nearly all binding of every body, which a build does anyway: the compiler's own binding feeds the analyzers there.
    /// An analyzer that asks for nothing at all would not do, as the host does not even start for it.
    /// </summary>
    public static ImmutableArray<DiagnosticAnalyzer> Host { get; } = [new IdleAnalyzer(asksForBodies: false)];

    /// <summary>An analyzer that asks for every body and does not look at it: what any analyzer of bodies pays before it starts.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Bodies { get; } = [new IdleAnalyzer(asksForBodies: true)];

#pragma warning disable RS1001, RS1036, RS1038, RS2008 // Made here by hand; no compiler is to find it.
    private sealed class IdleAnalyzer : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_rule = new(
            "IDLE", "Idle", "Idle", "Benchmark", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        private readonly bool _asksForBodies;

        public IdleAnalyzer(bool asksForBodies) => _asksForBodies = asksForBodies;

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(static _ => { }, SymbolKind.NamedType);
            if (_asksForBodies)
                context.RegisterOperationBlockAction(static _ => { });
        }
    }
#pragma warning restore
}
