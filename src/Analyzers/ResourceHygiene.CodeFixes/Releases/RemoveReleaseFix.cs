using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Releases;

/// <summary>RH3001, RH4005: takes out the second release, where it is a statement of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveReleaseFix))]
[Shared]
public sealed class RemoveReleaseFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ReleasedTwice, RuleIds.PooledAfterReturn);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Diagnostic.Id == RuleIds.PooledAfterReturn && target.Kind != "ReleasedTwice")
            yield break;
        if (target.Node is not ExpressionSyntax call || ReleaseCall.StatementOf(ReleaseCall.Whole(call)) is not { } statement || !StatementRemoval.IsPossible(statement))
            yield break;
        bool doesMore = call is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } && !arguments.All(static argument => Jumps.IsQuiet(argument));
        if (!doesMore)
            yield return new ProposedFix("Remove this release", StatementRemoval.Remove(target.Root, statement));
    }
}
