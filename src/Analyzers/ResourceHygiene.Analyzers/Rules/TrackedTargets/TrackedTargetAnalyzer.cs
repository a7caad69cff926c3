using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership.Screening;
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
        MethodActions.Register(start, AnalyzeMethod);
        start.RegisterSemanticModelAction(AnalyzeLocalFunctions);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        if (TrackedTarget.Read((INamedTypeSymbol)context.Symbol, context.CancellationToken) is not { } target)
            return;

        foreach (TargetProblem problem in TargetValidation.Validate(target, context.CancellationToken))
            context.ReportDiagnostic(ToDiagnostic(problem));
    }

    private static void AnalyzeMethod(IMethodSymbol symbol, Action<Diagnostic> report, CancellationToken cancellation)
    {
        foreach (CapabilityMethod method in CapabilityMethod.ReadAll(symbol))
        {
            if (method.IsRegistered && RegistrationValidation.Validate(method) is { } problem)
                report(ToDiagnostic(problem));
        }

        foreach (CapabilityMethod method in CapabilityMethod.ReadMisplaced(symbol))
            report(ToDiagnostic(RegistrationValidation.Misplaced(method)));
    }

    // An action on nodes would make the host walk through every declaration of the program.
    private static void AnalyzeLocalFunctions(SemanticModelAnalysisContext context)
    {
        SyntaxTree tree = context.SemanticModel.SyntaxTree;
        if (!FileOutline.Of(tree, context.CancellationToken).HasAnnotatedFunction)
            return;
        foreach (LocalFunctionStatementSyntax declaration in tree.GetRoot(context.CancellationToken).DescendantNodes().OfType<LocalFunctionStatementSyntax>())
        {
            if (declaration.AttributeLists.Count == 0 || context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not IMethodSymbol function)
                continue;
            foreach (CapabilityMethod method in CapabilityMethod.ReadMisplaced(function))
                context.ReportDiagnostic(ToDiagnostic(RegistrationValidation.Misplaced(method)));
        }
    }

    private static Diagnostic ToDiagnostic(TargetProblem problem) =>
        Diagnostic.Create(TrackedTargetDescriptors.Get(problem.RuleId), problem.Location, [.. problem.Arguments]);
}
