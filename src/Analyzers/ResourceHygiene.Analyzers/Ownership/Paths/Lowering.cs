using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Scopes;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Reduces the operations of a control-flow graph to instructions about places. Everything there is to know about
/// Roslyn's operations stands here; what walks the instructions knows nothing about C#. What is not understood lets the
/// resources that it touches escape, so that nothing is claimed about them.
/// </summary>
internal sealed partial class Lowering
{
    private readonly ControlFlowGraph _graph;
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly SiteTable _sites;
    private readonly PlaceTable _places;
    private readonly Dictionary<CaptureId, IOperation> _capturedTargets = new();
    private readonly Dictionary<IOperation, int> _statusOf = new();
    private bool _hasStatus;
    private List<Instruction> _code = new();

    private Lowering(ControlFlowGraph graph, ISymbol? function, FlowBody body, SiteTable sites, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _graph = graph;
        _body = body;
        _sites = sites;
        _knowledge = knowledge;
        _session = session;
        _places = new PlaceTable(function);
    }

    /// <param name="graph">The graph of one method, lambda, local function or initializer.</param>
    /// <param name="function">Whose graph it is; null for initializers.</param>
    /// <param name="body">The operations from which the graph was made, nested functions included.</param>
    /// <param name="sites">The acquisitions to be followed.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="session">The inference that runs.</param>
    /// <param name="allMayThrow">Whether every call counts as one that may throw, so that none is looked into.</param>
    public static LoweredGraph Run(
        ControlFlowGraph graph, ISymbol? function, FlowBody body, SiteTable sites, OwnershipKnowledge knowledge, InferenceSession session, bool allMayThrow = false)
    {
        var lowering = new Lowering(graph, function, body, sites, knowledge, session);
        LoweredGraph lowered = lowering.Lower(allMayThrow);
        if (lowering._numberVariables.Count == 0)
            return lowered;
        // A comparison in a loop may stand before the call whose result it is about: now it is known which variables hold one.
        var again = new Lowering(graph, function, body, sites, knowledge, session);
        again.ExpectNumbers(lowering);
        return again.Lower(allMayThrow);
    }

    private LoweredGraph Lower(bool allMayThrow)
    {
        FindCapturedTargets();
        StartWithEmptyFields();
        int count = _graph.Blocks.Length;
        var code = new Instruction[count][];
        var conditions = new Condition?[count];
        foreach (BasicBlock block in _graph.Blocks)
        {
            _session.Cancellation.ThrowIfCancellationRequested();
            conditions[block.Ordinal] = Lower(block);
            code[block.Ordinal] = _code.ToArray();
            _code = new List<Instruction>();
        }

        PropagateTests(code);
        DropIdleChanges(code);
        return new LoweredGraph(_graph, _places, code, conditions)
        {
            Budget = _knowledge.Settings.PathBudget,
            MayThrow = allMayThrow ? static _ => true : operation => _knowledge.Throws.MayThrow(operation, _session),
        };
    }

