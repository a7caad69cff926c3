using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// RH1006: follows acquisitions into the local or private collections that they are put into, and asks about each
/// such collection once whether anything ever releases what is in it.
/// </summary>
internal sealed class CollectionLeaks
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    // A variable may be assigned to itself.
    private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);
    private readonly InferenceSession _session;
    private readonly Dictionary<ISymbol, List<Element>> _elements = new(SymbolEqualityComparer.Default);

    private CollectionLeaks(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>The collections of one body that lose the resources put into them.</summary>
    public static IEnumerable<OwnershipFinding> Find(
        IEnumerable<Acquisition> acquisitions, List<Acquisition>? filled, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var search = new CollectionLeaks(body, knowledge, session);
        foreach (Acquisition acquisition in acquisitions)
        {
            if (!acquisition.IsFace && acquisition.Tier != ResourceTier.None)
                search.Follow(acquisition);
        }

        foreach (Acquisition elements in filled ?? Enumerable.Empty<Acquisition>())
            search.NoteIn(Unconverted(((IArgumentOperation)elements.Operation).Value), elements.Operation, elements);
        return search._elements.Select(entry => search.Judge(entry.Key, entry.Value)).OfType<OwnershipFinding>();
    }

    /// <summary>The results of calls that are collections of resources, and that this body only looks at.</summary>
    public static IEnumerable<OwnershipFinding> OfCalls(IEnumerable<Acquisition> given, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        foreach (Acquisition elements in given)
        {
            if (OwnershipAnalysis.IsExpectedToThrow(elements.Operation) || !new CollectionFlow(body, knowledge, session).KeepsElements(elements.Operation))
                continue;
            yield return new OwnershipFinding(FindingKind.CollectionNotReleased, elements.Operation, elements.ResourceType, elements.Traits, elements.Tier)
            {
                At = elements.Operation.Syntax.GetLocation(),
                Place = HolderOf(elements.Operation) ?? ((IInvocationOperation)elements.Operation).TargetMethod.Name,
                Witness = ImmutableArray.Create(elements.Operation.Syntax.GetLocation()),
            };
        }
    }

    private static string? HolderOf(IOperation call)
    {
        IOperation current = call;
        while (current.Parent is IConversionOperation or IAwaitOperation or IParenthesizedOperation)
            current = current.Parent;
        return current.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol.Name : null;
    }

    private OwnershipFinding? Judge(ISymbol collection, List<Element> elements)
    {
        // The outermost acquisition first, where one wraps the other.
        Element first = elements.OrderBy(static element => element.Added.Syntax.SpanStart).ThenBy(static element => element.Acquisition.Operation.Syntax.SpanStart).First();
        Location? at = collection switch
        {
            ILocalSymbol local => CreationOf(local) is { } creation && new CollectionFlow(_body, _knowledge, _session).KeepsElements(local) ? creation.Syntax.GetLocation() : null,
            IFieldSymbol field => _knowledge.CollectionFields.LosesElements(field, _session) ? first.Added.Syntax.GetLocation() : null,
            _ => null,
        };
        return at is null ? null : new OwnershipFinding(FindingKind.CollectionNotReleased, first.Acquisition.Operation, first.Acquisition.ResourceType,
            first.Acquisition.Traits, elements.Max(static element => element.Acquisition.Tier))
        {
            At = at,
            Place = collection.Name,
            Witness = ImmutableArray.Create(first.Added.Syntax.GetLocation()),
        };
    }

    // Only a collection that this body makes is this body's to release.
    private IOperation? CreationOf(ILocalSymbol local)
    {
        if (local.RefKind != RefKind.None)
            return null;
        IOperation? declared = _body.Operations.OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) && declarator.Parent?.Parent?.Parent is not (IUsingDeclarationOperation or IUsingOperation))
            ?.GetVariableInitializer()?.Value;
        while (declared is IConversionOperation { OperatorMethod: null } conversion)
            declared = conversion.Operand;
        bool isMade = CollectionTypes.IsCreation(declared, _knowledge)
            || (declared is IInvocationOperation { TargetMethod: { ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } } } && CollectionTypes.IsFramework(declared.Type));
        return isMade ? declared : null;
    }

    private void Follow(Acquisition acquisition)
    {
        if (acquisition.Operation is ILocalReferenceOperation part)
            FollowLocal(part.Local, acquisition);
        else if (acquisition.Operation is not IArgumentOperation outArgument)
            FollowValue(acquisition.Operation, acquisition);
        else if (LocalOf(outArgument.Value) is { } local)
            FollowLocal(local, acquisition);
    }

    // Outwards, from the resource to what it is put into.
    private void FollowValue(IOperation value, Acquisition acquisition)
    {
        if (_knowledge.Types.IsTaskOfResult(value.Type) && value.Parent is not (IAwaitOperation or IInvocationOperation or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } }))
            return;
        IOperation added = value;
        IOperation current = value;
        while (current.Parent is { } parent)
        {
            switch (parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation:
                case IConditionalOperation conditional when conditional.Condition != current:
                case ISwitchExpressionArmOperation arm when arm.Value == current:
                case ISwitchExpressionOperation:
                case IArrayCreationOperation:
                case IInvocationOperation call when call.Instance == current && CallFacts.PassesThrough(call.TargetMethod, current.Type):
                    break;
                case IArrayInitializerOperation:
                    added = current;
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    EndInVariable(declarator.Symbol, current, added, acquisition);
                    return;
                case ISimpleAssignmentOperation assignment when assignment.Value == current:
                    EndInAssignment(assignment, current, added, acquisition);
                    return;
                case IArgumentOperation { Parent: IObjectCreationOperation creation } argument when IsWrapping(argument, creation.Constructor, creation.Arguments):
                    current = added = creation;
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    EndInCall(call, argument, current, added, acquisition);
                    return;
                case IFieldInitializerOperation { InitializedFields: [{ } field] } when IsNewCollection(current):
                    Note(field, added, acquisition);
                    return;
                case IReturnOperation when FilledByLambda(parent) is { } cache:
                    NoteIn(cache, current, acquisition);
                    return;
                default:
                    if (parent.Syntax is not CollectionExpressionSyntax)
                        return;
                    added = current;
                    break;
            }

            current = parent;
        }
    }

    // _files.GetOrAdd(path, key => File.OpenRead(key))
    private IOperation? FilledByLambda(IOperation @return)
    {
        IOperation? current = @return.Parent;
        while (current is IBlockOperation)
            current = current.Parent;
        while (current is IAnonymousFunctionOperation or IDelegateCreationOperation or IConversionOperation)
            current = current.Parent;
        return current is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "GetOrAdd" or "AddOrUpdate", Instance: { } cache } } && CollectionTypes.IsCollection(cache.Type, _knowledge) ? cache : null;
    }

    private bool IsWrapping(IArgumentOperation argument, IMethodSymbol? constructor, ImmutableArray<IArgumentOperation> arguments) =>
        constructor is not null && argument.Parameter is { } parameter && _knowledge.Types.TraitsOf(constructor.ContainingType) is not null
        && CallFacts.RoleOf(parameter, _knowledge.ContractOf(constructor, _session), arguments) is ParameterRole.Aliased or ParameterRole.Kept;

    // var list = new List<T> { new T() } holds it in a collection, var x = new T() in a variable.
    private void EndInVariable(ILocalSymbol local, IOperation value, IOperation added, Acquisition acquisition)
    {
        if (IsNewCollection(value))
            Note(local, added, acquisition);
        else if (local.RefKind == RefKind.None && !CollectionTypes.IsFramework(local.Type))
            FollowLocal(local, acquisition);
    }

    private void EndInAssignment(ISimpleAssignmentOperation assignment, IOperation value, IOperation added, Acquisition acquisition)
    {
        switch (assignment.Target)
        {
            // items.Select(item => _byName[item] = new Bar()): who asked for it has it as well.
            case IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } when IsPassedOn(assignment):
                break;
            case IArrayElementReferenceOperation { ArrayReference: { } array }:
                NoteIn(array, value, acquisition);
                break;
            // new Dictionary<string, Stream> { ["a"] = File.OpenRead("a") }
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } instance }
                when assignment.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation } && CollectionTypes.IsCollection(instance.Type, _knowledge):
                NoteInitialized(creation, value, acquisition);
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } when CollectionTypes.IsCollection(instance.Type, _knowledge):
                NoteIn(instance, value, acquisition);
                break;
            case ILocalReferenceOperation local when IsNewCollection(value):
                Note(local.Local, added, acquisition);
                break;
            case ILocalReferenceOperation local when assignment.Parent is IExpressionStatementOperation:
                FollowLocal(local.Local, acquisition);
                break;
            case IFieldReferenceOperation field when IsNewCollection(value):
                Note(field.Field, added, acquisition);
                break;
            default:
                break;
        }
    }

    private bool IsPassedOn(ISimpleAssignmentOperation assignment)
    {
        IOperation current = assignment;
        while (current.Parent is IConversionOperation)
            current = current.Parent;
        return current.Parent is IArrayInitializerOperation or IArgumentOperation { Parent: not IInvocationOperation }
            || (current.Parent is IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } && CallFacts.RoleOf(parameter, _knowledge.ContractOf(call.TargetMethod, _session), call.Arguments) != ParameterRole.Borrowed)
            || (current.Parent is IReturnOperation && FlowBody.EnclosingFunction(assignment) is { MethodKind: MethodKind.AnonymousFunction });
    }

    private void EndInCall(IInvocationOperation call, IArgumentOperation argument, IOperation value, IOperation added, Acquisition acquisition)
    {
        if (!CollectionTypes.IsAdding(call.TargetMethod) || argument.Parameter is null || !CollectionTypes.IsCollection(call.Instance?.Type, _knowledge))
            return;
        IOperation element = IsNewCollection(value) ? added : value;
        if (call.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation })
            NoteInitialized(creation, element, acquisition);
        else
            NoteIn(call.Instance!, element, acquisition);
    }

    private void NoteInitialized(IObjectCreationOperation creation, IOperation element, Acquisition acquisition)
    {
        IOperation current = creation;
        while (current.Parent is IConversionOperation conversion)
            current = conversion;
        switch (current.Parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Note(declarator.Symbol, element, acquisition);
                break;
            case ISimpleAssignmentOperation { Target: IFieldReferenceOperation field }:
                Note(field.Field, element, acquisition);
                break;
            case IFieldInitializerOperation { InitializedFields: [{ } field] }:
                Note(field, element, acquisition);
                break;
            default:
                break;
        }
    }

    private void NoteIn(IOperation collection, IOperation element, Acquisition acquisition)
    {
        switch (collection)
        {
            case ILocalReferenceOperation local:
                Note(local.Local, element, acquisition);
                break;
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                Note(field.Field, element, acquisition);
                break;
            default:
                break;
        }
    }

    private void Note(ISymbol collection, IOperation element, Acquisition acquisition)
    {
        if (!_elements.TryGetValue(collection, out List<Element>? list))
            _elements.Add(collection, list = new List<Element>());
        list.Add(new Element(acquisition, element));
    }

    // A local that is also released, returned or put elsewhere does not leave its resource to the collection alone.
    private void FollowLocal(ILocalSymbol local, Acquisition acquisition)
    {
        IReadOnlyList<IOperation> references = _body.ReferencesTo(local);
        ResourceFate fate = ResourceFlow.OfValue(acquisition.Operation, _body, _knowledge, _session);
        if (fate.IsReleased || fate.IsReturned || fate.Places.Count != 1 || !_followed.Add(local))
            return;
        List<IOperation> stores = references.Where(reference => Stores(reference)).ToList();
        if (stores.Count == 1 && !_body.IsDeferred(stores[0], local.ContainingSymbol) && !references.Any(reference => _body.IsDeferred(reference, local.ContainingSymbol) && Releases(reference)))
            FollowValue(stores[0], acquisition);
    }

    // new Thread(() => { …; listener.Stop(); })
    private bool Releases(IOperation reference) => reference.Parent switch
    {
        IUsingOperation => true,
        IConditionalAccessOperation access => access.Descendants().OfType<IInvocationOperation>().Any(call => call.Instance is IConditionalAccessInstanceOperation && IsRelease(call)),
        IInvocationOperation call => call.Instance == reference && IsRelease(call),
        IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } => CallFacts.RoleOf(parameter, _knowledge.ContractOf(call.TargetMethod, _session), call.Arguments) != ParameterRole.Borrowed,
        _ => false,
    };

    private bool IsRelease(IInvocationOperation call) => call.TargetMethod.Name == "Stop" || CallFacts.IsRelease(call.TargetMethod, _knowledge.Types.TraitsOf(call.Instance?.Type))
        || _knowledge.ContractOf(call.TargetMethod, _session).Receiver is ParameterRole.Released or ParameterRole.MayBeReleased;

    private bool Stores(IOperation reference)
    {
        switch (reference.Parent)
        {
            case IInvocationOperation call when call.Instance == reference:
            case IMemberReferenceOperation or IIsPatternOperation or IBinaryOperation or INameOfOperation or IIsTypeOperation or IInterpolationOperation or IConditionalAccessOperation:
            case ISimpleAssignmentOperation assignment when assignment.Target == reference:
            case IArgumentOperation { Parameter.RefKind: RefKind.Out }:
            case IDeclarationExpressionOperation:
                return false;
            case IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call }:
                return CallFacts.RoleOf(parameter, _knowledge.ContractOf(call.TargetMethod, _session), call.Arguments) != ParameterRole.Borrowed;
            default:
                return true;
        }
    }

    private bool IsNewCollection(IOperation value) => CollectionTypes.IsCreation(Unconverted(value), _knowledge);

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }

    private static ILocalSymbol? LocalOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    /// <summary>A resource, and the expression by which it gets into a collection.</summary>
    private readonly record struct Element(Acquisition Acquisition, IOperation Added);
}
