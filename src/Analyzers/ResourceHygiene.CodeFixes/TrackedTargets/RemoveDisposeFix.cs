using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>RH8010: takes away a Dispose that does nothing but what the generated one will do.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveDisposeFix))]
[Shared]
public sealed class RemoveDisposeFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.DisposeDoesNotRelease);

    private protected override CodeActionPriority Priority => CodeActionPriority.High;

    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>Until the generator has run, the type has no Dispose.</summary>
    private protected override bool IsLeftToGenerator(Diagnostic complaint) =>
        complaint.Id is "CS0535" && complaint.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains("IDisposable.Dispose()");

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Parent: TypeDeclarationSyntax } dispose
            // Overrides of it may be anywhere; the generated one is not virtual.
            && target.Model.GetDeclaredSymbol(dispose, target.Cancellation) is { IsVirtual: false } method
            && StatementsOf(dispose) is { } statements
            && statements.All(statement => IsGenerated(statement, method.ContainingType, target))
            // What was said about it would be lost.
            && !dispose.DescendantTrivia().Any(StatementRemoval.IsComment))
        {
            yield return new ProposedFix("Remove Dispose, as one that does the same is generated", target.Root.RemoveNode(dispose, SyntaxRemoveOptions.KeepUnbalancedDirectives)!);
        }
    }

    private static IEnumerable<ExpressionSyntax?>? StatementsOf(MethodDeclarationSyntax dispose) =>
        dispose.Body is { } body
            ? body.Statements.Select(static statement => (statement as ExpressionStatementSyntax)?.Expression)
            : dispose.ExpressionBody is { } arrow ? [arrow.Expression] : null;

    private static bool IsGenerated(ExpressionSyntax? expression, INamedTypeSymbol type, FixTarget target)
    {
        switch (expression)
        {
            case InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: ThisExpressionSyntax }], Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" } }:
                return true;
            case InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose", Expression: var released } }:
                return IsOwned(released, type, target);
            case ConditionalAccessExpressionSyntax
            {
                Expression: var released,
                WhenNotNull: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } },
            }:
                return IsOwned(released, type, target);
            default:
                return false;
        }
    }

    private static bool IsOwned(ExpressionSyntax released, INamedTypeSymbol type, FixTarget target) =>
        target.Model.GetSymbolInfo(released, target.Cancellation).Symbol is (IFieldSymbol or IPropertySymbol) and var member
        && SymbolEqualityComparer.Default.Equals(member.ContainingType, type)
        && (member.FindAttribute(WellKnownNames.OwnedAttribute) is not null || member.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null);
}
