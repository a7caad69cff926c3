using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// RH1004, and what RH5001, RH5004, RH5006 and RH5008 call kept nowhere: gives the discarded resource a using variable in front of the statement. Offered only where the resource is
/// the first thing that the statement evaluates, and where the statement is done with it when it ends.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeepInUsingVariableFix))]
[Shared]
public sealed class KeepInUsingVariableFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        RuleIds.AcquiredAndDiscarded, RuleIds.TensorNotOwned, RuleIds.DetachedNotOwned, RuleIds.ModuleNotDisposed, RuleIds.MovedToNobody);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Kind is not (null or "Discarded") || target.Node is not ExpressionSyntax site || TemporaryHoist.TryCreate(site, target.Model, target.Cancellation) is not { } hoist)
            yield break;
        yield return new ProposedFix(
            hoist.Form == UsingForm.AwaitUsing ? "Keep in an 'await using' variable" : "Keep in a 'using' variable",
            hoist.Apply(target.Root));
    }
}
