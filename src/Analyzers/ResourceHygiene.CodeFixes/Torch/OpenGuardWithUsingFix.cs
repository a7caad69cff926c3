using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5007: a guard that nothing disposes holds until the end of its block. Not offered where the block stops for another thread.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OpenGuardWithUsingFix))]
[Shared]
public sealed class OpenGuardWithUsingFix : HygieneFix
{
    private const string Title = "Declare with 'using'";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.GuardLetLoose);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Kind is not ("dropped" or "variable") || target.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || GuardedRegion.Stops(statement))
            yield break;
        if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1 } declaration && declaration.Parent is BlockSyntax or GlobalStatementSyntax)
        {
            yield return new ProposedFix(Title, target.Root.ReplaceNode(declaration, UsingForms.Apply(declaration, UsingForm.Using)));
        }
        else if (statement is ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } && target.Node is ExpressionSyntax call)
        {
            yield return new ProposedFix(Title, target.Root.ReplaceNode(statement, GuardedRegion.Declare(call, statement, target.Model).WithTriviaFrom(statement)));
        }
    }
}

/// <summary>The statements that a guard declared among them holds for, and the declaration.</summary>
internal static class GuardedRegion
{
    /// <summary>Whether another thread may go on in the middle of what follows a statement in its list.</summary>
    public static bool Stops(StatementSyntax statement) => StatementLists.After(statement).Any(static later =>
        later.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node switch
        {
            AwaitExpressionSyntax or YieldStatementSyntax => true,
            CommonForEachStatementSyntax loop => loop.AwaitKeyword.RawKind != 0,
            UsingStatementSyntax inner => inner.AwaitKeyword.RawKind != 0,
            LocalDeclarationStatementSyntax inner => inner.AwaitKeyword.RawKind != 0,
            _ => false,
        }));

    /// <summary><c>using var noGrad = torch.no_grad();</c></summary>
    public static StatementSyntax Declare(ExpressionSyntax call, StatementSyntax at, SemanticModel model)
    {
        string name = FreeName.For(NameFor(call), at, model);
        return SyntaxFactory.ParseStatement($"using var {name} = {call.WithoutTrivia().ToFullString()};").WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static string NameFor(ExpressionSyntax call)
    {
        string text = call.ToString();
        return text.Contains("DisposeScope") ? "scope"
            : text.Contains("no_grad") ? "noGrad"
            : text.Contains("inference_mode") ? "inferenceMode"
            : text.Contains("anomaly") ? "anomalyMode"
            : "gradMode";
    }
}
