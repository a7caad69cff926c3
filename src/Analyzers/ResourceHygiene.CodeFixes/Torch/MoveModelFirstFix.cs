using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5012: moves the model before the optimizer is created from its parameters, where both are statements of one list.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveModelFirstFix))]
[Shared]
public sealed class MoveModelFirstFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.OptimizerBeforeMove);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.FirstPlace is not { } place || target.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } creation
            || target.Root.FindNode(place, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } move)
        {
            yield break;
        }

        ExpressionSyntax moving = move.Expression is AssignmentExpressionSyntax assignment ? assignment.Right : move.Expression;
        if (moving.Span == place && StatementMove.InFrontOf(target.Root, move, creation, moving) is { } root)
            yield return new ProposedFix("Move the model before the optimizer is created", root);
    }
}
