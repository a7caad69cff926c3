using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5011: moves what sets a field of a module in front of RegisterComponents, where nothing in between decides what it is set to.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetBeforeRegisteringFix))]
[Shared]
public sealed class SetBeforeRegisteringFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.StateNotOwned);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Kind != "late" || target.FirstPlace is not { } place || target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: AssignmentExpressionSyntax assignment } setting
            || target.Root.FindNode(place).FirstAncestorOrSelf<StatementSyntax>() is not { } registration)
        {
            yield break;
        }

        if (StatementMove.InFrontOf(target.Root, setting, registration, assignment.Right) is { } root)
            yield return new ProposedFix("Set it before 'RegisterComponents'", root);
    }
}

/// <summary>Puts a statement in front of an earlier one of the same list.</summary>
internal static class StatementMove
{
    /// <param name="root">The document.</param>
    /// <param name="moved">The later statement.</param>
    /// <param name="anchor">The earlier one.</param>
    /// <param name="reads">What the moved statement reads; null where something in between changes it, or uses what it writes.</param>
    public static SyntaxNode? InFrontOf(SyntaxNode root, StatementSyntax moved, StatementSyntax anchor, ExpressionSyntax reads)
    {
        if (StatementLists.ListOf(moved) is not { } list || StatementLists.ListOf(anchor) != list || !StatementRemoval.IsPossible(moved) || moved.SpanStart < anchor.SpanStart)
            return null;
        HashSet<string> read = new(Names(reads), StringComparer.Ordinal);
        bool isDecided = StatementLists.StatementsOf(list)
            .Where(statement => statement.SpanStart > anchor.SpanStart && statement.SpanStart < moved.SpanStart)
            .Any(statement => Written(statement).Any(read.Contains) || statement.DescendantNodesAndSelf().Any(static node => node is ReturnStatementSyntax or AwaitExpressionSyntax));
        if (isDecided)
            return null;

        root = root.TrackNodes(moved, anchor);
        root = StatementEdits.InsertBefore(root, root.GetCurrentNode(anchor)!, moved);
        return StatementRemoval.RemoveWithComments(root, root.GetCurrentNode(moved)!);
    }

    private static IEnumerable<string> Names(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText);

    private static IEnumerable<string> Written(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf().SelectMany(static node => node switch
        {
            AssignmentExpressionSyntax assignment => Names(assignment.Left),
            VariableDeclaratorSyntax variable => new[] { variable.Identifier.ValueText },
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => Names(argument),
            PostfixUnaryExpressionSyntax changed => Names(changed.Operand),
            _ => Array.Empty<string>(),
        });
}
