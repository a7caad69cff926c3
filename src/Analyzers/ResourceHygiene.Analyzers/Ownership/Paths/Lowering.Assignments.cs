using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal sealed partial class Lowering
{
    /// <summary>Where a target keeps its value, without any effect of evaluating it.</summary>
    private Value PlaceOf(IOperation target) => target switch
    {
        ILocalReferenceOperation { Local.RefKind: RefKind.None } local => new Value(_places.Local(local.Local)),
        IParameterReferenceOperation parameter => new Value(_places.Parameter(parameter.Parameter)),
        IDeclarationExpressionOperation declaration => PlaceOf(declaration.Expression),
        IFlowCaptureReferenceOperation capture => _capturedTargets.TryGetValue(capture.Id, out IOperation? captured)
            ? PlaceOf(captured)
            : new Value(_places.Capture(capture.Id, capture.Type)),
        IFieldReferenceOperation field => MemberPlace(field.Instance, field.Field, field.Type),
        IPropertyReferenceOperation { Arguments.Length: 0 } property when IsStable(property.Property) => MemberPlace(property.Instance, property.Property, property.Type),
        _ => Value.Unknown,
    };

    private Value MemberPlace(IOperation? instance, ISymbol member, ITypeSymbol? type)
    {
        if (instance is null or IInstanceReferenceOperation)
            return new Value(_places.Member(Value.None, member, type!));
        Value owner = PlaceOf(instance);
        return owner.IsPlace ? new Value(_places.Member(owner.Place, member, type!)) : Value.Unknown;
    }

    // The object that a member is assigned on is used; so are the parts of an index.
    private void VisitTargetOf(IOperation target)
    {
        switch (target)
        {
            case IMemberReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation } member:
                Value owner = Visit(instance);
                Use(owner, instance, isMild: IsUnlinked(member));
                Change(owner, target);
                if (member is IPropertyReferenceOperation property)
                {
                    foreach (IArgumentOperation argument in property.Arguments)
                        Visit(argument.Value);
                }

                break;
            case IArrayElementReferenceOperation:
                Visit(target);
                break;
            default:
                break;
        }
    }

    // pool.Node = null: whoever lets go of an object forgets where it was.
    private static bool IsUnlinked(IMemberReferenceOperation member) =>
        member.Parent is ISimpleAssignmentOperation { Value: { } value } assignment && assignment.Target == member && value.ConstantValue is { HasValue: true, Value: null };

    private void AssignTo(IOperation target, Value value, IOperation assignment)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                AssignTo(declaration.Expression, value, assignment);
                break;
            case IFlowCaptureReferenceOperation capture when _capturedTargets.TryGetValue(capture.Id, out IOperation? captured):
                AssignTo(captured, value, assignment);
                break;
            case ILocalReferenceOperation { Local.RefKind: RefKind.None } or IParameterReferenceOperation or IFlowCaptureReferenceOperation:
                AssignPlace(PlaceOf(target).Place, value, target);
                break;
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                VisitTargetOf(target);
                AssignMember((IMemberReferenceOperation)target, value);
                break;
            case IDiscardOperation:
                break;
            case ITupleOperation tuple:
                foreach (IOperation element in tuple.Elements)
                    AssignTo(element, TakenParts.IsTarget(element) ? Acquire(element) ?? Value.Unknown : Value.Unknown, assignment);
                Escape(value, assignment);
                break;
            default:
                VisitTargetOf(target);
                HandOver(value, target, isDoubtful: true);
                break;
        }
    }

    // A local of an enclosing function and a by-reference parameter outlive the body, as a field does.
    private void AssignPlace(int place, Value value, IOperation target)
    {
        bool isStore = _places[place].Kind == PlaceKind.Outer && value.IsPlace;
        if (IsNumber(value))
            NoteNumber(place, target);
        else if (value is { IsConstant: true, Constant: { } constant } && _numbers.Contains(place) && RawValues.IsNoNumber(constant))
            value = Value.Null;
        Emit(new Instruction(isStore ? InstructionKind.Store : InstructionKind.Assign, target) { Target = place, Value = value });
    }

    private void AssignMember(IMemberReferenceOperation target, Value value)
    {
        if (value.IsPlace && _places[value.Place].Kind == PlaceKind.Local && AddressCopies.IsOne(target, _body))
            return;
        Value place = PlaceOf(target);
        bool isBorrowed = _knowledge.Declared.IsBorrowing(target.Member.OriginalDefinition);
        if (!value.IsPlace || isBorrowed)
        {
            if (place.IsPlace)
                Emit(new Instruction(InstructionKind.Assign, target) { Target = place.Place, Value = value.IsPlace ? Value.Unknown : value });
        }
        else
        {
            // What another object, or a collection, does with it is its own affair.
            bool isOwn = target is { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } and not IPropertyReferenceOperation { Arguments.Length: > 0 };
            Emit(new Instruction(InstructionKind.Store, target) { Target = place.Place, Value = value, IsDoubtful = !isOwn });
        }
    }

    // var (a, b) = (x, y) gives each its own value; of anything else the parts are unknown.
    private void Deconstruct(IOperation target, IOperation value, IOperation assignment)
    {
        while (target is IDeclarationExpressionOperation declaration)
            target = declaration.Expression;
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (target is ITupleOperation targets && value is ITupleOperation values && targets.Elements.Length == values.Elements.Length)
        {
            // All right sides are evaluated before the first assignment: (a, b) = (b, a).
            var evaluated = new List<(IOperation Target, Value Value)>();
            for (int i = 0; i < targets.Elements.Length; i++)
                CollectPairs(targets.Elements[i], values.Elements[i], evaluated);
            foreach ((IOperation element, Value part) in evaluated)
                AssignTo(element, part, assignment);
            return;
        }

        Value whole = Visit(value);
        Escape(whole, value);
        AssignTo(target, Value.Unknown, assignment);
    }

    private void CollectPairs(IOperation target, IOperation value, List<(IOperation Target, Value Value)> pairs)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (target is ITupleOperation targets && value is ITupleOperation values && targets.Elements.Length == values.Elements.Length)
        {
            for (int i = 0; i < targets.Elements.Length; i++)
                CollectPairs(targets.Elements[i], values.Elements[i], pairs);
            return;
        }

        Value part = Visit(value);
        if (part.IsPlace && _places[part.Place].Kind != PlaceKind.Temporary)
        {
            int copy = _places.Temporary(value.Type);
            Emit(new Instruction(InstructionKind.Assign, value) { Target = copy, Value = part });
            part = new Value(copy);
        }

        pairs.Add((target, part));
    }
}
