using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// RH1001, RH1002, RH1003: puts the rest of the block into a <c>try</c> whose <c>finally</c> releases the resource. For
/// what <c>using</c> cannot do: a release method of another name, a variable that is assigned after its declaration.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseInFinallyFix))]
[Shared]
public sealed class ReleaseInFinallyFix : HygieneFix
{
    private const string Title = "Release in 'finally'";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(RuleIds.NotReleasedOnAnyPath, RuleIds.NotReleasedOnSomePath, RuleIds.LeaksIfThrows);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.IsHandedOn == true || ResourceVariable.Find(target, DeclareWithUsingFix.ArgumentsAreLent(target)) is not { Escapes: false } variable
            || DeclareWithUsingFix.FormFor(variable, target) != UsingForm.None
            || PendingTasks.IsReturnedAround(variable.Declaration)
            || ReleaseForm.For(variable.Symbol.Type, variable.Acquisition, target.Model) is not { } release)
        {
            yield break;
        }

        List<StatementSyntax> replaced = DeclareWithUsingFix.ReplacedReleases(variable).ToList();
        if ((!release.IsRepeatable || target.IsOnce) && replaced.Count < variable.Releases.Count())
            yield break;
        bool mayBeNull = ResourceVariable.MayBeNull(variable.Symbol, variable.Scope, target.Model, target.Cancellation);

        // Right after the acquisition, where all mentions of the variable are in what follows it.
        StatementSyntax acquisition = variable.Acquisition;
        bool isAssignedOnce = variable.Writes.All(write => write.Name.Ancestors().Contains(acquisition));
        bool isAlone = variable.Uses.All(use => use.Name.SpanStart >= acquisition.SpanStart && use.Name.Span.End <= (StatementLists.ListOf(acquisition)?.Span.End ?? 0));
        if (isAssignedOnce && isAlone && Guard(target.Root, variable, acquisition, replaced, release, mayBeNull: false) is { } near)
            yield return new ProposedFix(Title, near);

        // Around everything from the declaration on, where that says that there is nothing yet.
        bool startsEmpty = variable.Declarator.Initializer?.Value.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression;
        if (acquisition != variable.Declaration && startsEmpty && variable.Writes.Count() == 1 && Guard(target.Root, variable, variable.Declaration, replaced, release, mayBeNull) is { } wide)
            yield return new ProposedFix(Title, wide);
    }

    private static SyntaxNode? Guard(
        SyntaxNode root, ResourceVariable variable, StatementSyntax opening, List<StatementSyntax> replaced, ReleaseForm release, bool mayBeNull)
    {
        if (StatementLists.ListOf(opening) is null)
            return null;
        StatementSyntax releasing = release.On(SyntaxFactory.IdentifierName(variable.Symbol.Name), mayBeNull);
        root = root.TrackNodes(replaced.Append(opening));
        root = replaced.Aggregate(root, StatementRemoval.RemoveTracked);
        StatementSyntax start = root.GetCurrentNode(opening)!;
        List<StatementSyntax> rest = StatementLists.After(start).ToList();
        if (start.Parent is SwitchSectionSyntax && rest.LastOrDefault() is { } last && Jumps.IsJump(last) && Jumps.IsQuiet(last))
            rest.RemoveAt(rest.Count - 1);
        return rest.Count == 0
            ? StatementEdits.InsertAfter(root, start, releasing)
            : StatementEdits.Wrap(root, StatementLists.ListOf(start)!, rest, block => SyntaxFactory.TryStatement(
                block, catches: default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(releasing))));
    }
}
