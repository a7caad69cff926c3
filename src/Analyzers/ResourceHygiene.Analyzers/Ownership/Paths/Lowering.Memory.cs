using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What is asked twice has the same answer twice, unless something that it was asked about changed in between.</summary>
internal sealed partial class Lowering
{
    private Condition Remembered(IOperation operation) => Remembered(operation, Condition.Unknown);

    private Condition Remembered(IOperation operation, Condition condition)
    {
        if (operation is IBinaryOperation { OperatorMethod: null } binary && Ordered(binary) is { } ordered)
            return Remembered(ordered.Left, ordered.Operator, ordered.Right, condition, ordered.IsNegated);
        var operands = new List<int>();
        var key = new StringBuilder();
        return TryDescribe(operation, key, operands) ? Remembered(key.ToString(), operands, condition) : condition;
    }

    private Condition Remembered(IOperation left, string @operator, IOperation right, Condition condition, bool isNegated)
    {
        var operands = new List<int>();
        var key = new StringBuilder();
        if (!TryDescribe(left, key, operands) || !TryDescribe(right, key.Append(@operator), operands))
            return condition;
        return isNegated ? Remembered(key.ToString(), operands, condition.Negated).Negated : Remembered(key.ToString(), operands, condition);
    }

    // A pattern mentions nothing but constants and types.
    private Condition Remembered(Value value, string pattern, Condition condition) =>
        value.IsPlace && _places[value.Place].Kind is not (PlaceKind.Temporary or PlaceKind.Capture)
            ? Remembered("#" + value.Place + " is " + pattern, new List<int> { value.Place }, condition)
            : condition;

    private Condition Remembered(string key, List<int> operands, Condition condition)
    {
        if (operands.Count == 0)
            return condition;
        int place = _places.Condition(key, operands);
        _places[place].IsTested = true;
        Condition answer = Condition.OfBool(place);
        return new Condition(condition.WhenTrue.Concat(answer.WhenTrue).ToArray(), condition.WhenFalse.Concat(answer.WhenFalse).ToArray());
    }

    // a > b is b < a, and a >= b is not (a < b), unless one of them is no number at all.
    private static (IOperation Left, string Operator, IOperation Right, bool IsNegated)? Ordered(IBinaryOperation comparison)
    {
        bool isTotal = comparison.LeftOperand.Type is { SpecialType: >= SpecialType.System_Char and <= SpecialType.System_Decimal } or { TypeKind: TypeKind.Enum };
        return comparison.OperatorKind switch
        {
            BinaryOperatorKind.LessThan => (comparison.LeftOperand, " < ", comparison.RightOperand, false),
            BinaryOperatorKind.GreaterThan => (comparison.RightOperand, " < ", comparison.LeftOperand, false),
            BinaryOperatorKind.GreaterThanOrEqual when isTotal => (comparison.LeftOperand, " < ", comparison.RightOperand, true),
            BinaryOperatorKind.LessThanOrEqual when isTotal => (comparison.RightOperand, " < ", comparison.LeftOperand, true),
            _ => null,
        };
    }

    // count > 0, 0 < count, count >= 1, and their opposites: whether anything was counted.
    private Condition? AsksForAny(IBinaryOperation binary)
    {
        if (Ordered(binary) is not { } ordered)
            return null;
        return (ordered.Left, ordered.Right) switch
        {
            ({ ConstantValue: { HasValue: true, Value: 0 } }, ILocalReferenceOperation counter) when IsCounter(counter.Local) => Anything(counter, ordered.IsNegated),
            (ILocalReferenceOperation counter, { ConstantValue: { HasValue: true, Value: 1 } }) when IsCounter(counter.Local) => Anything(counter, !ordered.IsNegated),
            _ => null,
        };

        Condition Anything(ILocalReferenceOperation counter, bool isNegated) => isNegated ? Test(Visit(counter), 0) : Test(Visit(counter), 0).Negated;
    }

    // A local that starts at a number and is only ever counted up or reset is never below zero.
    private bool IsCounter(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax }
        && _body.ReferencesTo(local).All(static mention => mention.Parent switch
        {
            IIncrementOrDecrementOperation count => count.Kind == OperationKind.Increment,
            ISimpleAssignmentOperation assignment => assignment.Target != mention || assignment.Value is ILiteralOperation,
            IAssignmentOperation assignment => assignment.Target != mention,
            IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.None },
            _ => true,
        });

    // string.IsNullOrEmpty, StartsWith, HasFlag: values that never change answer for themselves.
    private static bool IsPureQuestion(IMethodSymbol method) =>
        method is { ReturnType.SpecialType: SpecialType.System_Boolean, ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_Enum }
        && method.Parameters.All(static parameter => parameter is { RefKind: RefKind.None, Type.SpecialType: not SpecialType.None });

    private bool TryDescribe(IOperation operation, StringBuilder key, List<int> operands)
    {
        if (operation.ConstantValue is { HasValue: true } constant)
        {
            key.Append(constant.Value ?? "null");
            return true;
        }

        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return TryDescribe(conversion.Operand, key, operands);
            case IBinaryOperation { OperatorMethod: null } binary:
                key.Append('(');
                if (!TryDescribe(binary.LeftOperand, key, operands))
                    return false;
                key.Append(' ').Append(binary.OperatorKind).Append(' ');
                if (!TryDescribe(binary.RightOperand, key, operands))
                    return false;
                key.Append(')');
                return true;
            case IInvocationOperation call when IsPureQuestion(call.TargetMethod):
                return TryDescribeCall(call, key, operands);
            default:
                Value place = PlaceOf(operation);
                if (!place.IsPlace || _places[place.Place].Kind == PlaceKind.Capture)
                    return false;
                operands.Add(place.Place);
                key.Append('#').Append(place.Place);
                return true;
        }
    }

    private bool TryDescribeCall(IInvocationOperation call, StringBuilder key, List<int> operands)
    {
        key.Append(call.TargetMethod.ToDisplayString()).Append(" of ");
        if (call.Instance is not null && !TryDescribe(call.Instance, key, operands))
            return false;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (!TryDescribe(argument.Value, key.Append(", "), operands))
                return false;
        }

        return true;
    }
}
