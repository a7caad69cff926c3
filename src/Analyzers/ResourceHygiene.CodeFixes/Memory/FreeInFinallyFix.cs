using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Memory;

/// <summary>RH4001, RH4003, RH4004, RH4007: puts the rest of the block into a <c>try</c> whose <c>finally</c> frees, returns to the pool or deletes what a local holds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreeInFinallyFix))]
[Shared]
public sealed class FreeInFinallyFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NativeNotFreed, RuleIds.PinNotFreed, RuleIds.RentedNotReturned, RuleIds.TempNotDeleted);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.ReleaseWith is not { } format || target.Place is not { } place || target.Kind is not ("NeverReleased" or "NotReleasedOnSomePath" or "LeaksIfThrows" or "HeldAcrossYield")
            || target.IsHandedOn == true || AcquisitionOf(target, place) is not { } acquisition || StatementLists.ListOf(acquisition) is not { } scope)
        {
            yield break;
        }

        List<IdentifierNameSyntax> mentions = scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == place).ToList();
        List<StatementSyntax> releases = mentions.Select(name => ReleaseAround(name, place, target.ReleasedBy)).OfType<StatementSyntax>().Distinct().ToList();
        bool mayChange = mentions.Any(name => UseClassifier.IsWrite(name) || name.Parent is PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression });
        if (mayChange || releases.Count < Calls(scope, place, target.ReleasedBy) || !releases.All(release => StatementRemoval.IsPossible(release) && Jumps.IsLastIn(release, scope)))
            yield break;

        string title = target.Diagnostic.Id switch { RuleIds.RentedNotReturned => "Return in 'finally'", RuleIds.TempNotDeleted => "Delete in 'finally'", _ => "Free in 'finally'" };
        foreach (ExpressionSyntax call in RawRelease.On(SyntaxFactory.IdentifierName(place), format))
            yield return new ProposedFix(title, Guard(target.Root, acquisition, releases, SyntaxFactory.ExpressionStatement(call)));
    }

    // T x = Acquire(); or Check(Acquire(out var x));
    private static StatementSyntax? AcquisitionOf(FixTarget target, string place) => target.Node.FirstAncestorOrSelf<StatementSyntax>() switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer: { } initializer } variable] } declaration
            when initializer.Span.Contains(target.Node.Span) && variable.Identifier.ValueText == place && IsItself(target.Node, initializer) => declaration,
        ExpressionStatementSyntax statement when target.Node.FirstAncestorOrSelf<ArgumentSyntax>() is
            { Expression: DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax declared } } && declared.Identifier.ValueText == place => statement,
        _ => null,
    };

    // The variable holds what is acquired, always: no choice between that and something else.
    private static bool IsItself(SyntaxNode acquired, EqualsValueClauseSyntax initializer)
    {
        SyntaxNode node = acquired;
        while (node.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax)
            node = node.Parent;
        return node.Parent == initializer;
    }

    private static int Calls(SyntaxNode scope, string place, IReadOnlyList<string> names) =>
        scope.DescendantNodes().OfType<InvocationExpressionSyntax>().Count(call => RawRelease.Releases(call, place, names));

    private static ExpressionStatementSyntax? ReleaseAround(IdentifierNameSyntax name, string place, IReadOnlyList<string> names) =>
        name.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => RawRelease.Releases(call, place, names)) is { Parent: ExpressionStatementSyntax statement }
            ? statement
            : null;

    private static SyntaxNode Guard(SyntaxNode root, StatementSyntax acquisition, List<StatementSyntax> releases, StatementSyntax releasing)
    {
        root = root.TrackNodes(releases.Append(acquisition));
        root = releases.Aggregate(root, StatementRemoval.RemoveTracked);
        StatementSyntax start = root.GetCurrentNode(acquisition)!;
        List<StatementSyntax> rest = StatementLists.After(start).ToList();
        if (start.Parent is SwitchSectionSyntax && rest.LastOrDefault() is { } last && Jumps.IsJump(last) && Jumps.IsQuiet(last))
            rest.RemoveAt(rest.Count - 1);
        return rest.Count == 0
            ? StatementEdits.InsertAfter(root, start, releasing)
            : StatementEdits.Wrap(root, StatementLists.ListOf(start)!, rest, block => SyntaxFactory.TryStatement(
                block, catches: default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(releasing))));
    }
}
