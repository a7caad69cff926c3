using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Whether a call that returns a status gave anything: what is asked about the status afterwards tells.</summary>
internal sealed partial class Lowering
{
    private const string SuccessName = "Success";
    private const string FailureName = "Failure";

    private static readonly object[] s_zeroes = { 0, 0u, 0L };

    // A status says whether an out parameter holds anything: zero for success, as of CUDA, errno and HRESULT.
    private int StatusOf(IOperation call, IMethodSymbol method, List<PassedArgument> values)
    {
        if (!values.Exists(passed => _sites.IndexOf(passed.Operation) >= 0) || !IsStatus(method.ReturnType))
            return Value.None;
        int status = _places.Temporary(method.ReturnType);
        _places[status].IsTested = true;
        _hasStatus = true;
        Emit(new Instruction(InstructionKind.Assign, call) { Target = status });
        return status;
    }

    private static bool IsStatus(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 } || IsVerdict(type);

    // A status that says itself what it means, as the Result of SharpGen around an HRESULT.
    private static bool IsVerdict(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } && IsAnswer(type, SuccessName) && IsAnswer(type, FailureName);

    private static bool IsAnswer(ITypeSymbol type, string name) =>
        type.GetMembers(name) is [IPropertySymbol { IsStatic: false, Type.SpecialType: SpecialType.System_Boolean }];

    /// <summary>The zero of a status as constants of its type have it.</summary>
    private static object ZeroOf(ITypeSymbol type) => ((type as INamedTypeSymbol)?.EnumUnderlyingType ?? type).SpecialType switch
    {
        SpecialType.System_UInt32 => s_zeroes[1],
        SpecialType.System_Int64 => s_zeroes[2],
        _ => s_zeroes[0],
    };

    // result < 0, 0 > result, open(out x) <= -1: below zero is no success either, and what is above may be, or may not.
    private Condition? AsksForFailure(IBinaryOperation comparison)
    {
        if (comparison.OperatorMethod is not null)
            return null;
        bool isSwapped = comparison.LeftOperand.ConstantValue.HasValue;
        (IOperation asked, IOperation limit) = isSwapped ? (comparison.RightOperand, comparison.LeftOperand) : (comparison.LeftOperand, comparison.RightOperand);
        if (AsLimit(limit.ConstantValue) is not { } number || FailsWhen(isSwapped ? Swapped(comparison.OperatorKind) : comparison.OperatorKind, number) is not { } whenTrue
            || asked.Type is not { } type || !IsStatus(type) || !MayHoldStatus(asked))
        {
            return null;
        }

        Value status = Visit(asked);
        if (!_hasStatus || !status.IsPlace)
            return Condition.Unknown;
        Condition failed = Failed(status.Place, Uncast(asked).Type ?? type);
        return whenTrue ? failed : failed.Negated;
    }

