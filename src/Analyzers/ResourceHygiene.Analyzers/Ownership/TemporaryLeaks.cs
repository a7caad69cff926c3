using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// RH1007: walks from an acquisition outwards through the expression that holds it, as far as the resource is on its
/// way to an owner, and asks about everything that is evaluated before it gets there. Minor resources are left alone:
/// what costs only managed memory is not worth a reader's time on a path that hardly ever runs.
/// </summary>
internal sealed class TemporaryLeaks
{
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;

    private TemporaryLeaks(OwnershipKnowledge knowledge, InferenceSession session)
    {
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>The temporaries that are lost if a later part of their expression throws.</summary>
    /// <param name="acquisitions">All acquisitions of one body.</param>
    /// <param name="known">What was found in the body so far: what is lost anyway is not lost through an exception.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="session">The inference that asks.</param>
    public static IEnumerable<OwnershipFinding> Find(
        IEnumerable<Acquisition> acquisitions, IEnumerable<OwnershipFinding> known, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var search = new TemporaryLeaks(knowledge, session);
        HashSet<IOperation>? lost = null;
        var found = new List<(Acquisition Acquisition, Journey Journey)>();
        foreach (Acquisition acquisition in acquisitions)
        {
            if (acquisition is { IsFace: false, Tier: ResourceTier.Normal or ResourceTier.Critical } && acquisition.Operation is not IArgumentOperation
                && !search.KeepsWhatOthersHold(acquisition.Operation))
            {
                var journey = new Journey(acquisition.Operation);
                lost ??= new HashSet<IOperation>(known.Select(static finding => finding.Site));
                if (search.FindThreat(journey) && !IsLostAnyway(acquisition.Operation, lost) && !OwnershipAnalysis.IsExpectedToThrow(acquisition.Operation))
                    found.Add((acquisition, journey));
            }
        }

        // A wrapper that is lost together with what it wraps is not mentioned again.
        foreach ((Acquisition acquisition, Journey journey) in found)
        {
            bool isMentioned = found.Exists(other =>
                other.Journey != journey && other.Journey.Threat == journey.Threat && other.Journey.Carriers.Contains(acquisition.Operation));
            if (!isMentioned)
                yield return ToFinding(acquisition, journey.Threat!);
        }
    }

    private static OwnershipFinding ToFinding(Acquisition acquisition, IOperation threat) =>
        new(FindingKind.TemporaryLeaksIfThrows, acquisition.Operation, acquisition.ResourceType, acquisition.Traits, acquisition.Tier)
        {
            Member = CallFacts.NameOfThreat(threat),
            Witness = ImmutableArray.Create(threat.Syntax.GetLocation()),
        };

    private static bool IsLostAnyway(IOperation acquisition, HashSet<IOperation> lost)
    {
        for (IOperation? current = acquisition; current is not null; current = current.Parent)
        {
            if (lost.Contains(current))
                return true;
        }

        return false;
    }

    // Disposable.Owned(file): what is lost with the wrapper has a holder of its own, who is asked about it elsewhere.
    private bool KeepsWhatOthersHold(IOperation operation)
    {
        (IMethodSymbol? method, ImmutableArray<IArgumentOperation> arguments) = operation switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (method is null || arguments.IsEmpty)
            return false;
        MethodContract contract = _knowledge.ContractOf(method, _session);
        return arguments.Any(argument => argument.Parameter is { } parameter && CallFacts.RoleOf(parameter, contract, arguments) == ParameterRole.Kept && IsHeld(argument.Value));
    }

    private bool IsHeld(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return _knowledge.Types.TraitsOf(value.Type) is { Tier: not ResourceTier.None } && value is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation;
    }

    private bool FindThreat(Journey journey)
    {
        // new Thing { Name = Compute() }: the thing exists before its members are computed.
        if (journey.Current is IObjectCreationOperation { Initializer: { } initializer } && Look(initializer, journey))
            return true;
        while (journey.Threat is null && journey.Current.Parent is { } parent && Step(journey, parent))
            continue;
        return journey.Threat is not null;
    }

    // True when the walk goes on from the journey's new carrier.
    private bool Step(Journey journey, IOperation parent)
    {
        switch (parent)
        {
            case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation:
            case IConditionalOperation conditional when conditional.Condition != journey.Current:
            case ISwitchExpressionArmOperation arm when arm.Value == journey.Current:
            case ISwitchExpressionOperation choice when choice.Value != journey.Current:
                return journey.MoveTo(parent);
            case IArgumentOperation argument:
                return StepIntoCall(journey, argument);
            case IInvocationOperation call when call.Instance == journey.Current:
                return StepOverReceiver(journey, call);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation }, Parent: IObjectOrCollectionInitializerOperation } assignment
                when assignment.Value == journey.Current:
                return StepOverMembers(journey, assignment);
            case ITupleOperation or IArrayInitializerOperation:
                return !LookAtLater(parent.ChildOperations, journey.Current, journey) && journey.MoveTo(parent);
            case IArrayCreationOperation:
                return journey.MoveTo(parent);
            default:
                // IOperation for collection expressions came later than the Roslyn this is compiled against.
                return parent.Syntax is CollectionExpressionSyntax && !LookAtLater(parent.ChildOperations, journey.Current, journey) && journey.MoveTo(parent);
        }
    }

    private bool StepIntoCall(Journey journey, IArgumentOperation argument)
    {
        // A task that is passed on has yielded nothing yet.
        if (_knowledge.Types.IsTaskOfResult(argument.Value.Type))
            return false;
        (IMethodSymbol? method, ImmutableArray<IArgumentOperation> arguments) = argument.Parent switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (method is null || argument.Parameter is not { RefKind: RefKind.None or RefKind.In } parameter)
            return false;
        if (argument.Parent is IInvocationOperation { Parent: IObjectOrCollectionInitializerOperation } addition)
            return !LookAtLater(arguments, argument, journey) && StepOverMembers(journey, addition);

        ParameterRole role = CallFacts.RoleOf(parameter, _knowledge.ContractOf(method, _session), arguments);
        if (role is not (ParameterRole.Aliased or ParameterRole.Kept or ParameterRole.Taken or ParameterRole.Released))
            return false;
        if (LookAtLater(arguments, argument, journey))
            return false;
        if (role is not (ParameterRole.Aliased or ParameterRole.Kept))
            return false;
        journey.MoveTo(argument.Parent!);
        return !LookAtReceiver(argument.Parent!, method, parameter, journey);
    }

    // Only a call that is known to throw is a threat by itself: about others, silence.
    private bool LookAtReceiver(IOperation call, IMethodSymbol method, IParameterSymbol parameter, Journey journey)
    {
        // : this(File.OpenRead(path)) is worth a word where what it runs throws of its own accord.
        if (CallFacts.IsConstructorInitializer(call))
        {
            if ((_knowledge.Guesses is not null || ThrowsItself(method)) && _knowledge.Throws.MayThrow(call, _session) && !CleansUp(method, parameter))
                journey.Threat = call;
            return journey.Threat is not null;
        }

        bool isKnown = ThrowPolicy.IsMetadata(method) ? CalmMembers.ReadsOnCreation(method.ContainingType) : !method.IsAbstract && call is not IInvocationOperation { IsVirtual: true };
        if (isKnown && _knowledge.Throws.MayThrow(call, _session) && !CleansUp(method, parameter))
            journey.Threat = call;
        else if (call is IObjectCreationOperation { Initializer: { } initializer })
            Look(initializer, journey);
        return journey.Threat is not null;
    }

    private bool ThrowsItself(IMethodSymbol method) =>
        SourceBodies.Of(method.OriginalDefinition, _knowledge.Compilation, _session.Cancellation) is { } body
        && body.Descendants().OfType<IThrowOperation>().Any(static thrown => !thrown.IsImplicit && FlowBody.EnclosingFunction(thrown) is null
            && (thrown.Exception is IConversionOperation conversion ? conversion.Operand : thrown.Exception)?.Type is { } type && !Owners.ConstructorLeaks.TellsOfWrongCall(type));

    // A constructor that catches what goes wrong in it and releases what it was given.
    private bool CleansUp(IMethodSymbol method, IParameterSymbol parameter) =>
        SourceBodies.Of(method.OriginalDefinition, _knowledge.Compilation, _session.Cancellation) is { } body
        && body.Descendants().OfType<ITryOperation>().Any(@try => @try.Catches.Cast<IOperation>().Append(@try.Finally!).Any(handler =>
            handler is not null && handler.Descendants().OfType<IInvocationOperation>().Any(call => CallFacts.IsRelease(call.TargetMethod, _knowledge.Types.TraitsOf(parameter.Type)))));

    private bool StepOverReceiver(Journey journey, IInvocationOperation call)
    {
        if (CallFacts.PassesThrough(call.TargetMethod, call.Instance!.Type))
            return journey.MoveTo(call);
        return _knowledge.ContractOf(call.TargetMethod, _session).Receiver is ParameterRole.Aliased or ParameterRole.Kept
            && !LookAtLater(call.Arguments, after: null, journey) && journey.MoveTo(call);
    }

    private bool StepOverMembers(Journey journey, IOperation member)
    {
        IOperation initializer = member.Parent!;
        if (initializer.Parent is not IObjectCreationOperation creation)
            return false;
        if (member is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: { } stored } }
            && _knowledge.Declared.IsBorrowing(stored.OriginalDefinition))
        {
            return false;
        }

        return !LookAtLater(initializer.ChildOperations, member, journey) && journey.MoveTo(creation);
    }

    private bool LookAtLater(IEnumerable<IOperation> siblings, IOperation? after, Journey journey)
    {
        bool isLater = after is null;
        foreach (IOperation sibling in siblings)
        {
            if (isLater && Look(sibling, journey))
                return true;
            isLater |= sibling == after;
        }

        return false;
    }

    // In the order of execution, so that the first call that may throw is the one reported.
    private bool Look(IOperation operation, Journey journey)
    {
        if (operation is IAnonymousFunctionOperation or INameOfOperation or IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue })
            return false;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (Look(child, journey))
                return true;
        }

        if (!_knowledge.Throws.MayThrow(operation, _session))
            return false;
        journey.Threat = operation;
        return true;
    }

    /// <summary>How far a temporary has come.</summary>
    private sealed class Journey
    {
        public Journey(IOperation start) => Carriers.Add(start);

        /// <summary>The acquisition, and every expression whose value carries the resource.</summary>
        public List<IOperation> Carriers { get; } = new();

        public IOperation Current => Carriers[Carriers.Count - 1];

        /// <summary>What may throw while only the expression holds the resource.</summary>
        public IOperation? Threat { get; set; }

        public bool MoveTo(IOperation carrier)
        {
            Carriers.Add(carrier);
            return true;
        }
    }
}