    // Where a branch asks about a copy, what is known about the original matters.
    private void PropagateTests(Instruction[][] code)
    {
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            foreach (Instruction instruction in code.SelectMany(static block => block))
            {
                if (instruction.Kind is InstructionKind.Assign or InstructionKind.Store && instruction.Target >= 0 && instruction.Value.IsPlace
                    && _places[instruction.Target].IsTested && !_places[instruction.Value.Place].IsTested)
                {
                    _places[instruction.Value.Place].IsTested = hasChanged = true;
                }
            }
        }
    }

    // f ??= x captures the variable, not its value, and assigns to the capture.
    private void FindCapturedTargets()
    {
        var assigned = new HashSet<CaptureId>(_graph.Blocks
            .SelectMany(static block => block.Operations)
            .SelectMany(static operation => operation.DescendantsAndSelf())
            .OfType<IAssignmentOperation>()
            .Select(static assignment => assignment.Target)
            .OfType<IFlowCaptureReferenceOperation>()
            .Select(static capture => capture.Id));
        if (assigned.Count == 0)
            return;
        foreach (IFlowCaptureOperation capture in _graph.Blocks.SelectMany(static block => block.Operations).OfType<IFlowCaptureOperation>())
        {
            if (assigned.Contains(capture.Id))
                _capturedTargets[capture.Id] = capture.Value;
        }
    }

    private Condition? Lower(BasicBlock block)
    {
        foreach (IOperation operation in block.Operations)
        {
            int first = _places.Count;
            Visit(operation);
            EndStatement(operation, first);
        }

        if (block.BranchValue is not { } value)
            return null;
        int firstOfBranch = _places.Count;
        Condition? condition = null;
        if (block.ConditionKind != ControlFlowConditionKind.None)
        {
            condition = ConditionOf(value);
        }
        else if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
        {
            Return(value);
        }
        else
        {
            Visit(value);
        }

        if (condition is not null)
            return condition with { End = EndOf(value, firstOfBranch) };
        EndStatement(value, firstOfBranch);
        return null;
    }

    private void Return(IOperation value)
    {
        IOperation returned = value is IConversionOperation { OperatorMethod: null } conversion ? conversion.Operand : value;
        if (returned is ITupleOperation tuple)
        {
            foreach (IOperation element in tuple.Elements)
                Return(element);
        }
        else
        {
            Emit(new Instruction(InstructionKind.Return, value) { Value = Visit(value) });
        }
    }

    private void EndStatement(IOperation operation, int first)
    {
        if (EndOf(operation, first) is { } end)
            Emit(end);
    }

    private Instruction? EndOf(IOperation operation, int first) =>
        _places.Count > first && HasTemporary(first)
            ? new Instruction(InstructionKind.EndStatement, operation) { Value = new Value(first), Target = _places.Count }
            : null;

    private bool HasTemporary(int first)
    {
        for (int i = first; i < _places.Count; i++)
        {
            if (_places[i].Kind == PlaceKind.Temporary)
                return true;
        }

        return false;
    }

    /// <summary>Lowers an operation and says what it yields.</summary>
    private Value Visit(IOperation? operation)
    {
        if (operation is null)
            return Value.Unknown;
        // A generated sum of some thousand terms is a tree of some thousand levels.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue is { HasValue: true } constant && operation is not (ILocalReferenceOperation { Local.IsConst: false } or IConversionOperation))
            return Constant(operation.Type, constant.Value);
        switch (operation)
        {
            case ICaughtExceptionOperation:
                return Value.NotNull;
            case ILocalReferenceOperation { Local.RefKind: RefKind.None } local:
                return new Value(_places.Local(local.Local));
            case IParameterReferenceOperation parameter:
                return new Value(_places.Parameter(parameter.Parameter));
            case IFlowCaptureReferenceOperation capture:
                return _capturedTargets.TryGetValue(capture.Id, out IOperation? target)
                    ? PlaceOf(target)
                    : new Value(_places.Capture(capture.Id, capture.Type));
            case IFlowCaptureOperation capture:
                LowerCapture(capture);
                return Value.Unknown;
            case IFieldReferenceOperation { Field: { } field } when RawValues.IsNothing(field):
                return Value.Null;
            case IFieldReferenceOperation field:
                return VisitMember(field, field.Field, field.Instance);
            case IPropertyReferenceOperation property:
                return VisitProperty(property);
            case IInstanceReferenceOperation or INameOfOperation or ITypeOfOperation or ISizeOfOperation or IDiscardOperation:
                return Value.Unknown;
            case IDefaultValueOperation:
                return operation.Type is { IsReferenceType: true } || RawTypes.IsRaw(operation.Type) ? Value.Null : Value.Unknown;
            case IConversionOperation conversion:
                return VisitConversion(conversion);
            case IAwaitOperation @await:
                Value awaited = Visit(@await.Operation);
                EmitMayThrow(@await, awaited);
                return EnterAwaited(@await, awaited);
            case IInvocationOperation invocation:
                return VisitInvocation(invocation);
            case IObjectCreationOperation creation:
                return VisitCreation(creation);
            case ITypeParameterObjectCreationOperation:
                EmitMayThrow(operation);
                return Acquire(operation) ?? Value.Unknown;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                Value assigned = Visit(assignment.Value);
                AssignTo(assignment.Target, assigned, assignment);
                return assigned.IsPlace || assigned.IsConstant ? assigned : PlaceOf(assignment.Target);
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.And, OperatorMethod: null, Type.SpecialType: SpecialType.System_Boolean } flag:
                Condition before = ConditionOf(flag.Target);
                Condition added = ConditionOf(flag.Value);
                Value decided = Decide(flag, flag.OperatorKind == BinaryOperatorKind.Or ? before.Or(added) : before.And(added));
                AssignTo(flag.Target, decided, flag);
                return decided;
            case ICompoundAssignmentOperation { OperatorMethod: not null } compound when IsScoped(compound.Type):
                Use(Visit(compound.Target), compound.Target);
                Use(Visit(compound.Value), compound.Value);
                AssignTo(compound.Target, Acquire(compound) ?? Value.Unknown, compound);
                return PlaceOf(compound.Target);
            case IBinaryOperation or IUnaryOperation when ScopedUses.OperatorOf(operation) is not null && IsScoped(operation.Type):
                UseChildren(operation);
                return Acquire(operation) ?? Value.Unknown;
            case ICompoundAssignmentOperation compound:
                Visit(compound.Value);
                LoseStart(compound.Target);
                AssignTo(compound.Target, Value.Unknown, compound);
                return Value.Unknown;
            case IIncrementOrDecrementOperation increment:
                LoseStart(increment.Target);
                return Count(increment);
            case IDeconstructionAssignmentOperation deconstruction:
                Deconstruct(deconstruction.Target, deconstruction.Value, deconstruction);
                return Value.Unknown;
            case IDeclarationExpressionOperation declaration:
                return Visit(declaration.Expression);
            case IExpressionStatementOperation statement:
                Visit(statement.Operation);
                return Value.Unknown;
            case IReturnOperation @return:
                HandOver(Visit(@return.ReturnedValue), @return);
                return Value.Unknown;
            case IIsPatternOperation or IIsNullOperation or IIsTypeOperation:
            case IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean } or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null }:
                return Decide(operation, ConditionOf(operation));
            case IBinaryOperation binary when RawValues.IsArithmetic(binary):
                return VisitArithmetic(binary);
            case IBinaryOperation or IUnaryOperation or IInterpolatedStringOperation or IInterpolatedStringTextOperation or IInterpolationOperation or IArgumentOperation:
                VisitChildren(operation);
                return Value.Unknown;
            case IEventAssignmentOperation @event:
                VisitEvent(@event);
                return Value.Unknown;
            case IDelegateCreationOperation or IFlowAnonymousFunctionOperation or IMethodReferenceOperation:
                VisitDelegate(operation);
                return Value.Unknown;
            case IImplicitIndexerReferenceOperation range:
                Value ranged = Visit(range.Instance);
                Use(ranged, range.Instance);
                Visit(range.Argument);
                return ranged.IsPlace && Views.IsView(range.Type) ? View(ranged, range) : Value.Unknown;
            case IArrayElementReferenceOperation element:
                Use(Visit(element.ArrayReference), element.ArrayReference);
                foreach (IOperation index in element.Indices)
                    Visit(index);
                return Value.Unknown;
            case ITupleOperation or IArrayCreationOperation or IArrayInitializerOperation or IAnonymousObjectCreationOperation:
                foreach (IOperation child in operation.ChildOperations)
                {
                    if (_knowledge.Types.HasScoped && ScopedUses.IsRead(child, _knowledge))
                        Use(Visit(child), child);
                    else
                        HandOver(Visit(child), child, isDoubtful: true);
                }

                return Value.Unknown;
            case IThrowOperation @throw:
                Visit(@throw.Exception);
                Emit(new Instruction(InstructionKind.Throw, @throw));
                return Value.Unknown;
            default:
                foreach (IOperation child in operation.ChildOperations)
                {
                    Value value = Visit(child);
                    Use(value, child);
                    // What an address points to is read and written, and the address stays where it is.
                    if (operation.Kind != OperationKind.None || !RawTypes.IsRaw(child.Type))
                        Escape(value, child);
                }

                return Value.Unknown;
        }
    }

    private bool IsScoped(ITypeSymbol? type) => _knowledge.Types.IsScoped(type);

    private void UseChildren(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
            Use(Visit(child), child);
    }

    private void VisitChildren(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
            Visit(child);
    }

    private void LowerCapture(IFlowCaptureOperation capture)
    {
        if (_capturedTargets.ContainsKey(capture.Id))
        {
            VisitTargetOf(capture.Value);
            return;
        }

        Value value = Visit(capture.Value);
        if (IsNumber(value))
            NoteNumber(_places.Capture(capture.Id, capture.Value.Type), capture);
        Emit(new Instruction(InstructionKind.Assign, capture) { Target = _places.Capture(capture.Id, capture.Value.Type), Value = value });
    }
}
