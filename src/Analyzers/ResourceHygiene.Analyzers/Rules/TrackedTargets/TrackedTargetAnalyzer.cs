using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>
/// Reports why nothing is generated for an annotated type or method. The verdict is <see cref="TargetValidation"/>'s,
/// which the generator asks too.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TrackedTargetAnalyzer : HygieneAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = TrackedTargetDescriptors.All;

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        start.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        start.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        if (TrackedTarget.Read((INamedTypeSymbol)context.Symbol, context.CancellationToken) is not { } target)
            return;

        foreach (TargetProblem problem in TargetValidation.Validate(target, context.CancellationToken))
            Report(context, problem);
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        foreach (CapabilityMethod method in CapabilityMethod.ReadAll((IMethodSymbol)context.Symbol))
        {
            if (method.IsRegistered && RegistrationValidation.Validate(method) is { } problem)
                Report(context, problem);
        }
    }

    private static void Report(SymbolAnalysisContext context, TargetProblem problem) =>
        context.ReportDiagnostic(Diagnostic.Create(TrackedTargetDescriptors.Get(problem.RuleId), problem.Location, [.. problem.Arguments]));
}
