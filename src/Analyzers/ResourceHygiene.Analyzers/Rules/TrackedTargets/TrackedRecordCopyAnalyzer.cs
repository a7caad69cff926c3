using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership.Screening;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>RH8014: <c>with</c> on a tracked record; the generated copy constructor refuses it when it runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TrackedRecordCopyAnalyzer : HygieneAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = new(
        RuleIds.TrackedRecordCopied,
        "Tracked record is copied",
        "'with' on '{0}' makes a second owner of the same resources and throws at run time; create a new '{0}' instead",
        RuleCategories.TrackedTargets,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.TrackedRecordCopied));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode) =>
        start.RegisterSemanticModelAction(AnalyzeFile);

    // An action on operations would make the compiler build them for every body of the program.
    private static void AnalyzeFile(SemanticModelAnalysisContext context)
    {
        SyntaxTree tree = context.SemanticModel.SyntaxTree;
        if (!FileOutline.Of(tree, context.CancellationToken).HasWith)
            return;
        foreach (WithExpressionSyntax expression in tree.GetRoot(context.CancellationToken).DescendantNodes().OfType<WithExpressionSyntax>())
        {
            if (context.SemanticModel.GetOperation(expression, context.CancellationToken) is IWithOperation with)
                AnalyzeWith(with, context);
        }
    }

    private static void AnalyzeWith(IWithOperation with, SemanticModelAnalysisContext context)
    {
        // The copy constructor of a derived record calls that of its base.
        for (INamedTypeSymbol? type = with.CloneMethod?.ContainingType; type is not null; type = type.BaseType)
        {
            if (type.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null
                // A copy constructor that the user wrote says what a copy means.
                && type.InstanceConstructors.Any(constructor => IsCopyConstructor(constructor) && (constructor.IsImplicitlyDeclared || constructor.IsGeneratedByUs())))
            {
                context.ReportDiagnostic(Diagnostic.Create(s_rule, with.Syntax.GetLocation(), with.CloneMethod!.ContainingType.Name));
                return;
            }
        }
    }

    private static bool IsCopyConstructor(IMethodSymbol constructor) =>
        constructor.Parameters is [{ Type: var parameter }]
        && SymbolEqualityComparer.Default.Equals(parameter.OriginalDefinition, constructor.ContainingType.OriginalDefinition);
}
