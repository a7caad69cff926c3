using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>Takes statements out, and with them what becomes hollow: an <c>if</c> around nothing, an empty <c>finally</c>. Comments stay.</summary>
internal static class StatementRemoval
{
    /// <summary>Whether a statement can be taken out without touching directives or labels.</summary>
    public static bool IsPossible(StatementSyntax statement) => !statement.ContainsDirectives && statement.Parent is not LabeledStatementSyntax;

    /// <param name="root">A tree that tracks the statement.</param>
    /// <param name="statement">The statement, as it was when tracking began.</param>
    public static SyntaxNode RemoveTracked(SyntaxNode root, StatementSyntax statement) =>
        root.GetCurrentNode(statement) is { } current ? Remove(root, current) : root;

    public static SyntaxNode Remove(SyntaxNode root, StatementSyntax statement)
    {
        switch (statement.Parent)
        {
            case BlockSyntax { Statements.Count: 1, Parent: { } parent } block when !HasComments(block):
                switch (parent)
                {
                    case FinallyClauseSyntax { Parent: TryStatementSyntax guarded }:
                        return RemoveFinally(root, guarded);
                    case IfStatementSyntax or ElseClauseSyntax when RemoveBranch(root, block) is { } removed:
                        return removed;
                    default:
                        break;
                }

                break;
            case IfStatementSyntax or ElseClauseSyntax when !HasComments(statement) && RemoveBranch(root, statement) is { } removed:
                return removed;
            default:
                break;
        }

        return StatementLists.ListOf(statement) is null
            ? root.ReplaceNode(statement, SyntaxFactory.Block().WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation))
            : RemoveFromList(root, statement);
    }

    /// <summary>As <see cref="Remove"/>, for a statement that stands elsewhere from now on, comments and all.</summary>
    public static SyntaxNode RemoveWithComments(SyntaxNode root, StatementSyntax statement)
    {
        IEnumerable<SyntaxTrivia> blankLines = statement.GetLeadingTrivia().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var mark = new SyntaxAnnotation();
        root = root.ReplaceNode(statement, statement.WithLeadingTrivia(blankLines).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed).WithAdditionalAnnotations(mark));
        return Remove(root, (StatementSyntax)root.GetAnnotatedNodes(mark).Single());
    }

    private static bool HasComments(SyntaxNode node) => node.DescendantTrivia().Any(IsComment);

    public static bool IsComment(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    private static bool BeginsWithBlankLine(SyntaxTriviaList trivia) => trivia.Count > 0 && trivia[0].IsKind(SyntaxKind.EndOfLineTrivia);

    private static SyntaxNode? RemoveBranch(SyntaxNode root, StatementSyntax branch) => branch.Parent switch
    {
        ElseClauseSyntax { Parent: IfStatementSyntax owner } => root.ReplaceNode(owner, owner.WithElse(null)),
        IfStatementSyntax { Else: null } owner when IsPossible(owner) && Jumps.IsQuiet(owner.Condition) => Remove(root, owner),
        _ => null,
    };

    private static SyntaxNode RemoveFinally(SyntaxNode root, TryStatementSyntax guarded)
    {
        if (guarded.Catches.Count > 0)
            return root.ReplaceNode(guarded, guarded.WithFinally(null));
        if (StatementLists.ListOf(guarded) is not { } list)
            return root.ReplaceNode(guarded, guarded.Block.WithTriviaFrom(guarded).WithAdditionalAnnotations(Formatter.Annotation));

        List<StatementSyntax> inner = guarded.Block.Statements.Select(static statement => statement.WithAdditionalAnnotations(Formatter.Annotation)).ToList();
        if (inner.Count > 0)
        {
            inner[0] = inner[0].WithLeadingTrivia(guarded.GetLeadingTrivia().AddRange(inner[0].GetLeadingTrivia().SkipWhile(static trivia => !IsComment(trivia))));
            IEnumerable<SyntaxTrivia> atEnd = guarded.Block.CloseBraceToken.LeadingTrivia.Where(IsComment);
            inner[inner.Count - 1] = inner[inner.Count - 1].WithTrailingTrivia(
                inner[inner.Count - 1].GetTrailingTrivia().AddRange(atEnd.SelectMany(comment => new[] { comment, StatementEdits.EndOfLine(root) })));
        }

        return root.ReplaceNode(list, StatementLists.WithStatements(
            list, StatementLists.StatementsOf(list).SelectMany(statement => statement == guarded ? inner : [statement])));
    }

    private static SyntaxNode RemoveFromList(SyntaxNode root, StatementSyntax statement)
    {
        SyntaxToken next = statement.GetLastToken().GetNextToken(includeZeroWidth: true);
        SyntaxTriviaList leading = statement.GetLeadingTrivia();
        SyntaxTriviaList trailing = statement.GetTrailingTrivia();
        List<SyntaxTrivia> kept = [];
        if (leading.Any(IsComment))
            kept.AddRange(leading.Reverse().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        else if (BeginsWithBlankLine(leading) && !next.IsKind(SyntaxKind.CloseBraceToken) && !BeginsWithBlankLine(next.LeadingTrivia))
            kept.Add(leading[0]);
        if (trailing.Any(IsComment))
        {
            kept.AddRange(StatementEdits.Indentation(statement));
            kept.AddRange(trailing.SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        }

        SyntaxNode removed = statement.Parent is GlobalStatementSyntax global ? global : statement;
        if (kept.Count > 0)
        {
            var mark = new SyntaxAnnotation();
            SyntaxNode marked = root.ReplaceSyntax(
                [removed],
                (_, node) => node.WithAdditionalAnnotations(mark),
                [next],
                (_, token) => token.WithLeadingTrivia(kept.Concat(token.LeadingTrivia)),
                trivia: null,
                computeReplacementTrivia: null);
            return marked.RemoveNode(marked.GetAnnotatedNodes(mark).Single(), SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        return root.RemoveNode(removed, SyntaxRemoveOptions.KeepNoTrivia)!;
    }
}
