using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Where a path that nothing decides any more leaves the scope of a variable. Jumps without a value, and the ends of blocks,
/// leave no trace in the control-flow graph, so the text is read on from the last decision.
/// </summary>
internal sealed class LosingEnd
{
    private readonly SyntaxNode _scope;

    /// <param name="scope">What holds the list of statements that declares the variable.</param>
    public LosingEnd(SyntaxNode scope) => _scope = scope;

    /// <summary>The jump, or the block that ends; null where the text does not tell.</summary>
    public SyntaxNode? After(Decision last) => Find(last) is { } end && end.RawKind is not ((int)SyntaxKind.GotoCaseStatement or (int)SyntaxKind.GotoDefaultStatement) ? end : null;

    private SyntaxNode? Find(Decision last)
    {
        if (last.Thrower?.Syntax is { } thrower)
            return Caught(thrower);
        if (last.Condition?.Syntax is not { } condition)
            return null;
        foreach (SyntaxNode node in condition.AncestorsAndSelf())
        {
            switch (node)
            {
                case IfStatementSyntax choice when choice.Condition.Span.Contains(condition.Span):
                    return Outcome(choice.Condition, last) ? Into(choice.Statement) : choice.Else is { } other ? Into(other.Statement) : Behind(choice);
                case WhileStatementSyntax loop when loop.Condition.Span.Contains(condition.Span):
                    return Outcome(loop.Condition, last) ? Into(loop.Statement) : Behind(loop);
                case DoStatementSyntax loop when loop.Condition.Span.Contains(condition.Span):
                    return Outcome(loop.Condition, last) ? Into(loop.Statement) : Behind(loop);
                case ForStatementSyntax { Condition: { } test } loop when test.Span.Contains(condition.Span):
                    return Outcome(test, last) ? Into(loop.Statement) : Behind(loop);
                case CommonForEachStatementSyntax loop when loop == condition || loop.Expression.Span.Contains(condition.Span):
                    return last.Outcome ? Into(loop.Statement) : Behind(loop);
                case SwitchSectionSyntax section when section.Labels.Any(label => label.Span.Contains(condition.Span)):
                    return Section(section, last.Outcome);
                case StatementSyntax statement:
                    return Jump(statement) ?? Behind(statement);
                default:
                    break;
            }
        }

        return null;
    }

    // Of a compound condition the last part decides, with its own outcome; only '!' around it turns that over.
    private static bool Outcome(ExpressionSyntax whole, Decision last)
    {
        bool outcome = last.Outcome;
        for (SyntaxNode node = last.Condition!.Syntax; node != whole && node.Parent is { } parent; node = parent)
        {
            if (parent.IsKind(SyntaxKind.LogicalNotExpression))
                outcome = !outcome;
        }

        return outcome;
    }

    private SyntaxNode? Section(SwitchSectionSyntax section, bool isTaken)
    {
        var choice = (SwitchStatementSyntax)section.Parent!;
        SwitchSectionSyntax? taken = isTaken ? section : choice.Sections.FirstOrDefault(static other => other.Labels.Any(SyntaxKind.DefaultSwitchLabel));
        return taken is null ? Behind(choice) : FirstJump(taken.Statements);
    }

    // With several handlers the text does not tell which one runs.
    private SyntaxNode? Caught(SyntaxNode thrower) =>
        thrower.Ancestors().OfType<TryStatementSyntax>().FirstOrDefault(guarded => guarded.Catches.Count > 0 && guarded.Block.Span.Contains(thrower.Span)) is { Catches: { Count: 1 } handlers }
            && _scope.Span.Contains(handlers.Span)
            ? Into(handlers[0].Block)
            : null;

    private SyntaxNode? Into(StatementSyntax branch) =>
        (branch is BlockSyntax block ? FirstJump(block.Statements) : Jump(branch)) ?? Behind(branch);

    private SyntaxNode? FirstJump(SyntaxList<StatementSyntax> statements) => statements.Select(Jump).FirstOrDefault(static jump => jump is not null);

    private SyntaxNode? Behind(SyntaxNode node)
    {
        while (true)
        {
            if (node is BlockSyntax && (node == _scope || node.Parent is not (StatementSyntax or ElseClauseSyntax or CatchClauseSyntax or FinallyClauseSyntax or SwitchSectionSyntax or GlobalStatementSyntax)))
                return node == _scope ? node : null;
            SyntaxList<StatementSyntax> list = node.Parent switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => default,
            };
            if (node is StatementSyntax statement && list.Count > 0 && list.Skip(list.IndexOf(statement) + 1).Select(Jump).FirstOrDefault(static jump => jump is not null) is { } found)
                return found;
            switch (node.Parent)
            {
                case BlockSyntax or ElseClauseSyntax or CatchClauseSyntax or LabeledStatementSyntax:
                case IfStatementSyntax or TryStatementSyntax or UsingStatementSyntax or LockStatementSyntax or FixedStatementSyntax or CheckedStatementSyntax or UnsafeStatementSyntax:
                    node = node.Parent;
                    break;
                default:
                    // The next round of a loop is another decision; behind a finally goes on whatever went into it.
                    return null;
            }
        }
    }

    // The jump itself, if it leaves the scope; else where control goes from its target.
    private SyntaxNode? Jump(StatementSyntax statement)
    {
        switch (statement)
        {
            case ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax:
            case YieldStatementSyntax { Expression: null }:
                return statement;
            case BreakStatementSyntax when TargetOf(statement, orSwitch: true) is { } target:
                return target.Span.Contains(_scope.Span) && target != _scope ? statement : Behind(target);
            case ContinueStatementSyntax when TargetOf(statement, orSwitch: false) is { } target:
                return target.Span.Contains(_scope.Span) ? statement : null;
            default:
                return null;
        }
    }

    private static SyntaxNode? TargetOf(StatementSyntax jump, bool orSwitch) => jump.Ancestors().FirstOrDefault(node =>
        node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax || (orSwitch && node is SwitchStatementSyntax));
}
