using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5013: keeps another handle of a batch's tensor, which the loader knows nothing of; one that no scope in the loop takes with it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeepAliasOfBatchFix))]
[Shared]
public sealed class KeepAliasOfBatchFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.BatchKept);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Kind != "tensor" || target.Node is not ExpressionSyntax kept)
            yield break;
        // What is called on the batch's own handle is called on the new one.
        ExpressionSyntax tensor = kept;
        while (tensor is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var inner } })
            tensor = inner;
        ExpressionSyntax alias = TensorCalls.On(tensor, "alias");
        if (tensor == kept && IsInScope(kept))
            alias = TensorCalls.On(alias, "DetachFromDisposeScope");
        yield return new ProposedFix("Keep an alias of its own", target.Root.ReplaceNode(tensor, alias));
    }

    private static bool IsInScope(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(static ancestor => ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax)?.DescendantTokens()
            .Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "NewDisposeScope") == true;
}
