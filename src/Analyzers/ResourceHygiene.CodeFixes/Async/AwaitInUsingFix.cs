using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Async;

/// <summary>RH6002: awaits the task, so that the using gets what the task yields. A method that returns a task becomes async for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitInUsingFix))]
[Shared]
public sealed class AwaitInUsingFix : HygieneFix
{
    private const string Title = "Await the task";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UsingOnTask);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not ExpressionSyntax task || AsyncFunction.Around(task) is not { } function)
            yield break;
        SyntaxAnnotation mark = new();
        SyntaxNode root = target.Root.ReplaceNode(task, task.WithAdditionalAnnotations(mark));
        if (!AsyncFunction.IsAsync(function))
        {
            if (AsyncFunction.MakeAsync(target.Root, function, target.Model, target.Cancellation) is null)
                yield break;
            // The marks are on the tree that the model knows, so that both changes can be made.
            root = Marked(target, task, mark, function);
        }

        ExpressionSyntax marked = root.GetAnnotatedNodes(mark).OfType<ExpressionSyntax>().First();
        root = root.ReplaceNode(marked, AsyncFunction.Await(marked.WithoutAnnotations(mark)).WithAdditionalAnnotations(mark));
        yield return new ProposedFix(Title, root);
        yield return new ProposedFix(Title, WithAwaitUsing(root, root.GetAnnotatedNodes(mark).First()));
    }

    private static SyntaxNode Marked(FixTarget target, ExpressionSyntax task, SyntaxAnnotation mark, SyntaxNode function)
    {
        SyntaxNode async = AsyncFunction.MakeAsync(target.Root, function, target.Model, target.Cancellation)!;
        // The using comes before what was changed behind it; only 'async' stands in front of it.
        int shift = "async ".Length;
        SyntaxNode found = async.FindNode(new Microsoft.CodeAnalysis.Text.TextSpan(task.SpanStart + shift, task.Span.Length), getInnermostNodeForTie: true);
        return found is ExpressionSyntax expression ? async.ReplaceNode(expression, expression.WithAdditionalAnnotations(mark)) : target.Root.ReplaceNode(task, task.WithAdditionalAnnotations(mark));
    }

    private static SyntaxNode WithAwaitUsing(SyntaxNode root, SyntaxNode value)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        StatementSyntax? statement = value.FirstAncestorOrSelf<StatementSyntax>();
        return statement switch
        {
            LocalDeclarationStatementSyntax declaration => root.ReplaceNode(declaration, declaration.WithoutLeadingTrivia().WithAwaitKeyword(keyword).WithLeadingTrivia(declaration.GetLeadingTrivia())),
            UsingStatementSyntax scope => root.ReplaceNode(scope, scope.WithoutLeadingTrivia().WithAwaitKeyword(keyword).WithLeadingTrivia(scope.GetLeadingTrivia())),
            _ => root,
        };
    }
}