    // (int)result, (result = open(out x)), open(out x): what need not be looked at again if it is no status.
    private bool MayHoldStatus(IOperation asked) => Uncast(asked) switch
    {
        ILocalReferenceOperation => _hasStatus,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Value: { } value } => MayHoldStatus(value),
        IInvocationOperation call => call.Arguments.Any(argument => _sites.IndexOf(argument) >= 0),
        _ => false,
    };

    private static IOperation Uncast(IOperation operation) => operation switch
    {
        IParenthesizedOperation inner => Uncast(inner.Operand),
        IConversionOperation { OperatorMethod: null } conversion => Uncast(conversion.Operand),
        _ => operation,
    };

    private Condition Failed(int status, ITypeSymbol type)
    {
        _places[status].IsTested = true;
        return new Condition(new[] { new Fact(status, FactKind.IsNot, ZeroOf(type)) }, Array.Empty<Fact>());
    }

    // On which side of the comparison zero is not; null where it may be on both.
    private static bool? FailsWhen(BinaryOperatorKind kind, long limit) => kind switch
    {
        BinaryOperatorKind.LessThan => limit <= 0 ? true : null,
        BinaryOperatorKind.LessThanOrEqual => limit < 0 ? true : null,
        BinaryOperatorKind.GreaterThan => limit >= 0 ? true : limit == -1 ? false : null,
        BinaryOperatorKind.GreaterThanOrEqual => limit > 0 ? true : limit == 0 ? false : null,
        _ => null,
    };

    private static BinaryOperatorKind Swapped(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };

    private static long? AsLimit(Optional<object?> constant) => constant is { HasValue: true, Value: int or uint or long or short } ? Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture) : null;

    // result is < 0, result is Busy or Locked: whatever it is, it is not zero.
    private Condition? RulesOutSuccess(Value value, ITypeSymbol? type, IPatternOperation pattern) =>
        _hasStatus && value.IsPlace && type is not null && IsStatus(type) && pattern is IRelationalPatternOperation or IBinaryPatternOperation && SideOf(pattern) is { } whenTrue
            ? whenTrue ? Failed(value.Place, type) : Failed(value.Place, type).Negated
            : null;

    private static bool? SideOf(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: var constant } => AsLimit(constant) is { } number ? number != 0 ? true : null : null,
        IRelationalPatternOperation relation => AsLimit(relation.Value.ConstantValue) is { } limit ? FailsWhen(relation.OperatorKind, limit) : null,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or => SideOf(or.LeftPattern) == true && SideOf(or.RightPattern) == true ? true : null,
        IBinaryPatternOperation and => SideOf(and.LeftPattern) == true || SideOf(and.RightPattern) == true ? true : null,
        _ => null,
    };

    // result.Failure, Open(out x).Success.
    private Condition? AsksForVerdict(IPropertyReferenceOperation property)
    {
        if (property is not { Property.Name: SuccessName or FailureName, Instance: { Type: { } type } asked } || !IsVerdict(type) || !MayHoldStatus(asked))
            return null;
        Value status = Visit(asked);
        if (!_hasStatus || !status.IsPlace)
            return Condition.Unknown;
        Condition failed = Failed(status.Place, type);
        return property.Property.Name == FailureName ? failed : failed.Negated;
    }

    // Failed(result), NT_SUCCESS(result): which answer means that nothing was given is in the name.
    private Condition? AsksWhetherFailed(IInvocationOperation call)
    {
        if (call is not { TargetMethod: { IsStatic: true, ReturnType.SpecialType: SpecialType.System_Boolean, Name: { } name }, Arguments: [{ Parameter: { RefKind: RefKind.None } }] }
            || !IsStatus(call.Arguments[0].Parameter!.Type) || !MayHoldStatus(call.Arguments[0].Value))
        {
            return null;
        }

        bool isFailure = name.IndexOf("fail", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("error", StringComparison.OrdinalIgnoreCase) >= 0;
        if (!isFailure && name.IndexOf("succe", StringComparison.OrdinalIgnoreCase) < 0)
            return null;
        Visit(call);
        if (StatusAmong(call) is not { } status)
            return Condition.Unknown;
        Condition failed = Failed(status.Place, call.Arguments[0].Value.Type ?? call.Arguments[0].Parameter!.Type);
        return isFailure ? failed : failed.Negated;
    }

    // Check(cudaMalloc(out p, n)), Open(out x).CheckError(): it throws for the status of a call that gave nothing.
    private Value? StatusAmong(IOperation call)
    {
        if (call is not IInvocationOperation invocation)
            return null;
        if (invocation.Instance is { Type: { } asked } && IsVerdict(asked) && _statusOf.TryGetValue(invocation.Instance, out int verdict))
            return new Value(verdict);
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.None, Type: { } type } && IsStatus(type) && _statusOf.TryGetValue(argument, out int status))
                return new Value(status);
        }

        return null;
    }

    private void NoteStatus(IArgumentOperation argument, Value value)
    {
        if (_hasStatus && argument.Parameter is { RefKind: RefKind.None, Type: { } type } && IsStatus(type))
            NoteStatus((IOperation)argument, value);
    }

    // The object of a call may be a status, too: result.CheckError().
    private void NoteVerdict(IOperation? instance, Value value)
    {
        if (_hasStatus && instance is { Type: { } type } && IsVerdict(type))
            NoteStatus(instance, value);
    }

    private void NoteStatus(IOperation holder, Value value)
    {
        if (!_hasStatus || !value.IsPlace)
            return;
        _places[value.Place].IsTested |= _places[value.Place].Kind is PlaceKind.Local or PlaceKind.Temporary;
        _statusOf[holder] = value.Place;
    }
}
