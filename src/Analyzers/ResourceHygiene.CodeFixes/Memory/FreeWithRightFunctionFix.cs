using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Memory;

/// <summary>RH4002: frees with the function of the same family.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreeWithRightFunctionFix))]
[Shared]
public sealed class FreeWithRightFunctionFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.FreedByOther);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.ReleaseWith is not { } format || target.Node is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, ArgumentList.Arguments: [{ Expression: { } released }] } call)
            yield break;
        foreach (ExpressionSyntax right in RawRelease.On(RawRelease.Bare(released), format).Concat(RawRelease.On(released, format)))
            yield return new ProposedFix("Free with the right function", target.Root.ReplaceNode(call, right.WithTriviaFrom(call)));
    }
}
