using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5010: gives the Parameter another handle to the same memory, so that the tensor keeps its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BuildFromAliasFix))]
[Shared]
public sealed class BuildFromAliasFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.TensorTaken);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is IdentifierNameSyntax tensor)
            yield return new ProposedFix("Build it from an alias", target.Root.ReplaceNode(tensor, TensorCalls.On(tensor, "alias")));
    }
}
