using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Code of a loop that a counter lets run in one round only: in the first, in the third, in the last. Paths do not know that
/// a counter never comes back to what it was, nor that the last round is the last one.
/// </summary>
internal static class CountedRounds
{
    /// <summary>True where no loop around a node, up to what declares a variable, runs the node twice.</summary>
    public static bool HasOne(SyntaxNode node, SyntaxNode? declaration)
    {
        List<StatementSyntax> loops = LoopsAround(node, declaration).ToList();
        return loops.Count > 0 && loops.TrueForAll(loop => IsLimited(node, loop, isLast: false));
    }

    /// <summary>True where a variable gets something in one round only of the loops around a node, and nothing anywhere else in them.</summary>
    public static bool SetsOnce(SyntaxNode target, SyntaxNode? declaration) =>
        HasOne(target, declaration)
        && LoopsAround(target, declaration).Last().DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Count(assignment => assignment.Left.ToString() == target.ToString() && !assignment.Right.IsKind(SyntaxKind.NullLiteralExpression)) == 1;

    /// <summary>True where the loop around a node runs it in a round that is not told by its number: in the last one.</summary>
    public static bool IsLast(SyntaxNode node) => LoopsAround(node, declaration: null).FirstOrDefault() is { } loop && IsLimited(node, loop, isLast: true);

