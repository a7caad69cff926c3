using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>Puts statements in front of, behind and around others, with comments staying where a reader expects them.</summary>
internal static class StatementEdits
{
    /// <summary>Comments above the anchor stay above both. An embedded anchor gets a block.</summary>
    public static SyntaxNode InsertBefore(SyntaxNode root, StatementSyntax anchor, StatementSyntax added)
    {
        if (StatementLists.ListOf(anchor) is null)
            return root.ReplaceNode(anchor, BlockOf(root, anchor, added, anchor.WithoutTrivia()));

        StatementSyntax first = Placed(added, anchor.GetLeadingTrivia(), root);
        return Replace(root, anchor, first, anchor.WithLeadingTrivia(Indentation(anchor)));
    }

    public static SyntaxNode InsertAfter(SyntaxNode root, StatementSyntax anchor, StatementSyntax added)
    {
        if (StatementLists.ListOf(anchor) is null)
            return root.ReplaceNode(anchor, BlockOf(root, anchor, anchor.WithoutTrivia(), added));

        bool endsLine = anchor.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        StatementSyntax second = Placed(added, Indentation(anchor), root);
        return Replace(root, anchor, endsLine ? anchor : anchor.WithTrailingTrivia(EndOfLine(root)), second);
    }

    /// <summary>At the end of a block, whatever it holds.</summary>
    public static SyntaxNode Append(SyntaxNode root, BlockSyntax block, StatementSyntax added) =>
        block.Statements.LastOrDefault() is { } last
            ? InsertAfter(root, last, added)
            : root.ReplaceNode(block, block.AddStatements(added).WithAdditionalAnnotations(Formatter.Annotation));

    /// <summary>Puts statements that follow each other in a list into what <paramref name="wrap"/> makes of a block of them.</summary>
    public static SyntaxNode Wrap(SyntaxNode root, SyntaxNode list, IReadOnlyList<StatementSyntax> wrapped, Func<BlockSyntax, StatementSyntax> wrap)
    {
        IReadOnlyList<StatementSyntax> all = StatementLists.StatementsOf(list);
        StatementSyntax first = wrapped[0];
        List<SyntaxTrivia> blankLines = first.GetLeadingTrivia().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
        BlockSyntax block = SyntaxFactory.Block(
            wrapped.Select(statement => statement == first ? statement.WithLeadingTrivia(statement.GetLeadingTrivia().Skip(blankLines.Count)) : statement));
        StatementSyntax whole = wrap(block)
            .WithLeadingTrivia(BeginsLine(first) ? blankLines.Concat(Indentation(first)) : [SyntaxFactory.ElasticMarker])
            .WithTrailingTrivia(EndOfLine(root))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return root.ReplaceNode(list, StatementLists.WithStatements(
            list,
            all.TakeWhile(statement => statement != first).Append(whole).Concat(all.SkipWhile(statement => statement != wrapped[wrapped.Count - 1]).Skip(1))));
    }

    /// <summary>The line end that the file uses.</summary>
    public static SyntaxTrivia EndOfLine(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } trivia
            ? trivia
            : SyntaxFactory.ElasticLineFeed;

    public static IEnumerable<SyntaxTrivia> Indentation(SyntaxNode node) =>
        node.GetLeadingTrivia().Reverse().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse();

    private static bool BeginsLine(SyntaxNode node) => node.GetFirstToken().GetPreviousToken() is { RawKind: not 0 } previous && previous.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    // A statement that was elsewhere before brings its comments along.
    private static StatementSyntax Placed(StatementSyntax added, IEnumerable<SyntaxTrivia> leading, SyntaxNode root)
    {
        IEnumerable<SyntaxTrivia> own = added.GetLeadingTrivia().Any(StatementRemoval.IsComment)
            ? added.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            : [];
        return added
            .WithLeadingTrivia(own.Any() ? own : leading)
            .WithTrailingTrivia(added.GetTrailingTrivia().Any(StatementRemoval.IsComment) ? added.GetTrailingTrivia() : SyntaxFactory.TriviaList(EndOfLine(root)))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static BlockSyntax BlockOf(SyntaxNode root, StatementSyntax anchor, StatementSyntax first, StatementSyntax second)
    {
        IEnumerable<SyntaxTrivia> comments = anchor.GetLeadingTrivia().Any(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            ? anchor.GetLeadingTrivia()
            : [];
        return SyntaxFactory.Block(first.WithLeadingTrivia(comments).WithTrailingTrivia(EndOfLine(root)), second)
            .WithTrailingTrivia(anchor.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static SyntaxNode Replace(SyntaxNode root, StatementSyntax anchor, StatementSyntax first, StatementSyntax second) =>
        anchor.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, new[] { SyntaxFactory.GlobalStatement(first), SyntaxFactory.GlobalStatement(second) })
            : root.ReplaceNode(anchor, new[] { first, second });
}
