using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>A part of a function that is run after some place in it.</summary>
/// <param name="Node">The part.</param>
/// <param name="IsNextRound">Whether it is the loop around the place, which is run once more.</param>
internal readonly record struct LaterPart(SyntaxNode Node, bool IsNextRound);

/// <summary>
/// What a function runs after a place in it, as far as its text says: the rest of the statement, the statements behind it
/// and behind the ones around it, up to where control certainly leaves. The other branch of a condition is not among it.
/// </summary>
internal static class LaterCode
{
    public static IEnumerable<LaterPart> After(SyntaxNode place, SemanticModel model)
    {
        SyntaxNode child = place;
        while (child.Parent is { } parent && !IsEndOfFunction(child, parent))
        {
            if (child is ReturnStatementSyntax or ThrowStatementSyntax)
                yield break;
            SyntaxNode next = parent;
            foreach (SyntaxNode part in PartsAfter(child, parent))
            {
                yield return new LaterPart(part, IsNextRound: false);
                if (part is not StatementSyntax statement || parent is not (BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax) || !Leaves(statement, model))
                    continue;
                if (TargetOf(statement) is not { } target)
                    yield break;
                if (statement is ContinueStatementSyntax)
                    yield return new LaterPart(target, IsNextRound: true);
                next = target;
                break;
            }

            if (next == parent && IsLoop(parent) && BodyOf(parent) == child)
                yield return new LaterPart(parent, IsNextRound: true);
            child = next;
        }
    }

    public static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    public static StatementSyntax? BodyOf(SyntaxNode loop) => loop switch
    {
        ForStatementSyntax statement => statement.Statement,
        CommonForEachStatementSyntax statement => statement.Statement,
        WhileStatementSyntax statement => statement.Statement,
        DoStatementSyntax statement => statement.Statement,
        _ => null,
    };

    /// <summary>The outermost loop around a node in its function; null where there is none.</summary>
    public static SyntaxNode? LoopAround(SyntaxNode node)
    {
        SyntaxNode? outermost = null;
        for (SyntaxNode child = node; child.Parent is { } parent && !IsEndOfFunction(child, parent); child = parent)
        {
            if (IsLoop(parent) && (BodyOf(parent) == child || parent is WhileStatementSyntax or DoStatementSyntax))
                outermost = parent;
        }

        return outermost;
    }

    private static bool IsEndOfFunction(SyntaxNode child, SyntaxNode parent) =>
        Functions.IsNested(parent) || parent is AccessorDeclarationSyntax || (parent is MemberDeclarationSyntax and not GlobalStatementSyntax) || child is CompilationUnitSyntax;

    private static IEnumerable<SyntaxNode> PartsAfter(SyntaxNode child, SyntaxNode parent) => parent switch
    {
        BlockSyntax block => StatementsAfter(block.Statements, child),
        SwitchSectionSyntax section => StatementsAfter(section.Statements, child),
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Where(statement => statement.SpanStart >= child.Span.End).Select(static statement => statement.Statement),
        IfStatementSyntax choice when choice.Condition != child => Enumerable.Empty<SyntaxNode>(),
        ConditionalExpressionSyntax choice when choice.Condition != child => Enumerable.Empty<SyntaxNode>(),
        SwitchExpressionSyntax choice when choice.GoverningExpression != child => Enumerable.Empty<SyntaxNode>(),
        SwitchStatementSyntax choice when choice.Expression != child => Enumerable.Empty<SyntaxNode>(),
        // A catch is run because the block failed, perhaps before it came to the place.
        TryStatementSyntax { Finally: { } last } attempt when attempt.Finally != child => new SyntaxNode[] { last },
        TryStatementSyntax => Enumerable.Empty<SyntaxNode>(),
        ForStatementSyntax loop when loop.Statement == child => Enumerable.Empty<SyntaxNode>(),
        // An assignment writes what stands left of it last.
        AssignmentExpressionSyntax assignment when assignment.Right == child => new SyntaxNode[] { assignment.Left },
        _ => parent.ChildNodes().Where(node => node.SpanStart >= child.Span.End),
    };

    private static IEnumerable<SyntaxNode> StatementsAfter(SyntaxList<StatementSyntax> statements, SyntaxNode child)
    {
        foreach (StatementSyntax statement in statements)
        {
            if (statement.SpanStart >= child.Span.End && statement is not LocalFunctionStatementSyntax)
                yield return statement;
        }
    }

    private static bool Leaves(StatementSyntax statement, SemanticModel model)
    {
        switch (statement)
        {
            case ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement }:
                return true;
            case ExpressionStatementSyntax or LocalDeclarationStatementSyntax:
                return false;
            default:
                return statement.Parent is not GlobalStatementSyntax && model.AnalyzeControlFlow(statement) is { Succeeded: true, EndPointIsReachable: false };
        }
    }

    // What a jump ends or begins again.
    private static SyntaxNode? TargetOf(StatementSyntax jump) => jump switch
    {
        BreakStatementSyntax => jump.Ancestors().TakeWhile(static node => !Functions.IsNested(node)).FirstOrDefault(static node => IsLoop(node) || node is SwitchStatementSyntax),
        ContinueStatementSyntax => jump.Ancestors().TakeWhile(static node => !Functions.IsNested(node)).FirstOrDefault(IsLoop),
        _ => null,
    };
}
