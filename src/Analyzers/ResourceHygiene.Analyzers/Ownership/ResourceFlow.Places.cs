using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

internal sealed partial class ResourceFlow
{
    private void FollowAssignment(IOperation target, IOperation assignment, FlowValue value)
    {
        bool isStatement = IsStatement(assignment);
        if (target is IDiscardOperation)
        {
            if (isStatement)
                Drop(value, DiscardForm.Unused, assignment, member: null);
        }
        else
        {
            Store(target, value);
        }

        if (!isStatement)
            Enqueue(assignment, value.Kind == ValueKind.Temporary && target is not IDiscardOperation ? ValueKind.Held : value.Kind);
    }

    private void Store(IOperation target, FlowValue value)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                BindLocal(local.Local, value.Kind);
                break;
            // A parameter of a primary constructor is a field in all but name.
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: not IMethodSymbol { MethodKind: MethodKind.Constructor } } } parameter
                when value.Kind != ValueKind.Derived:
                if (!_fate.Places.Contains(parameter.Parameter, SymbolEqualityComparer.Default))
                    _fate.Places.Add(parameter.Parameter);
                BindVariable(parameter.Parameter, value.Kind == ValueKind.Temporary ? ValueKind.Held : value.Kind);
                break;
            // What an out or ref parameter holds at the end is the caller's.
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.Out or RefKind.Ref } parameter } when value.Kind != ValueKind.Derived:
                if (!_fate.Places.Contains(parameter, SymbolEqualityComparer.Default))
                    _fate.Places.Add(parameter);
                _fate.IsTaken = true;
                _fate.Escapes = true;
                break;
            case IDeclarationExpressionOperation declaration:
                Store(declaration.Expression, value);
                break;
            case IDiscardOperation:
                Drop(value, DiscardForm.Unused, value.Operation, member: null);
                break;
            // t[0] += 1: the setter copies what it is given.
            case IPropertyReferenceOperation { Arguments.Length: > 0, Instance: { } indexed } when _knowledge.Types.IsScoped(indexed.Type):
                Drop(value, DiscardForm.Argument, value.Operation, "[]");
                break;
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member
                when value.Kind != ValueKind.Temporary && _knowledge.Declared.IsBorrowing(member.Member.OriginalDefinition):
                break;
            case IFieldReferenceOperation when _isRaw && value.Kind == ValueKind.Held && AddressCopies.IsOne(target, _body):
                _fate.IsCopied = true;
                break;
            default:
                _fate.IsTaken |= target is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } }
                    or IArrayElementReferenceOperation { ArrayReference: IFieldReferenceOperation };
                _fate.Escapes = true;
                if (target is IFieldReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } field && value.Kind != ValueKind.Derived)
                    _fate.Fields.Add(field);
                break;
        }
    }

    private void FollowDeclarator(IVariableDeclaratorOperation declarator, FlowValue value)
    {
        if (declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation)
        {
            if (value.Kind != ValueKind.Derived)
                _fate.IsReleased = true;
        }

        BindLocal(declarator.Symbol, value.Kind);
    }

    private void FollowTuple(ITupleOperation tuple, FlowValue value)
    {
        // var (a, b) = (x, y): walk outwards to the deconstruction, then inwards along the same indices.
        var path = new Stack<int>();
        IOperation child = value.Operation;
        IOperation? current = tuple;
        while (true)
        {
            if (current is ITupleOperation outer)
                path.Push(outer.Elements.IndexOf(child));
            else if (current is not (IConversionOperation or IParenthesizedOperation) && !(current is IConditionalOperation choice && choice.Condition != child))
                break;
            child = current;
            current = current.Parent;
        }

        if (current is not IDeconstructionAssignmentOperation deconstruction || child != deconstruction.Value)
        {
            FollowWholeTuple(current, path, value);
            return;
        }

        IOperation target = deconstruction.Target;
        while (path.Count > 0)
        {
            target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
            // Half-typed code deconstructs three values into two variables.
            int index = path.Pop();
            if (target is not ITupleOperation targets || index >= targets.Elements.Length)
            {
                _fate.Escapes = true;
                return;
            }

            target = targets.Elements[index];
        }

        Store(target, value);
    }

    // var pair = (x, y); return (x, y);
    private void FollowWholeTuple(IOperation? user, Stack<int> path, FlowValue value)
    {
        if (path.Count == 1 && value.Kind != ValueKind.Derived && user is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } })
            BindPart(local, path.Pop());
        else if (value.Kind != ValueKind.Derived && user is IReturnOperation { Kind: OperationKind.Return } && (FlowBody.EnclosingFunction(user) is null || _body.IsRootFunction(user)))
            _fate.IsReturnedAsPart = true;
        else
            _fate.Escapes = true;
    }

    // Whoever reads the element has what was put there; whoever has the tuple may do anything with it.
    private void BindPart(ILocalSymbol tuple, int index)
    {
        if (tuple is not { RefKind: RefKind.None, Type: INamedTypeSymbol { IsTupleType: true } type })
        {
            _fate.Escapes = true;
            return;
        }

        _fate.Part = tuple.Name + "." + (index < type.TupleElements.Length ? type.TupleElements[index].Name : "Item" + (index + 1));
        if (!_fate.Places.Contains(tuple, SymbolEqualityComparer.Default))
            _fate.Places.Add(tuple);
        foreach (IOperation mention in _body.ReferencesTo(tuple))
        {
            switch (mention.Parent)
            {
                case IFieldReferenceOperation element when TakenParts.IndexOf(element.Field, type) is var read && read >= 0 && !_body.IsDeferred(mention, tuple.ContainingSymbol):
                    if (read == index && !(element.Parent is ISimpleAssignmentOperation assignment && assignment.Target == element))
                        Enqueue(element, ValueKind.Held);
                    break;
                case IDeconstructionAssignmentOperation { Target: var target } deconstruction when deconstruction.Value == mention:
                    while (target is IDeclarationExpressionOperation declaration)
                        target = declaration.Expression;
                    if (target is ITupleOperation targets && index < targets.Elements.Length)
                        Store(targets.Elements[index], new FlowValue(mention, ValueKind.Held));
                    else
                        _fate.Escapes = true;
                    break;
                default:
                    _fate.Escapes = true;
                    break;
            }
        }
    }

    private void BindPattern(IPatternOperation pattern, FlowValue value)
    {
        switch (pattern)
        {
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local }:
                BindLocal(local, value.Kind);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local }:
                BindLocal(local, value.Kind);
                break;
            case IBinaryPatternOperation binary:
                BindPattern(binary.LeftPattern, value);
                BindPattern(binary.RightPattern, value);
                break;
            case INegatedPatternOperation negated:
                BindPattern(negated.Pattern, value);
                break;
            default:
                break;
        }
    }

    private void BindLocal(ILocalSymbol local, ValueKind kind)
    {
        if (local.RefKind != RefKind.None)
        {
            _fate.Escapes = true;
            return;
        }

        if (kind != ValueKind.Derived && !_fate.Places.Contains(local, SymbolEqualityComparer.Default))
            _fate.Places.Add(local);
        BindVariable(local, kind == ValueKind.Temporary ? ValueKind.Held : kind);
    }

    private void BindVariable(ISymbol variable, ValueKind kind)
    {
        if (!_bound.Add((variable, kind)))
            return;
        foreach (IOperation reference in _body.ReferencesTo(variable))
        {
            switch (reference.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                case IArgumentOperation { Parameter.RefKind: RefKind.Out }:
                case IDeclarationExpressionOperation:
                case ITupleOperation when IsDeconstructionTarget(reference):
                    break;
                // &codec, by which it came here.
                case IAddressOfOperation when _origin is not null && RawValues.TargetOf(_origin) == reference:
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref }:
                    _fate.Escapes = true;
                    break;
                default:
                    if (_body.IsDeferred(reference, variable.ContainingSymbol) && !RunDelegates.HoldNothing(reference, variable, _body, _knowledge, _session))
                        _fate.Escapes = true;
                    else
                        Enqueue(reference, kind);
                    break;
            }
        }
    }

    private static bool IsDeconstructionTarget(IOperation reference)
    {
        IOperation child = reference;
        while (child.Parent is ITupleOperation or IConversionOperation or IDeclarationExpressionOperation)
            child = child.Parent;
        return (child.Parent is IDeconstructionAssignmentOperation deconstruction && deconstruction.Target == child)
            || (child.Parent is IForEachLoopOperation loop && loop.LoopControlVariable == child);
    }
}
