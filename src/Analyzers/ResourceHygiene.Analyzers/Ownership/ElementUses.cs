using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Owners;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What a mention of a collection does to its elements.</summary>
internal enum ElementUse
{
    /// <summary>Leaves them where they are.</summary>
    Kept,

    /// <summary>Puts in something that was acquired for it, and that nothing else holds.</summary>
    OwnedAdded,

    /// <summary>Releases elements.</summary>
    Released,

    /// <summary>Takes an element out and neither releases it nor lets it go.</summary>
    Taken,

    /// <summary>Takes elements out and hands them to nobody.</summary>
    Dropped,

    /// <summary>Anything else.</summary>
    Unknown,
}

/// <summary>Tells, mention by mention, whether a collection owns its elements: whether all it gets was acquired for it, and who releases that.</summary>
internal sealed class ElementUses
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;

    public ElementUses(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>What was acquired for the collection, of all mentions asked about.</summary>
    public List<Acquisition> Added { get; } = new();

    public ElementUse Of(IOperation reference)
    {
        switch (reference.Parent)
        {
            case IInvocationOperation call when call.Instance == reference && CollectionTypes.IsAdding(call.TargetMethod):
                return call.Arguments.Where(argument => _knowledge.Types.TraitsOf(argument.Parameter?.Type) is not null).All(argument => IsAcquiredForIt(argument.Value))
                    ? ElementUse.OwnedAdded
                    : ElementUse.Unknown;
            case IInvocationOperation call when call.Instance == reference && DroppedElements.IsOne(call):
                return ElementUse.Dropped;
            case IInvocationOperation call when call.Instance == reference && TakenElements.OutOf(call) is { } taken:
                return OfFate(ResourceFlow.OfValue(taken, _body, _knowledge, _session));
            case IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation assignment } element when assignment.Target == element:
                return IsAcquiredForIt(assignment.Value) ? ElementUse.OwnedAdded : ElementUse.Unknown;
            case IArrayElementReferenceOperation { Parent: ISimpleAssignmentOperation assignment } element when assignment.Target == element:
                return IsAcquiredForIt(assignment.Value) ? ElementUse.OwnedAdded : ElementUse.Unknown;
            default:
                return LoopOver(reference) is { } loop && ReleasesIn(loop) ? ElementUse.Released
                    : new CollectionFlow(_body, _knowledge, _session).KeepsElements(reference) ? ElementUse.Kept
                    : ElementUse.Unknown;
        }
    }

    private static ElementUse OfFate(ResourceFate fate) =>
        fate.IsReleased ? ElementUse.Released : fate.IsDischarged ? ElementUse.Unknown : ElementUse.Taken;

    // Acquired here, and held by nothing else that may release it.
    private bool IsAcquiredForIt(IOperation value)
    {
        IOperation given = value;
        while (given is IConversionOperation { OperatorMethod: null } conversion)
            given = conversion.Operand;
        if (given is ILocalReferenceOperation { Local: { } local } && (_body.ReferencesTo(local).Count(IsHold) != 1 || _body.ReferencesTo(local).Any(mention => _body.IsDeferred(mention, local.ContainingSymbol))))
            return false;
        if (given is ILocalReferenceOperation { Local: { } known } && _body.ReferencesTo(known).Any(GetsThis))
            return false;
        List<MemberSource> sources = new ValueSources(_body, _knowledge, _session).Of(value).ToList();
        if (sources.Count == 0 || HandsItselfOn(given) || !sources.TrueForAll(static source => source is { Kind: SourceKind.Owned, Acquisition.Operation: { } made } && !HandsItselfOn(made)))
            return false;
        Added.AddRange(sources.Select(static source => source.Acquisition!));
        return true;
    }

    // new Child(this), new Child { Owner = this }, Child.Start(this): it may enter itself anywhere, and leave again by itself.
    private static bool HandsItselfOn(IOperation creation) => creation switch
    {
        IObjectCreationOperation made => made.Descendants().Any(IsThis),
        IInvocationOperation call => call.Arguments.Any(static argument => argument.Descendants().Any(IsThis)) || (call.Instance is IInstanceReferenceOperation && MentionsThis(call.TargetMethod)),
        IArgumentOperation { Parent: IInvocationOperation call } => HandsItselfOn(call),
        IAwaitOperation awaited => HandsItselfOn(awaited.Operation),
        _ => false,
    };

    // child.Owner = this, child.Attach(this)
    private static bool GetsThis(IOperation mention) => mention.Parent switch
    {
        IMemberReferenceOperation { Parent: IAssignmentOperation assignment } place when assignment.Target == place => assignment.Value.DescendantsAndSelf().Any(IsThis),
        IInvocationOperation call when call.Instance == mention => call.Arguments.Any(static argument => argument.Descendants().Any(IsThis)),
        _ => false,
    };

    private static bool IsThis(IOperation part) =>
        part is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } && part.Parent is not IMemberReferenceOperation;

    private static bool MentionsThis(IMethodSymbol maker) => maker.DeclaringSyntaxReferences.Any(static reference =>
        reference.GetSyntax().DescendantNodes().Any(static node => node is ThisExpressionSyntax { Parent: not MemberAccessExpressionSyntax }));

    private static bool IsHold(IOperation mention) => mention.Parent switch
    {
        IInvocationOperation call => call.Instance != mention,
        ISimpleAssignmentOperation assignment => assignment.Target != mention,
        IMemberReferenceOperation or IIsPatternOperation or IBinaryOperation or INameOfOperation or IIsTypeOperation or IInterpolationOperation or IConditionalAccessOperation => false,
        _ => true,
    };

    // foreach (var one in _all), foreach (var one in _map.Values)
    private static IForEachLoopOperation? LoopOver(IOperation reference)
    {
        IOperation current = reference;
        while (current.Parent is IConversionOperation { OperatorMethod: null } or IPropertyReferenceOperation { Property.Name: "Values" or "Keys" })
            current = current.Parent;
        return current.Parent is IForEachLoopOperation loop && loop.Collection == current ? loop : null;
    }

    private bool ReleasesIn(IForEachLoopOperation loop)
    {
        if (loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol: { } local })
            return false;
        if (local.Type.Name is not ("KeyValuePair" or "DictionaryEntry"))
            return ResourceFlow.OfLocal(local, _body, _knowledge, _session).IsReleased;
        return _body.ReferencesTo(local).Any(pair => pair.Parent is IPropertyReferenceOperation { Property.Name: "Key" or "Value" } half && ResourceFlow.OfValue(half, _body, _knowledge, _session).IsReleased);
    }
}
