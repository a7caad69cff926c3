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
        if (target.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
            yield break;
        if (target.Kind == "unprotected")
        {
            if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1, Parent: BlockSyntax } guard && GuardedRegion.Protect(guard, target.Root) is { } root)
                yield return new ProposedFix(Title, root);
            yield break;
        }

        if (target.Kind is not ("dropped" or "variable") || GuardedRegion.Stops(statement))
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

    /// <summary>
    /// The file with a guard that ends whatever happens, where it was disposed by hand: to the end of its block, or of a using statement around
    /// what it held for. Null where it is not disposed once, in the same block, by a statement of its own.
    /// </summary>
    public static SyntaxNode? Protect(LocalDeclarationStatementSyntax guard, SyntaxNode root)
    {
        var block = (BlockSyntax)guard.Parent!;
        SyntaxToken name = guard.Declaration.Variables[0].Identifier;
        List<StatementSyntax> after = block.Statements.SkipWhile(statement => statement != guard).Skip(1).ToList();
        List<IdentifierNameSyntax> mentions = after.SelectMany(static statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>().Where(mention => mention.Identifier.ValueText == name.ValueText).ToList();
        List<StatementSyntax> ends = after.Where(statement => IsDisposeOf(statement, name.ValueText)).ToList();
        if (ends.Count != 1 || HasComments(ends[0]) || mentions[mentions.Count - 1].FirstAncestorOrSelf<StatementSyntax>() != ends[0]
            || mentions.Exists(mention => mention.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "Dispose" } && !ends[0].Span.Contains(mention.Span)))
        {
            return null;
        }

        int end = after.IndexOf(ends[0]);
        if (after.Skip(end + 1).All(static rest => rest is ReturnStatementSyntax { Expression: null or IdentifierNameSyntax or LiteralExpressionSyntax }))
        {
            SyntaxNode tracked = root.TrackNodes(guard, ends[0]);
            tracked = StatementRemoval.RemoveTracked(tracked, ends[0]);
            return tracked.ReplaceNode(tracked.GetCurrentNode(guard)!, UsingForms.Apply(tracked.GetCurrentNode(guard)!, UsingForm.Using));
        }

        UsingStatementSyntax held = SyntaxFactory.UsingStatement(guard.Declaration.WithoutTrivia(), expression: null, SyntaxFactory.Block(after.Take(end)))
            .WithTriviaFrom(guard)
            .WithAdditionalAnnotations(Formatter.Annotation);
        IEnumerable<StatementSyntax> statements = block.Statements.TakeWhile(statement => statement != guard).Append(held).Concat(after.Skip(end + 1));
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
    }

    private static bool IsDisposeOf(StatementSyntax statement, string name) => statement is ExpressionStatementSyntax
    {
        Expression: InvocationExpressionSyntax
        {
            ArgumentList.Arguments.Count: 0,
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose", Expression: IdentifierNameSyntax disposed },
        },
    } && disposed.Identifier.ValueText == name;

    private static bool HasComments(SyntaxNode node) => node.DescendantTrivia().Any(StatementRemoval.IsComment);

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
