using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5015: lets go of the gradient itself instead of the handle that was made to dispose it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClearGradientFix))]
[Shared]
public sealed class ClearGradientFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.AliasReleased);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Kind != "grad" || target.FirstPlace is not { } place || target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
            || statement.Expression.Span != (target.Node.Parent is ConditionalAccessExpressionSyntax access ? access.Span : target.Node.Span)
            || target.Root.FindNode(place, getInnermostNodeForTie: true) is not MemberAccessExpressionSyntax gradient)
        {
            yield break;
        }

        ExpressionSyntax cleared = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            gradient.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression));
        yield return new ProposedFix("Set the gradient to null", target.Root.ReplaceNode(statement.Expression, cleared.WithTriviaFrom(statement.Expression)));
    }
}
