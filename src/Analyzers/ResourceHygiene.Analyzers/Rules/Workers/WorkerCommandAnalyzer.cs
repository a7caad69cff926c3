using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared.TrackedTargets;
using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Analyzers.Rules.Workers;

/// <summary>
/// RH8015 to RH8017: why no client is generated for a class with <c>[WorkerCommand]</c> methods. The verdict is
/// <see cref="WorkerValidation"/>'s, which the generator asks too.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkerCommandAnalyzer : HygieneAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = WorkerDescriptors.All;

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        if (WorkerLibrary.IsUsedBy(start.Compilation))
            start.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        if (WorkerUnit.Read((INamedTypeSymbol)context.Symbol, context.CancellationToken) is not { } unit)
            return;

        foreach (TargetProblem problem in WorkerValidation.Validate(unit, context.CancellationToken))
            context.ReportDiagnostic(WorkerDescriptors.ToDiagnostic(problem));
    }
}
