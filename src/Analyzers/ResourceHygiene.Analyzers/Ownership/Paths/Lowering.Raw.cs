using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Addresses, handles and buffers: what is none, and what points into what.</summary>
internal sealed partial class Lowering
{
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
}
