using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5014: turns gradients off from in front of the loop, or the statement, that runs the model, to the end of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TurnGradientsOffFix))]
[Shared]
public sealed class TurnGradientsOffFix : HygieneFix
{
    // By how the file imports the library.
    private static readonly string[] s_calls = ["torch.no_grad()", "no_grad()", "TorchSharp.torch.no_grad()"];

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.GradientsOn);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (StatementAround(target.Node) is not { } statement || statement.Parent is SwitchSectionSyntax || StatementLists.ListOf(statement) is null
            || GuardedRegion.Stops(statement) || statement.DescendantNodes().Any(static node => node is AwaitExpressionSyntax or YieldStatementSyntax))
        {
            yield break;
        }

        foreach (string call in s_calls)
        {
            StatementSyntax guard = GuardedRegion.Declare(SyntaxFactory.ParseExpression(call), statement, target.Model);
            yield return new ProposedFix("Turn gradients off with 'torch.no_grad()'", StatementEdits.InsertBefore(target.Root, statement, guard));
        }
    }

    // Once for all rounds: the outermost loop in the function.
    private static StatementSyntax? StatementAround(SyntaxNode node)
    {
        StatementSyntax? found = null;
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            if (ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax)
                break;
            if (ancestor is StatementSyntax statement && (found is null || statement is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
                found = statement;
        }

        return found;
    }
}
