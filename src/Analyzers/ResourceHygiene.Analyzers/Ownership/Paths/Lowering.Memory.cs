using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What is asked twice has the same answer twice, unless something that it was asked about changed in between.</summary>
internal sealed partial class Lowering
{
    private static readonly string[] s_questions =
        { "Any", "All", "Contains", "Exists", "Is", "Has", "Can", "Equals", "StartsWith", "EndsWith", "SequenceEqual", "TrueForAll", "Overlaps" };

    private static readonly string[] s_readings =
        { "Get", "To", "As", "Find", "First", "Last", "Single", "Index", "LastIndex", "Peek", "Copy", "Clone", "ForEach", "Binary", "Compare", "Count", "Select", "Where", "Convert" };

    private static readonly string[] s_changes =
        { "Add", "TryAdd", "Append", "Prepend", "Insert", "Push", "TryPush", "Pop", "TryPop", "Enqueue", "TryEnqueue", "Dequeue", "TryDequeue", "Remove", "TryRemove", "Clear", "Set", "Fill" };

    private Condition Remembered(IOperation operation) => Remembered(operation, Condition.Unknown);

    private Condition Remembered(IOperation operation, Condition condition)
    {
        if (operation is IBinaryOperation { OperatorMethod: null } binary && Ordered(binary) is { } ordered)
            return Remembered(ordered.Left, ordered.Operator, ordered.Right, condition, ordered.IsNegated);
        var operands = new List<int>();
        var key = new StringBuilder();
        return TryDescribe(operation, key, operands) ? Remembered(key.ToString(), operands, condition, Asks(operation)) : condition;
    }

    private Condition Remembered(IOperation left, string @operator, IOperation right, Condition condition, bool isNegated)
    {
        var operands = new List<int>();
        var key = new StringBuilder();
        if (!TryDescribe(left, key, operands) || !TryDescribe(right, key.Append(@operator), operands))
            return condition;
        bool asksForContent = Asks(left) || Asks(right);
        return isNegated ? Remembered(key.ToString(), operands, condition.Negated, asksForContent).Negated : Remembered(key.ToString(), operands, condition, asksForContent);
    }

    private static bool Asks(IOperation operation) => operation.DescendantsAndSelf().Any(static part => part is IInvocationOperation);

    // A pattern mentions nothing but constants and types.
    private Condition Remembered(Value value, string pattern, Condition condition) =>
        value.IsPlace && _places[value.Place].Kind is not (PlaceKind.Temporary or PlaceKind.Capture)
            ? Remembered("#" + value.Place + " is " + pattern, new List<int> { value.Place }, condition)
            : condition;

    private Condition Remembered(string key, List<int> operands, Condition condition, bool asksForContent = false)
    {
        if (operands.Count == 0)
            return condition;
        int place = _places.Condition(key, operands);
        _places[place].IsTested = true;
        _places[place].AsksForContent |= asksForContent;
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

    // if (index++ == 0): what a postfix operator yields is what was there before.
    private Value Count(IIncrementOrDecrementOperation increment)
    {
        Value before = Value.Unknown;
        if (increment.IsPostfix && increment.Target is ILocalReferenceOperation { Local.RefKind: RefKind.None } or IParameterReferenceOperation)
        {
            before = new Value(_places.Temporary(increment.Type));
            Emit(new Instruction(InstructionKind.Assign, increment) { Target = before.Place, Value = PlaceOf(increment.Target) });
        }

        Value after = increment.Kind != OperationKind.Increment ? Value.Unknown
            : increment.Target is ILocalReferenceOperation counter && IsCounter(counter.Local) ? Value.NotZero
            : Value.Grown;
        AssignTo(increment.Target, after, increment);
        return before;
    }

    // count > 0, 0 < count, count >= 1, and their opposites: whether anything was counted.
    private Condition? AsksForAny(IBinaryOperation binary)
    {
        if (Ordered(binary) is not { } ordered)
            return null;
        return (ordered.Left, ordered.Right) switch
        {
            ({ ConstantValue: { HasValue: true, Value: 0 } }, var counter) when CounterIn(counter) => Anything(counter, ordered.IsNegated),
            (var counter, { ConstantValue: { HasValue: true, Value: 1 } }) when CounterIn(counter) => Anything(counter, !ordered.IsNegated),
            _ => null,
        };

        Condition Anything(IOperation counter, bool isNegated) => isNegated ? Test(Visit(counter), 0) : Test(Visit(counter), 0).Negated;

        bool CounterIn(IOperation operand) =>
            (operand is IIncrementOrDecrementOperation { IsPostfix: true } increment ? increment.Target : operand) is ILocalReferenceOperation local && IsCounter(local.Local);
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

    // string.IsNullOrEmpty, StartsWith, HasFlag: values that never change answer for themselves. list.Any(), set.Contains(x):
    // what has not changed answers alike.
    private static bool IsPureQuestion(IMethodSymbol method) => method.ReturnType.SpecialType == SpecialType.System_Boolean
        && (method.ContainingType.SpecialType is SpecialType.System_String or SpecialType.System_Enum
            ? method.Parameters.All(static parameter => parameter is { RefKind: RefKind.None, Type.SpecialType: not SpecialType.None })
            : (!method.IsStatic || method.IsExtensionMethod) && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None) && StartsWithWord(method.Name, s_questions));

    // OperatingSystem.IsWindows(), RuntimeInformation.IsOSPlatform(OSPlatform.Linux): nothing that runs changes the answer.
    private static string? QuestionAboutThePlatform(IInvocationOperation call)
    {
        if (call is not { TargetMethod: { IsStatic: true, ReturnType.SpecialType: SpecialType.System_Boolean, ContainingType: { Name: "OperatingSystem" or "RuntimeInformation", ContainingNamespace.Name: "System" or "InteropServices" } } method })
            return null;
        var key = new StringBuilder(method.ToDisplayString());
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Value is IMemberReferenceOperation { Instance: null, Member: { } asked })
                key.Append(", ").Append(asked.Name);
            else if (argument.Value.ConstantValue is { HasValue: true } constant)
                key.Append(", ").Append(constant.Value);
            else
                return null;
        }

        return key.ToString();
    }

    // Whether a call may change the content of the object that it is made on; what is merely passed on seldom changes.
    private static bool MayChange(IMethodSymbol method) => method.IsExtensionMethod
        ? StartsWithWord(method.Name, s_changes)
        : !StartsWithWord(method.Name, s_questions) && !StartsWithWord(method.Name, s_readings);

    private static bool StartsWithWord(string name, string[] words) =>
        Array.Exists(words, word => name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length])));

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

    // A change of what nobody asks about tells nothing.
    private void DropIdleChanges(Instruction[][] code)
    {
        for (int i = 0; i < code.Length; i++)
        {
            if (Array.Exists(code[i], IsIdle))
                code[i] = Array.FindAll(code[i], instruction => !IsIdle(instruction));
        }

        bool IsIdle(Instruction instruction) =>
            instruction.Kind == InstructionKind.Change && !_places[instruction.Target].Dependents.Exists(dependent => _places[dependent].AsksForContent);
    }
}
