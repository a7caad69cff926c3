using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.CodeFixes.Rewriting;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// A resource that an <c>if</c> without <c>else</c> hands on, and that is lost where the condition does not hold: the other
/// branch is where to release it, since behind the <c>if</c> it may be somebody else's.
/// </summary>
internal static class ReleaseInElse
{
    /// <summary>The root with the release; null where no such <c>if</c> is to be found.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="block">The block with whose end the resource is lost.</param>
    /// <param name="decidedAt">Where the condition is that decided last.</param>
    /// <param name="uses">All uses of the variable.</param>
    /// <param name="done">The uses that release it or hand it on.</param>
    /// <param name="releasing">The release.</param>
    public static SyntaxNode? Add(
        SyntaxNode root, BlockSyntax block, TextSpan decidedAt, IReadOnlyList<VariableUse> uses, IReadOnlyCollection<SyntaxNode> done, StatementSyntax releasing)
    {
        IfStatementSyntax? choice = block.Statements.OfType<IfStatementSyntax>().FirstOrDefault(statement => statement.Condition.Span.Contains(decidedAt));
        if (choice is not { Else: null } || uses.Any(use => use.Name.SpanStart > choice.Span.End) || done.Any(name => !choice.Statement.Span.Contains(name.Span)))
            return null;
        bool isAlwaysDone = choice.Statement is BlockSyntax taken
            ? taken.Statements.Any(statement => IsDoneBy(statement, done))
            : IsDoneBy(choice.Statement, done);
        if (!isAlwaysDone)
            return null;
        StatementSyntax other = choice.Statement is BlockSyntax ? SyntaxFactory.Block(releasing) : releasing;
        return root.ReplaceNode(choice, choice.WithElse(SyntaxFactory.ElseClause(other.WithTrailingTrivia(StatementEdits.EndOfLine(root)))).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static bool IsDoneBy(StatementSyntax statement, IReadOnlyCollection<SyntaxNode> done) =>
        statement is ExpressionStatementSyntax or ReturnStatementSyntax && done.Any(name => statement.Span.Contains(name.Span));
}
