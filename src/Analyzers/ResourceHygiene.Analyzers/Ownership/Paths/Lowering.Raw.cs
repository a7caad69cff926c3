using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Addresses, handles and buffers: what is none, what points into what, and whether a call that returns a status gave any.</summary>
internal sealed partial class Lowering
{
    private static readonly object[] s_zeroes = { 0, 0u, 0L };

    // Zero, and of handles minus one, is to an address what null is to a reference.
    private static Value Constant(ITypeSymbol? type, object? constant) =>
        RawValues.IsNothing(type, constant) ? Value.Null : new Value(Value.None, IsConstant: true, constant);

    private Value VisitArithmetic(IBinaryOperation binary)
    {
        Value result = Value.Unknown;
        foreach (IOperation operand in new[] { binary.LeftOperand, binary.RightOperand })
        {
            Value value = Visit(operand);
            if (value.IsPlace && RawTypes.IsAddress(_places[value.Place].Type))
                result = View(value, binary);
        }

        return result;
    }

    // p++: what was at its start can be freed through other names only, if there are any.
    private void LoseStart(IOperation target)
    {
        if (RawTypes.IsAddress(target.Type) && PlaceOf(target) is { IsPlace: true } moved)
            Escape(moved, target);
    }

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
        type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 };

    /// <summary>The zero of a status as constants of its type have it.</summary>
    private static object ZeroOf(ITypeSymbol type) => ((type as INamedTypeSymbol)?.EnumUnderlyingType ?? type).SpecialType switch
    {
        SpecialType.System_UInt32 => s_zeroes[1],
        SpecialType.System_Int64 => s_zeroes[2],
        _ => s_zeroes[0],
    };

    // if (result < 0): below zero is no success either; what is above may be, or may not.
    private Condition? AsksForFailure(IBinaryOperation comparison)
    {
        if (!_hasStatus || comparison is not { OperatorMethod: null, RightOperand.ConstantValue: { HasValue: true, Value: 0 } }
            || comparison.OperatorKind is not (BinaryOperatorKind.LessThan or BinaryOperatorKind.GreaterThanOrEqual)
            || comparison.LeftOperand is not { Type: { } type } asked || !IsStatus(type) || TestedIn(asked) is not { } tested || PlaceOf(tested) is not { IsPlace: true } status)
        {
            return null;
        }

        if (tested != asked)
            Visit(asked);

        _places[status.Place].IsTested = true;
        var failed = new Condition(new[] { new Fact(status.Place, FactKind.IsNot, ZeroOf(type)) }, Array.Empty<Fact>());
        return comparison.OperatorKind == BinaryOperatorKind.LessThan ? failed : failed.Negated;
    }

    // Check(cudaMalloc(out p, n)): it throws for the status of a call that gave nothing.
    private Value? StatusAmong(IOperation call)
    {
        if (call is not IInvocationOperation { Arguments: { IsEmpty: false } arguments })
            return null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.None, Type: { } type } && IsStatus(type) && _statusOf.TryGetValue(argument, out int status))
                return new Value(status);
        }

        return null;
    }

    private void NoteStatus(IArgumentOperation argument, Value value)
    {
        if (_hasStatus && value.IsPlace && argument.Parameter is { RefKind: RefKind.None, Type: { } type } && IsStatus(type))
        {
            _places[value.Place].IsTested |= _places[value.Place].Kind is PlaceKind.Local or PlaceKind.Temporary;
            _statusOf[argument] = value.Place;
        }
    }
}
