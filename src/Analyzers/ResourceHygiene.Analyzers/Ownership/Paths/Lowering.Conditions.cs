using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal sealed partial class Lowering
{
    /// <summary>What holds on either side of a condition; its operands are lowered on the way.</summary>
    private Condition ConditionOf(IOperation operation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue is { HasValue: true, Value: bool constant })
            return Condition.Always(constant);
        switch (operation)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return ConditionOf(not.Operand).Negated;
            case IIsNullOperation isNull:
                return Test(Visit(isNull.Operand), null);
            case IConversionOperation { OperatorMethod: null, Operand.Type.SpecialType: SpecialType.System_Boolean } conversion:
                return ConditionOf(conversion.Operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null, LeftOperand: { } truth, RightOperand.ConstantValue: { HasValue: true, Value: bool expected } } plain when IsQuestion(truth):
                return (plain.OperatorKind == BinaryOperatorKind.Equals) == expected ? ConditionOf(truth) : ConditionOf(truth).Negated;
            case IBinaryOperation comparison when AsksForHandle(comparison) is { } number:
                return number;
            case IBinaryOperation comparison when AsksForFailure(comparison) is { } failure:
                return failure;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when IsPlain(equals):
                return Compare(equals);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when IsPlain(differs):
                return Compare(differs).Negated;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd } and:
                return Remembered(and, ConditionOf(and.LeftOperand).And(ConditionOf(and.RightOperand)));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr } or:
                return Remembered(or, ConditionOf(or.LeftOperand).Or(ConditionOf(or.RightOperand)));
            case IPropertyReferenceOperation { Property: { Name: "HasValue", ContainingType: { } nullable }, Instance: { } optional } when CallFacts.IsNullable(nullable):
                return Test(Visit(optional), null).Negated;
            // An invalid handle holds nothing; who asks lets nobody release it.
            case IPropertyReferenceOperation { Instance: { } asked } property when IsInvalid(property):
                return Test(Visit(asked), null);
            case IPropertyReferenceOperation or IInvocationOperation when AsksWhetherHeld(operation) is { } held:
                return held;
            case IPropertyReferenceOperation verdict when AsksForVerdict(verdict) is { } failed:
                return failed;
            case IIsTypeOperation isType:
                return TypeTest(Visit(isType.ValueOperand), isType.ValueOperand.Type, isType.TypeOperand);
            case IIsPatternOperation { Value: { } truth, Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool expected } } } when IsQuestion(truth):
                return expected ? ConditionOf(truth) : ConditionOf(truth).Negated;
            case IIsPatternOperation isPattern:
                return Match(Visit(isPattern.Value), isPattern.Value.Type, isPattern.Pattern);
            case IBinaryOperation { OperatorMethod: null } any when AsksForAny(any) is { } counted:
                return counted;
            case IInvocationOperation { TargetMethod.Name: "Equals", Instance: { } address, Arguments: [var other] } when RawTypes.IsAddress(address.Type):
                Value self = Visit(address);
                return Visit(other.Value) is { IsConstant: true } zero ? Test(self, zero.Constant) : Condition.Unknown;
            case IInvocationOperation call when AsksWhetherFailed(call) is { } answer:
                return answer;
            case IInvocationOperation call when QuestionAboutThePlatform(call) is { } platform:
                Visit(call);
                return OfBool(_places.Condition(platform, Array.Empty<int>()));
            case IInvocationOperation call when IsPureQuestion(call.TargetMethod):
                Visit(call);
                return Remembered(call);
            case IInvocationOperation { TargetMethod: { Name: "ReferenceEquals", ContainingType.SpecialType: SpecialType.System_Object }, Arguments.Length: 2 } same:
                return CompareReferences(same);
            case IBinaryOperation binary:
                VisitChildren(binary);
                return Remembered(binary);
            default:
                Value value = Visit(operation);
                return value.IsPlace ? OfBool(value.Place)
                    : value is { IsConstant: true, Constant: bool known } ? Condition.Always(known)
                    : Condition.Unknown;
        }
    }

    // handle.IsInvalid, Monitor.IsEntered(_gate): the same where they are compared with true.
    private static bool IsQuestion(IOperation truth) =>
        (truth is IPropertyReferenceOperation property && IsInvalid(property)) || HeldLocks.FamilyAskedFor(truth) is not null;

    /// <summary>A bool whose value stands for a condition.</summary>
    private Value Decide(IOperation operation, Condition condition)
    {
        int result = _places.Temporary(operation.Type);
        Emit(new Instruction(InstructionKind.Decide, operation) { Target = result, Condition = condition });
        return new Value(result);
    }

    // Reference and value equality of the language; string comparison is as good.
    private static bool IsPlain(IBinaryOperation binary) =>
        binary.OperatorMethod is null or { ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_IntPtr or SpecialType.System_UIntPtr } || IsNull(binary.LeftOperand) || IsNull(binary.RightOperand);

    private static bool IsNull(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: null };

    private Condition Compare(IBinaryOperation comparison)
    {
        Value left = Visit(comparison.LeftOperand);
        Value right = Visit(comparison.RightOperand);
        if (right.IsConstant && left.IsPlace)
            return Test(left, right.Constant);
        if (left.IsConstant && right.IsPlace)
            return Test(right, left.Constant);
        return left.IsPlace && right.IsPlace && comparison.LeftOperand.Type is { IsReferenceType: true } ? AreSame(left.Place, right.Place) : Remembered(comparison);
    }

    private static Condition AreSame(int left, int right) =>
        new(new[] { new Fact(left, FactKind.SameAs, right) }, new[] { new Fact(left, FactKind.DiffersFrom, right) });

    private Condition CompareReferences(IInvocationOperation call)
    {
        Value left = Visit(call.Arguments[0].Value);
        Value right = Visit(call.Arguments[1].Value);
        return right.IsNull ? Test(left, null)
            : left.IsNull ? Test(right, null)
            : left.IsPlace && right.IsPlace ? AreSame(left.Place, right.Place)
            : Condition.Unknown;
    }

    private static bool IsInvalid(IPropertyReferenceOperation property) => property is { Property: { Name: "IsInvalid", ContainingType: { } handle } } && RawTypes.IsSafeHandle(handle);

    private Condition Test(Value value, object? constant)
    {
        if (value.IsConstant)
            return Condition.Always(Equals(value.Constant, constant));
        if (!value.IsPlace)
            return Condition.Unknown;
        _places[value.Place].IsTested = true;
        return constant is bool truth ? truth ? Condition.OfBool(value.Place) : Condition.OfBool(value.Place).Negated : Condition.Of(value.Place, constant);
    }

    private Condition OfBool(int place)
    {
        _places[place].IsTested = true;
        return Condition.OfBool(place);
    }

    private Condition TypeTest(Value value, ITypeSymbol? from, ITypeSymbol to)
    {
        if (!value.IsPlace)
            return Condition.Unknown;
        _places[value.Place].IsTested = true;
        var notNull = new Fact(value.Place, FactKind.IsNot, null);
        if (from is not null && IsAlways(from, to))
            return new Condition(new[] { notNull }, new[] { new Fact(value.Place, FactKind.Is, null) });
        var condition = new Condition(new[] { notNull }, new[] { new Fact(value.Place, FactKind.IsNotOfType, to) });
        return Remembered(value, to.ToDisplayString(), condition);
    }

    private static bool IsAlways(ITypeSymbol from, ITypeSymbol to) => Contracts.ResourceTypes.IsSubtype(from, to);

    private Condition Match(Value value, ITypeSymbol? type, IPatternOperation pattern)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (AsksForHandle(value, pattern) is { } handle)
            return handle;
        if (RulesOutSuccess(value, type, pattern) is { } failed)
            return failed;
        switch (pattern)
        {
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true } constant }:
                return Test(value, Constant(type, constant.Value).Constant);
            case INegatedPatternOperation negated:
                return Match(value, type, negated.Pattern).Negated;
            case IDiscardPatternOperation:
                return Condition.Always(true);
            case IDeclarationPatternOperation declaration:
                Bind(declaration.DeclaredSymbol, value, declaration);
                return declaration.MatchesNull ? Condition.Always(true) : TypeTest(value, type, declaration.MatchedType ?? declaration.NarrowedType);
            case ITypePatternOperation typePattern:
                return TypeTest(value, type, typePattern.MatchedType);
            case IRecursivePatternOperation { PropertySubpatterns: [{ Member: IPropertyReferenceOperation member, Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool isInvalid } } }], DeclaredSymbol: null } when IsInvalid(member):
                Condition isNothing = Test(value, null);
                return isInvalid ? new Condition(isNothing.WhenTrue, Array.Empty<Fact>()) : isNothing.Negated;
            case IRecursivePatternOperation recursive:
                Bind(recursive.DeclaredSymbol, value, recursive);
                Condition matched = TypeTest(value, type, recursive.MatchedType);
                bool isWhole = recursive.PropertySubpatterns.IsEmpty && recursive.DeconstructionSubpatterns.IsEmpty;
                return isWhole ? matched : Remembered(value, recursive.Syntax.ToString(), new Condition(matched.WhenTrue, Array.Empty<Fact>()));
            case IBinaryPatternOperation binary:
                Condition left = Match(value, type, binary.LeftPattern);
                Condition right = Match(value, type, binary.RightPattern);
                Condition both = binary.OperatorKind == BinaryOperatorKind.And ? left.And(right) : left.Or(right);
                // null or { IsInvalid: true }: nothing either way.
                if (binary.OperatorKind == BinaryOperatorKind.Or && left.WhenTrue.SequenceEqual(right.WhenTrue))
                    both = new Condition(left.WhenTrue, both.WhenFalse);
                return Remembered(value, binary.Syntax.ToString(), both);
            default:
                return Remembered(value, pattern.Syntax.ToString(), Condition.Unknown);
        }
    }

    private void Bind(ISymbol? declared, Value value, IOperation pattern)
    {
        if (declared is ILocalSymbol local)
            Emit(new Instruction(InstructionKind.Assign, pattern) { Target = _places.Local(local), Value = value });
    }
}
