using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal sealed partial class Lowering
{
    private Value VisitConversion(IConversionOperation conversion)
    {
        Value value = Visit(conversion.Operand);
        if (conversion.OperatorMethod is null)
            return conversion.ConstantValue is { HasValue: true } constant ? Constant(conversion.Type, constant.Value) : value.IsConstant ? Constant(conversion.Type, value.Constant) : value;
        if (RawValues.PassesThrough(conversion))
            return value.IsConstant ? Constant(conversion.Type, value.Constant) : value;
        if (value.IsPlace && (Views.IsView(conversion.Type) || RawTypes.IsView(conversion.Type)))
        {
            Use(value, conversion.Operand);
            return View(value, conversion);
        }

        // (float)tensor reads it.
        if (IsScoped(conversion.Operand.Type))
        {
            Use(value, conversion.Operand);
            return Value.Unknown;
        }

        Escape(value, conversion);
        return Value.Unknown;
    }

    private Value VisitProperty(IPropertyReferenceOperation property)
    {
        if (AsksWhetherHeld(property) is { } held)
            return Decide(property, held);
        if (property.Arguments.Length > 0)
        {
            Value indexed = Visit(property.Instance);
            Use(indexed, property.Instance);
            foreach (IArgumentOperation argument in property.Arguments)
                Visit(argument.Value);
            if (Acquire(property) is { } element)
                return element;
            return indexed.IsPlace && Views.IsView(property.Type) ? View(indexed, property) : Value.Unknown;
        }

        if (property.Property.IsInExtensionBlock())
        {
            Escape(Visit(property.Instance), property);
            return Value.Unknown;
        }

        if (_sites.IndexOf(property) >= 0)
        {
            Use(Visit(property.Instance), property.Instance);
            return Acquire(property)!.Value;
        }

        return _knowledge.YieldsItsObject(property) ? Visit(property.Instance) : VisitMember(property, property.Property, property.Instance);
    }

    // What a member of this object, or of what a place holds, yields is a place of its own.
    private Value VisitMember(IOperation reference, ISymbol member, IOperation? instance)
    {
        Value owner = instance is null or IInstanceReferenceOperation ? Value.Unknown : Visit(instance);
        if (owner.IsPlace)
        {
            Use(owner, instance!, isMild: IsUsableAfterRelease(member));
            if (Views.IsView(reference.Type) || _knowledge.Declared.IsView(member) || DerivesFrom(reference.Type))
                return View(owner, reference);
        }

        return (owner.IsPlace || instance is null or IInstanceReferenceOperation) && IsStable(member)
            ? new Value(_places.Member(owner.Place, member, reference.Type!))
            : Value.Unknown;
    }

    // A property that computes its value may yield another resource each time; for a condition that hardly matters.
    // An enumerator's current element is another one in each round of its loop.
    private bool IsStable(ISymbol member) =>
        member is not IPropertySymbol property || ReleasedVariables.IsStable(property) || (property.Name != "Current" && !IsResource(property.Type));

    // A stream read from a response, a reader made by a command: if that leaves the body, the resource must stay alive.
    private bool DerivesFrom(ITypeSymbol? type)
    {
        ITypeSymbol? result = _knowledge.Types.Awaited(type);
        return _knowledge.Types.TraitsOf(result) is not null || CallFacts.IsLazySequence(result);
    }

    // What a pool lent out next time has the same length.
    private static bool IsSizeOfArray(ISymbol member) => member is { Name: "Length" or "LongLength" or "Rank", ContainingType.SpecialType: SpecialType.System_Array };

    private bool IsUsableAfterRelease(ISymbol member) => Views.AnswersAlways(member) || IsSizeOfArray(member) || _knowledge.Declared.IsUsableAfterRelease(member)
        || (member is IPropertySymbol property && !IsResource(property.Type) && !Views.IsView(property.Type) && StoredAnswers.IsOne(property, _session.Cancellation))
        || (member is IFieldSymbol field && !IsResource(field.Type) && !Views.IsView(field.Type) && !RawTypes.IsRaw(field.Type) && StoredAnswers.IsOne(field, _session.Cancellation));
}
