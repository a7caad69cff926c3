using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>
/// What a scope owns and disposes, and yet leaves it: returned, stored, or kept in a variable that is read afterwards. Follows
/// the value alone; where any part of the body takes it out of the scope, nothing is said about it.
/// </summary>
internal sealed class ScopeEscapes
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly AmbientScope _scope;
    private readonly Queue<IOperation> _pending = new();
    private readonly HashSet<IOperation> _seen = new();
    private readonly HashSet<ISymbol> _bound = new(SymbolEqualityComparer.Default);

    // What a condition, a tuple or an array was followed out of.
    private readonly Dictionary<IOperation, IOperation> _parts = new();
    private Escape? _escape;
    private bool _isLetGo;

    private ScopeEscapes(AmbientScope scope, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _scope = scope;
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>How an acquisition outlives the scope that disposes it; null where it does not, or that is not certain.</summary>
    public static OwnershipFinding? Find(Acquisition acquisition, AmbientScope scope, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (MayBeDetached(acquisition.Operation) || IsEndedByOther(scope, knowledge, session))
            return null;
        var search = new ScopeEscapes(scope, body, knowledge, session);
        if (acquisition.Operation is ICompoundAssignmentOperation compound)
            search.Assign(compound.Target, compound);
        search.Enqueue(acquisition.Operation);
        while (search._pending.Count > 0 && !search._isLetGo)
            search.Follow(search._pending.Dequeue());
        return search._escape is not { } escape || search._isLetGo ? null : new OwnershipFinding(FindingKind.EscapesScope, acquisition.Operation, acquisition.ResourceType, acquisition.Traits, acquisition.Tier)
        {
            At = escape.At.Syntax.GetLocation(),
            Place = escape.Place,
            Decision = escape.How,
            Scope = scope,
            Witness = ImmutableArray.Create(scope.Location),
        };
    }

    // var scope = cleanup.BeginTensors(): it may be open for longer than the body runs.
    private static bool IsEndedByOther(AmbientScope scope, OwnershipKnowledge knowledge, InferenceSession session) =>
        ScopeMembers.Bare(scope.Opening) is IInvocationOperation { TargetMethod: { } method } && knowledge.ContractOf(method, session).Result == ResultRole.Borrowed;

    // A method in source may have detached what it returns.
    private static bool MayBeDetached(IOperation operation) => operation is IInvocationOperation { TargetMethod: { } method }
        && method.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax().DescendantTokens().Any(static token => token.ValueText.StartsWith("Det", StringComparison.Ordinal)));

    private void Enqueue(IOperation operation)
    {
        if (_seen.Add(operation))
            _pending.Enqueue(operation);
    }

    private void Follow(IOperation value)
    {
        switch (value.Parent)
        {
            case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation or ITupleOperation
                or IArrayInitializerOperation or IArrayCreationOperation or ISwitchExpressionOperation:
            case IConditionalOperation conditional when conditional.Condition != value:
                FollowWhole(value.Parent, value);
                break;
            case ISwitchExpressionArmOperation { Parent: { } choice } arm when arm.Value == value:
                FollowWhole(choice, value);
                break;
            case IReturnOperation { Kind: OperationKind.Return } @return when SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(@return), _scope.Function):
                Leave(value, "returned", NameOf(value));
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Bind(declarator.Symbol);
                break;
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Value == value:
                Assign(assignment.Target, value);
                Enqueue(assignment);
                break;
            case IInvocationOperation call when call.Instance == value:
                FollowReceiver(call);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                FollowArgument(call, argument);
                break;
            // Who deconstructs a tuple gives its parts other names.
            case IDeconstructionAssignmentOperation:
                _isLetGo = true;
                break;
            default:
                break;
        }
    }

    private void FollowWhole(IOperation whole, IOperation part)
    {
        _parts[whole] = part;
        Enqueue(whole);
    }

    private void FollowReceiver(IInvocationOperation call)
    {
        if (ScopeMembers.Leaves(call.TargetMethod))
            _isLetGo = true;
        else if (CallFacts.ReceiverRoleOf(_knowledge.ContractOf(call.TargetMethod, _session), call.Arguments) == ParameterRole.Aliased)
            Enqueue(call);
    }

    private void FollowArgument(IInvocationOperation call, IArgumentOperation argument)
    {
        IMethodSymbol method = call.TargetMethod;
        if (ScopeMembers.LetsGo(method, _knowledge.Types) || ScopeMembers.Leaves(method))
        {
            _isLetGo = true;
            return;
        }

        if (CollectionTypes.IsAdding(method) && CollectionTypes.IsCollection(call.Instance?.Type, _knowledge))
        {
            Add(call, argument);
            return;
        }

        if (argument.Parameter is not { RefKind: RefKind.None } parameter)
            return;
        ParameterRole role = CallFacts.RoleOf(parameter, _knowledge.ContractOf(method, _session), call.Arguments);
        // cleanup.OwnTensor(sum)
        if (role == ParameterRole.Taken && method.DeclaringSyntaxReferences.IsEmpty)
            _isLetGo = true;
        else if (role == ParameterRole.Aliased)
            Enqueue(call);
    }

    private void Add(IInvocationOperation call, IArgumentOperation argument)
    {
        switch (call.Instance)
        {
            case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member:
                Leave(argument.Value, $"added to '{OwnershipFinding.QuoteMark}'", NameOf(argument.Value), member.Member.Name);
                break;
            case ILocalReferenceOperation { Local: { } list } when !IsDeclaredInside(list) && IsReadAfterwards(list):
                Leave(argument.Value, $"added to '{OwnershipFinding.QuoteMark}'", NameOf(argument.Value), list.Name);
                break;
            // Returned with its list; what reads it only looks.
            case ILocalReferenceOperation { Local: { } list } when IsReturned(list):
                Leave(argument.Value, $"returned in '{OwnershipFinding.QuoteMark}'", NameOf(argument.Value), list.Name);
                break;
            default:
                break;
        }
    }

    private void Assign(IOperation target, IOperation value)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }:
                Bind(local);
                if (!IsDeclaredInside(local) && IsReadAfterwards(local))
                    Leave(value, "used after that", local.Name);
                else if (!IsDeclaredInside(local) && IsReadInNextRound(local))
                    Leave(value, "used in the next round", local.Name);
                break;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.Out or RefKind.Ref } parameter }:
                Leave(value, "given out", parameter.Name);
                break;
            case IParameterReferenceOperation parameter:
                Bind(parameter.Parameter);
                break;
            // A module's fields: registering them may take them out of the scope.
            case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Member: IFieldSymbol or IPropertySymbol } member
                when !ScopeMembers.IsModule(member.Member.ContainingType) && !IsReset(member.Member):
                Leave(value, $"stored in '{OwnershipFinding.QuoteMark}'", NameOf(value), member.Member.Name);
                break;
            default:
                break;
        }
    }

    // All names that the value may have in the scope; where one of them is let go, so is the value.
    private void Bind(ISymbol variable)
    {
        if (!_bound.Add(variable))
            return;
        foreach (IOperation mention in _body.ReferencesTo(variable))
        {
            if (mention.Parent is IAssignmentOperation assignment && assignment.Target == mention && assignment is not ICompoundAssignmentOperation)
                continue;
            // What is released, here or in a lambda, is another rule's matter.
            if (_body.IsDeferred(mention, variable.ContainingSymbol) || IsReleased(mention))
                _isLetGo = true;
            else if (_scope.Region.Contains(mention.Syntax.SpanStart) && IsOfScope(mention, variable))
                Enqueue(mention);
        }
    }

    // var x = a; { using scope; return x; } – in a loop the scope may be another one by then.
    private bool IsOfScope(IOperation mention, ISymbol variable) =>
        SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(mention), _scope.Function) && (variable is not IParameterSymbol || mention.Parent is not IReturnOperation || IsAssignedInside(variable));

    private bool IsAssignedInside(ISymbol variable) => _body.ReferencesTo(variable).Any(mention =>
        mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention && _scope.Region.Contains(mention.Syntax.SpanStart));

    private static bool IsReleased(IOperation mention) =>
        mention.Parent is IInvocationOperation { TargetMethod: { } method } call && call.Instance == mention && CallFacts.IsDispose(method);

    private bool IsDeclaredInside(ISymbol local) =>
        local.DeclaringSyntaxReferences.Any(reference => _scope.Region.Contains(reference.Span.Start));

    // Behind the scope's end, before anything else is put into it.
    private bool IsReadAfterwards(ISymbol local)
    {
        IOperation? first = _body.ReferencesTo(local)
            .Where(mention => mention.Syntax.SpanStart >= _scope.Region.End)
            .OrderBy(static mention => mention.Syntax.SpanStart)
            .FirstOrDefault();
        return first is not null && !(first.Parent is IAssignmentOperation assignment && assignment.Target == first) && first.Parent is not IArgumentOperation { Parameter.RefKind: RefKind.Out };
    }

    // hidden = cell.forward(input, hidden), with the scope inside of the loop.
    private bool IsReadInNextRound(ISymbol local)
    {
        if (ScopedContext.LoopAround(_scope.Opening) is not { } loop || local.DeclaringSyntaxReferences.Any(reference => loop.Syntax.Span.Contains(reference.Span)))
            return false;
        IOperation? first = _body.ReferencesTo(local).Where(mention => loop.Syntax.Span.Contains(mention.Syntax.SpanStart)).OrderBy(static mention => mention.Syntax.SpanStart).FirstOrDefault();
        return first is not null && (first.Parent is not ISimpleAssignmentOperation assignment || assignment.Target != first
            || assignment.Value.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation read && SymbolEqualityComparer.Default.Equals(read.Local, local)));
    }

    private bool IsReturned(ISymbol local) => _body.ReferencesTo(local).Any(mention =>
    {
        IOperation value = mention;
        while (value.Parent is IConversionOperation or ITupleOperation || value.Parent is IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } || value.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } })
            value = value.Parent;
        return value.Parent is IReturnOperation @return && SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(@return), _scope.Function);
    });

    private bool IsReset(ISymbol member) => _body.MentionsOf(member).Any(static mention =>
        mention.Parent is ISimpleAssignmentOperation { Value: { ConstantValue: { HasValue: true, Value: null } } or IConversionOperation { ConstantValue: { HasValue: true, Value: null } } } assignment && assignment.Target == mention);

    private void Leave(IOperation at, string how, string? place, string? quoted = null)
    {
        while (_parts.TryGetValue(at, out IOperation? part))
            at = part;
        _escape ??= new Escape(at, quoted is null ? how : how.Replace(OwnershipFinding.QuoteMark, quoted), place ?? NameOf(at));
    }

    private static string? NameOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IConversionOperation conversion => NameOf(conversion.Operand),
        _ => null,
    };

    private sealed record Escape(IOperation At, string How, string? Place);
}
