using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>RH2006: takes out the release of what belongs to somebody else, where it is a statement of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeaveToOwnerFix))]
[Shared]
public sealed class LeaveToOwnerFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ForeignReleased);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not ExpressionSyntax place || ReleaseCall.Around(place, releaseMethod: null) is not { } release
            || ReleaseCall.GuardedStatementOf(release, target.Place ?? "") is not { } statement || !StatementRemoval.IsPossible(statement))
        {
            yield break;
        }

        yield return new ProposedFix("Leave it to its owner", StatementRemoval.Remove(target.Root, statement));
    }
}