    private static IEnumerable<StatementSyntax> LoopsAround(SyntaxNode node, SyntaxNode? declaration) =>
        node.Ancestors().TakeWhile(ancestor => ancestor is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) && (declaration is null || !ancestor.Span.Contains(declaration.Span)))
            .Where(static ancestor => ancestor is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax).Cast<StatementSyntax>();

    private static bool IsLimited(SyntaxNode node, StatementSyntax loop, bool isLast)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != loop; current = current.Parent)
        {
            bool isLimited = current switch
            {
                IfStatementSyntax branch => child != branch.Condition && IsOnce(branch.Condition, child == branch.Statement, loop, isLast),
                ConditionalExpressionSyntax choice => child != choice.Condition && IsOnce(choice.Condition, child == choice.WhenTrue, loop, isLast),
                SwitchSectionSyntax { Parent: SwitchStatementSyntax choice } section => !isLast && section.Labels.All(static label => label is CaseSwitchLabelSyntax) && DirectionOf(choice.Expression, loop) != 0,
                BlockSyntax block => block.Statements.TakeWhile(statement => statement != child).OfType<IfStatementSyntax>().Any(guard => EndsRound(guard) && IsOnce(guard.Condition, whenTrue: false, loop, isLast)),
                _ => false,
            };
            if (isLimited)
                return true;
            child = current;
        }

        return false;
    }

    private static bool EndsRound(IfStatementSyntax guard) =>
        guard.Else is null && (guard.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : guard.Statement) is ContinueStatementSyntax;

    // Whether a condition has an outcome in one round of the loop only.
    private static bool IsOnce(ExpressionSyntax condition, bool whenTrue, StatementSyntax loop, bool isLast)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax inner:
                return IsOnce(inner.Expression, whenTrue, loop, isLast);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return IsOnce(not.Operand, !whenTrue, loop, isLast);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                bool isEnough = condition.IsKind(SyntaxKind.LogicalAndExpression) == whenTrue;
                bool left = IsOnce(both.Left, whenTrue, loop, isLast);
                return isEnough ? left || IsOnce(both.Right, whenTrue, loop, isLast) : left && IsOnce(both.Right, whenTrue, loop, isLast);
            case BinaryExpressionSyntax comparison:
                return IsOnce(comparison.Kind(), comparison.Left, comparison.Right, whenTrue, loop, isLast) || IsOnce(Swapped(comparison.Kind()), comparison.Right, comparison.Left, whenTrue, loop, isLast);
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax } matched:
                return whenTrue && !isLast && DirectionOf(matched.Expression, loop) != 0;
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } differs:
                return !whenTrue && !isLast && DirectionOf(differs.Expression, loop) != 0;
            // bool isLast = i == count - 1;
            case IdentifierNameSyntax flag when !IsAssigned(flag.Identifier.ValueText, loop):
                return loop.DescendantNodes().OfType<VariableDeclaratorSyntax>().FirstOrDefault(variable => variable.Identifier.ValueText == flag.Identifier.ValueText)
                    is { Initializer.Value: { } value } && value is not IdentifierNameSyntax && IsOnce(value, whenTrue, loop, isLast);
            default:
                return false;
        }
    }

    private static bool IsOnce(SyntaxKind kind, ExpressionSyntax counter, ExpressionSyntax limit, bool whenTrue, StatementSyntax loop, bool isLast)
    {
        if (DirectionOf(counter, loop) is var direction && direction == 0
            || (isLast && (limit is LiteralExpressionSyntax || IsForeignTo(limit, counter, loop)))
            || limit.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => IsAssigned(name.Identifier.ValueText, loop) || DirectionOf(name, loop) != 0))
        {
            return false;
        }

        // Of an order the one side is many rounds, and the other the last one, where the limit is that of the loop.
        return kind switch
        {
            SyntaxKind.EqualsExpression => whenTrue,
            SyntaxKind.NotEqualsExpression => !whenTrue,
            SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression => limit is not LiteralExpressionSyntax && direction > 0 != whenTrue,
            SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression => limit is not LiteralExpressionSyntax && direction > 0 == whenTrue,
            _ => false,
        };
    }

    // for (int i = 0; i < count; i++) if (i == chosen) …: nothing says that the chosen one is among them, nor that it is the last.
    private static bool IsForeignTo(ExpressionSyntax limit, ExpressionSyntax counter, StatementSyntax loop)
    {
        ExpressionSyntax? condition = loop switch
        {
            ForStatementSyntax { Condition: { } tested } => tested,
            WhileStatementSyntax { Condition: { } tested } => tested,
            DoStatementSyntax { Condition: { } tested } => tested,
            _ => null,
        };
        if (condition is null)
            return false;
        HashSet<string> asked = NamesIn(condition);
        return counter is IdentifierNameSyntax { Identifier.ValueText: var name } && asked.Remove(name) && asked.Count > 0 && !asked.Overlaps(NamesBehind(limit, loop));
    }

    // With those of the local variables that are named there: int last = count - 1;
    private static HashSet<string> NamesBehind(ExpressionSyntax expression, StatementSyntax loop)
    {
        HashSet<string> names = NamesIn(expression);
        SyntaxNode? function = loop.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        foreach (VariableDeclaratorSyntax variable in function?.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(variable => variable.Initializer is not null && names.Contains(variable.Identifier.ValueText)).ToList() ?? new())
            names.UnionWith(NamesIn(variable.Initializer!.Value));
        return names;
    }

    private static HashSet<string> NamesIn(ExpressionSyntax expression) =>
        new(expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);

    private static SyntaxKind Swapped(SyntaxKind kind) => kind switch
    {
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
        _ => kind,
    };

    // 1 for what only grows in a loop, -1 for what only shrinks, 0 for everything else.
    private static int DirectionOf(ExpressionSyntax expression, StatementSyntax loop)
    {
        ExpressionSyntax counter = expression switch
        {
            PostfixUnaryExpressionSyntax step => step.Operand,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
            _ => expression,
        };
        if (counter is not IdentifierNameSyntax { Identifier.ValueText: var name } || IsAssigned(name, loop))
            return 0;
        // foreach (var (index, path) in paths.Index())
        if (loop is ForEachVariableStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Index" } }, Variable: DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax { Variables: [SingleVariableDesignationSyntax index, _] } } } && index.Identifier.ValueText == name)
            return 1;
        List<int> steps = loop.DescendantNodes().Where(node => TargetOfStep(node) == name).Select(StepOf).Distinct().ToList();
        return steps.Count == 1 ? steps[0] : 0;
    }

    private static string? TargetOfStep(SyntaxNode node) => (node switch
    {
        PostfixUnaryExpressionSyntax step => step.Operand,
        PrefixUnaryExpressionSyntax step => step.Operand,
        AssignmentExpressionSyntax step => step.Left,
        _ => null,
    }) is IdentifierNameSyntax name && StepOf(node) != 0 ? name.Identifier.ValueText : null;

    private static int StepOf(SyntaxNode node) => node.Kind() switch
    {
        SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression => 1,
        SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression => -1,
        SyntaxKind.AddAssignmentExpression => ((AssignmentExpressionSyntax)node).Right is LiteralExpressionSyntax ? 1 : 0,
        SyntaxKind.SubtractAssignmentExpression => ((AssignmentExpressionSyntax)node).Right is LiteralExpressionSyntax ? -1 : 0,
        _ => 0,
    };

    // Other than by a step; what a for statement begins with comes before all rounds.
    private static bool IsAssigned(string name, StatementSyntax loop) => loop.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax assignment => StepOf(node) == 0 && assignment.Left.ToString() == name && !(loop is ForStatementSyntax start && start.Initializers.Contains(assignment)),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && argument.Expression.ToString() == name,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText == name && variable.Initializer?.Value is LiteralExpressionSyntax or IdentifierNameSyntax && variable.Parent != (loop as ForStatementSyntax)?.Declaration,
        _ => false,
    });
}
