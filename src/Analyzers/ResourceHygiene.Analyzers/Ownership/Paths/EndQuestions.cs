using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Questions by which an object asks whether it is over: <c>_isDisposed</c>, <c>_state == State.Closed</c>.</summary>
internal static class EndQuestions
{
    private static readonly string[] s_flags = { "Disposed", "Disposing", "ShutDown", "ShuttingDown" };

    private static readonly string[] s_states = { "Shutdown", "ShutDown", "Disposed", "Closed" };

    /// <summary>True where an outcome of a condition says that the object is over.</summary>
    public static bool IsOver(IOperation condition, bool outcome)
    {
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
        {
            condition = not.Operand;
            outcome = !outcome;
        }

        return condition switch
        {
            IMemberReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Member.Name: { } name } => outcome && Array.Exists(s_flags, flag => name.EndsWith(flag, StringComparison.OrdinalIgnoreCase)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
                (comparison.OperatorKind == BinaryOperatorKind.Equals) == outcome && (IsEnd(comparison.RightOperand) || IsEnd(comparison.LeftOperand)),
            _ => false,
        };
    }

    /// <summary>The whole condition, one question, of the 'if' that an operation stands in; null where it asks for more than one thing.</summary>
    public static ExpressionSyntax? Around(IOperation operation)
    {
        ExpressionSyntax? condition = operation.Syntax.Ancestors().OfType<IfStatementSyntax>().FirstOrDefault()?.Condition;
        return condition is not null && condition.DescendantNodesAndSelf().Any(static node => node.RawKind is (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression) ? null : condition;
    }

    private static bool IsEnd(IOperation value) => value switch
    {
        IConversionOperation conversion => IsEnd(conversion.Operand),
        IFieldReferenceOperation { Field: { HasConstantValue: true, ContainingType.TypeKind: TypeKind.Enum, Name: { } name } } => Array.IndexOf(s_states, name) >= 0,
        _ => false,
    };
}
