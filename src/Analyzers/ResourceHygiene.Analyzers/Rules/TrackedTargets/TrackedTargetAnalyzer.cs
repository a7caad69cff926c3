using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        start.RegisterSyntaxNodeAction(AnalyzeLocalFunction, SyntaxKind.LocalFunctionStatement);
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
        var symbol = (IMethodSymbol)context.Symbol;
        foreach (CapabilityMethod method in CapabilityMethod.ReadAll(symbol))
        {
            if (method.IsRegistered && RegistrationValidation.Validate(method) is { } problem)
                Report(context, problem);
        }

        foreach (CapabilityMethod method in CapabilityMethod.ReadMisplaced(symbol))
            Report(context, RegistrationValidation.Misplaced(method));
    }

    private static void AnalyzeLocalFunction(SyntaxNodeAnalysisContext context)
    {
        if (((LocalFunctionStatementSyntax)context.Node).AttributeLists.Count == 0
            || context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken) is not IMethodSymbol function)
        {
            return;
        }

        foreach (CapabilityMethod method in CapabilityMethod.ReadMisplaced(function))
            context.ReportDiagnostic(ToDiagnostic(RegistrationValidation.Misplaced(method)));
    }

    private static void Report(SymbolAnalysisContext context, TargetProblem problem) => context.ReportDiagnostic(ToDiagnostic(problem));

    private static Diagnostic ToDiagnostic(TargetProblem problem) =>
        Diagnostic.Create(TrackedTargetDescriptors.Get(problem.RuleId), problem.Location, [.. problem.Arguments]);
}
