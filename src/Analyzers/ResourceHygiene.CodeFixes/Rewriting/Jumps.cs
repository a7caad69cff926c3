using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>Where control goes after a statement, as far as the text alone tells.</summary>
internal static class Jumps
{
    public static bool IsJump(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax
            || statement.IsKind(SyntaxKind.YieldBreakStatement);

    /// <summary>Whether a jump leads out of a list of statements for certain.</summary>
    public static bool Leaves(StatementSyntax jump, SyntaxNode list)
    {
        foreach (SyntaxNode ancestor in jump.Ancestors().TakeWhile(node => node != list))
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return false;
                case TryStatementSyntax { Catches.Count: > 0 } guarded when jump is ThrowStatementSyntax && guarded.Block.Span.Contains(jump.Span):
                    return false;
                case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax when jump is BreakStatementSyntax or ContinueStatementSyntax:
                    return false;
                case SwitchStatementSyntax when jump is BreakStatementSyntax:
                    return false;
                default:
                    break;
            }
        }

        return IsJump(jump) && jump is not GotoStatementSyntax;
    }

    /// <summary>Whether what comes before <paramref name="later"/> at <paramref name="earlier"/> may still be true there: control can get from one to the other.</summary>
    public static bool CanReach(SyntaxNode earlier, SyntaxNode later)
    {
        if (earlier.SpanStart >= later.SpanStart)
            return false;
        SyntaxNode common = earlier.AncestorsAndSelf().First(node => node.FullSpan.Contains(later.FullSpan));
        if (common is SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax)
            return false;
        if (common is IfStatementSyntax choice && !choice.Condition.FullSpan.Contains(earlier.FullSpan))
            return false;
        foreach (SyntaxNode ancestor in earlier.AncestorsAndSelf().TakeWhile(node => node != common))
        {
            if (ancestor.Parent == common && StatementLists.StatementsOf(common).Count > 0)
                break;
            if (ancestor is StatementSyntax statement && (Leaves(statement, common) || StatementLists.After(statement).Any(next => Leaves(next, common))))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether nothing that could notice happens between the end of <paramref name="statement"/> and the end of
    /// <paramref name="list"/>, the list of statements that it lies in, however deep.
    /// </summary>
    public static bool IsLastIn(StatementSyntax statement, SyntaxNode list)
    {
        for (SyntaxNode current = statement; current != list; current = current.Parent!)
        {
            if (current.Parent is null or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return false;
            if (current is StatementSyntax here)
            {
                StatementSyntax? next = StatementLists.After(here).FirstOrDefault(static other => other is not (LocalFunctionStatementSyntax or EmptyStatementSyntax));
                if (next is not null && IsQuiet(next) && Leaves(next, list))
                    return true;
                if (next is not null and not BreakStatementSyntax { Parent: SwitchSectionSyntax })
                    return false;
            }

            bool somethingFollows = current.Parent switch
            {
                WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax => true,
                UsingStatementSyntax or LockStatementSyntax or FixedStatementSyntax => true,
                TryStatementSyntax guarded => current != guarded.Finally && guarded.Finally is not null,
                _ => false,
            };
            if (somethingFollows)
                return false;
        }

        return true;
    }

    /// <summary>Whether evaluating it runs no code that could depend on the state of a resource.</summary>
    public static bool IsQuiet(SyntaxNode node) => !node.DescendantNodesAndSelf(static child => child is not AnonymousFunctionExpressionSyntax).Any(inner => inner switch
    {
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => false,
        BaseObjectCreationExpressionSyntax => node is not ThrowStatementSyntax,
        InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or YieldStatementSyntax { Expression: not null } => true,
        PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => inner.IsKind(SyntaxKind.PreIncrementExpression) || inner.IsKind(SyntaxKind.PreDecrementExpression)
            || inner.IsKind(SyntaxKind.PostIncrementExpression) || inner.IsKind(SyntaxKind.PostDecrementExpression),
        _ => false,
    });
}
