using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Scopes;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Follows one resource from the expression that yields it through everything that may hold it, and collects what may
/// happen to it. Order and conditions are ignored: if some use discharges the obligation, it counts as discharged.
/// What is not understood counts as escape, so the answer "nothing happens to it" is a safe one.
/// </summary>
internal sealed partial class ResourceFlow
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly ResourceFate _fate = new();
    private readonly Queue<FlowValue> _pending = new();
    private readonly HashSet<FlowValue> _seen = new();
    private readonly HashSet<(ISymbol Variable, ValueKind Kind)> _bound = new();

    // What is followed is no resource by its type; then addresses and views are what may be made of it.
    private readonly bool _isRaw;

    // What is followed is a path, and what may be made of it are other paths and what they open.
    private readonly bool _isPath;
    private readonly bool _isFile;

    // What is followed is a parameter: what becomes of its parts tells what the caller may expect.
    private bool _isParameter;

    private ResourceFlow(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session, bool isRaw, ITypeSymbol? path = null)
    {
        _isRaw = isRaw;
        _isPath = path is not null;
        _isFile = path?.Name != "DirectoryInfo";
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    // The argument that the followed value comes out of; null where it is a result.
    private IArgumentOperation? _origin;

    private enum ValueKind
    {
        /// <summary>The resource, held by nothing yet.</summary>
        Temporary,

        /// <summary>The resource, read from a variable.</summary>
        Held,

        /// <summary>Something obtained from the resource that may need it alive: only its escape says anything.</summary>
        Derived,
    }

    /// <summary>The fate of what an expression (or an argument for an out parameter) yields.</summary>
    public static ResourceFate OfValue(IOperation value, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        ITypeSymbol? type = value is IArgumentOperation { Parameter: { } parameter } ? parameter.Type : knowledge.Types.Awaited(value.Type);
        var flow = new ResourceFlow(body, knowledge, session, IsRaw(type, knowledge), TempPaths.IsPath(type) ? type : null);
        if (value is IArgumentOperation outArgument)
        {
            flow._origin = outArgument;
            flow.Store(RawValues.TargetOf(outArgument), new FlowValue(outArgument, ValueKind.Temporary));
        }
        // var (stream, length) = Open(path)
        else if (TakenParts.IsTarget(value) && IsDeconstructionTarget(value))
            flow.Store(value, new FlowValue(value, ValueKind.Temporary));
        // total += loss: what the operator makes is in the variable at once.
        else if (value is ICompoundAssignmentOperation compound)
            flow.FollowAssignment(compound.Target, compound, new FlowValue(compound, ValueKind.Temporary));
        else
            flow.Enqueue(value, ValueKind.Temporary);
        return flow.Run();
    }

    /// <summary>The fate of what a parameter holds when the body is entered.</summary>
    public static ResourceFate OfParameter(IParameterSymbol parameter, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var flow = new ResourceFlow(body, knowledge, session, IsRaw(parameter.Type, knowledge)) { _isParameter = true };
        flow.BindVariable(parameter, ValueKind.Held);
        return flow.Run();
    }

    /// <summary>The fate of what some mentions of a variable read.</summary>
    public static ResourceFate OfMentions(IEnumerable<IOperation> mentions, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var flow = new ResourceFlow(body, knowledge, session, IsRaw(mentions.FirstOrDefault()?.Type, knowledge));
        foreach (IOperation mention in mentions)
        {
            bool isWrite = mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention
                || mention.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out } || IsDeconstructionTarget(mention);
            if (!isWrite)
                flow.Enqueue(mention, ValueKind.Held);
        }

        return flow.Run();
    }

    /// <summary>The fate of what a local that something else assigns holds: a loop variable, an element that was taken out.</summary>
    public static ResourceFate OfLocal(ILocalSymbol local, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var flow = new ResourceFlow(body, knowledge, session, IsRaw(local.Type, knowledge));
        flow.BindVariable(local, ValueKind.Held);
        return flow.Run();
    }

    /// <summary>The fate of an element of the tuple that a local holds.</summary>
    public static ResourceFate OfPart(ILocalSymbol local, int index, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var flow = new ResourceFlow(body, knowledge, session, isRaw: false);
        flow.BindPart(local, index);
        return flow.Run();
    }

    private static bool IsRaw(ITypeSymbol? type, OwnershipKnowledge knowledge) =>
        RawTypes.IsRaw(type) || (type is { IsValueType: true, TypeKind: TypeKind.Struct } && knowledge.Types.TraitsOf(type) is null);

    private ResourceFate Run()
    {
        while (_pending.Count > 0)
            Follow(_pending.Dequeue());
        // A native function may keep what it finds in a struct; where some path frees it, it did not.
        if (_fate is { IsCopied: true, IsReleased: false })
            _fate.Escapes = true;
        return _fate;
    }

    private void Enqueue(IOperation operation, ValueKind kind)
    {
        var value = new FlowValue(operation, kind);
        if (_seen.Add(value))
            _pending.Enqueue(value);
    }

    private void Follow(FlowValue value)
    {
        IOperation operation = value.Operation;
        if (_isPath && FollowPath(value))
            return;
        if (ScopedUses.IsRead(operation, _knowledge))
        {
            Drop(value, DiscardForm.Receiver, operation.Parent!, ScopedUses.NameOf(operation.Parent!));
            return;
        }

        switch (operation.Parent)
        {
            case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation:
                Enqueue(operation.Parent, value.Kind);
                break;
            case IConversionOperation conversion when RawValues.PassesThrough(conversion):
                Enqueue(conversion, value.Kind);
                break;
            case IConversionOperation conversion when _isRaw && RawTypes.LooksInto(conversion.Type):
                Enqueue(conversion, ValueKind.Derived);
                break;
            case IBinaryOperation binary when _isRaw && RawValues.IsArithmetic(binary):
                Enqueue(binary, ValueKind.Derived);
                break;
            case IArrayElementReferenceOperation element when _isRaw && RawTypes.IsRaw(element.ArrayReference.Type):
            case { Kind: OperationKind.None } when _isRaw:
                break;
            case IConditionalOperation conditional:
                if (operation != conditional.Condition)
                    Enqueue(conditional, value.Kind);
                break;
            case ISwitchExpressionArmOperation { Parent: { } switchExpression } arm:
                if (operation == arm.Value)
                    Enqueue(switchExpression, value.Kind);
                break;
            case ISwitchExpressionOperation switchExpression:
                foreach (ISwitchExpressionArmOperation arm in switchExpression.Arms)
                    BindPattern(arm.Pattern, value);
                break;
            case ISwitchOperation switchStatement:
                foreach (IPatternCaseClauseOperation clause in switchStatement.Cases.SelectMany(static @case => @case.Clauses).OfType<IPatternCaseClauseOperation>())
                    BindPattern(clause.Pattern, value);
                break;
            case IIsPatternOperation isPattern:
                BindPattern(isPattern.Pattern, value);
                break;
            case IConditionalAccessOperation access:
                FollowConditionalAccess(access, value);
                break;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                if (operation == assignment.Value)
                    FollowAssignment(assignment.Target, assignment, value);
                break;
            case ICoalesceAssignmentOperation assignment:
                if (operation == assignment.Value)
                    FollowAssignment(assignment.Target, assignment, value);
                else if (!IsStatement(assignment))
                    Enqueue(assignment, value.Kind);
                break;
            case ITupleOperation tuple:
                FollowTuple(tuple, value);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                FollowDeclarator(declarator, value);
                break;
            case IReturnOperation:
                Return(value);
                break;
            case IUsingOperation when value.Kind != ValueKind.Derived:
                _fate.IsReleased = true;
                break;
            case IExpressionStatementOperation:
                Drop(value, DiscardForm.Unused, operation, member: null);
                break;
            case IArgumentOperation argument:
                FollowArgument(argument, value);
                break;
            case IInvocationOperation invocation when operation == invocation.Instance:
                FollowReceiver(invocation, value);
                break;
            case IPropertyReferenceOperation property when operation == property.Instance:
                FollowProperty(property, value);
                break;
            case IFieldReferenceOperation field:
                FollowSubObject(field, field.Field.Name, value);
                break;
            case IEventReferenceOperation @event:
                FollowEvent(@event);
                break;
            // foreach ends its enumerator, and some objects are their own.
            case IForEachLoopOperation when value.Kind == ValueKind.Held && CallFacts.IsItsOwnEnumerator(operation, _knowledge, _session):
                _fate.IsReleased = true;
                // Through the interface, the graph does not show that it is the object itself which is ended.
                _fate.Escapes = _fate.EscapesOtherwise || operation is IConversionOperation;
                break;
            // These look at the resource and keep nothing.
            case IUsingOperation or ILockOperation or IInterpolationOperation or INameOfOperation
                or IIsTypeOperation or IUnaryOperation { OperatorMethod: null }:
            case IBinaryOperation { OperatorMethod: null or { Name: "op_Equality" or "op_Inequality" } }:
            case IForEachLoopOperation when value.Kind != ValueKind.Temporary:
                break;
            // command.AddParameter("@id", missing.Id)
            case IInvalidOperation call when UnresolvedCalls.MereUse(operation, call, _knowledge, _session) is { } used:
                Drop(value, DiscardForm.Receiver, call, used);
                if (!IsStatement(call))
                    Enqueue(call, ValueKind.Derived);
                break;
            default:
                _fate.Escapes = true;
                break;
        }
    }

    private void FollowConditionalAccess(IConditionalAccessOperation access, FlowValue value)
    {
        if (value.Operation == access.WhenNotNull)
            Enqueue(access, value.Kind);
        else if (FindInstance(access.WhenNotNull) is { } instance)
            Enqueue(instance, value.Kind);
        else
            _fate.Escapes = true;
    }

    // In a?.b?.c the instance of the outer access is inside the operation of the inner one, never in its WhenNotNull.
    private static IOperation? FindInstance(IOperation operation)
    {
        if (operation is IConditionalAccessInstanceOperation)
            return operation;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (operation is IConditionalAccessOperation nested && child != nested.Operation)
                continue;
            if (FindInstance(child) is { } found)
                return found;
        }

        return null;
    }

    // What a lambda returns goes to whoever calls it; only the body's own returns are its result.
    // A wrapper made of it stands for it, as far as anybody can tell; what a method yields does not.
    private void Return(FlowValue value)
    {
        if (FlowBody.EnclosingFunction(value.Operation) is not null && !_body.IsRootFunction(value.Operation))
            _fate.Escapes = true;
        else if (value.Kind == ValueKind.Derived && !IsWrapper(value.Operation))
            _fate.IsReturnedThrough = true;
        else
            _fate.IsReturned = true;
    }

    // Made of the resource itself, not of what something else made of it.
    private bool IsWrapper(IOperation value) =>
        (value is IConversionOperation conversion ? conversion.Operand : value) is IObjectCreationOperation creation
        && creation.Arguments.Any(argument => _seen.Contains(new FlowValue(argument.Value, ValueKind.Held)));

    private void Drop(FlowValue value, DiscardForm form, IOperation use, string? member)
    {
        if (value.Kind != ValueKind.Temporary)
            return;
        // A task that nobody awaits: whether its result is ever produced is not this analysis' business.
        if (_knowledge.Types.IsTaskOfResult(value.Operation.Type))
            _fate.Escapes = true;
        else
            _fate.Discards.Add(new Discard(form, use, member));
    }

    // A member that an object initializer assigns yields no value either.
    private static bool IsStatement(IOperation operation) => operation.Parent is IExpressionStatementOperation or IObjectOrCollectionInitializerOperation;

    private readonly record struct FlowValue(IOperation Operation, ValueKind Kind);
}
