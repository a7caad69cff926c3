using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Which methods return a collection of resources that they acquired for their caller: <c>Stream[] OpenAll()</c>, and which fill one
/// that their caller made. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class GivenElements
{
    // A method that hands on what another one made.
    private const int MaxDepth = 3;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _gives = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IParameterSymbol, bool> _fills = new(SymbolEqualityComparer.Default);
    private readonly OwnershipKnowledge _knowledge;

    public GivenElements(OwnershipKnowledge knowledge) => _knowledge = knowledge;

    /// <summary>The type of what an array, a list or the values of a dictionary consist of; null for what is none, and for what is produced on demand.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType: { } element } => element,
        INamedTypeSymbol { TypeArguments.Length: > 0 } named when CollectionTypes.IsFramework(named) && !CallFacts.IsLazySequence(named) && named.Name is not ("IEnumerator" or "IAsyncEnumerator") =>
            named.TypeArguments[named.TypeArguments.Length - 1],
        _ => null,
    };

    /// <summary>What each element of a call's result is to whoever makes the call; null where that owes nothing for them.</summary>
    public Acquisition? Of(IInvocationOperation call, FlowBody body, InferenceSession session)
    {
        if (ElementOf(_knowledge.Types.Awaited(call.Type)) is not { } element || _knowledge.Types.TraitsOf(element) is not { Tier: not ResourceTier.None, IsScoped: false } traits)
            return null;
        ResourceTier? made = Projections.CollectedBy(call, body, _knowledge, session);
        if (made is null && !Gives(call, session, depth: 0))
            return null;
        ResourceTier tier = traits.IsTierConfigured ? traits.Tier : made ?? _knowledge.Declared.Of(call.TargetMethod.OriginalDefinition).ResultTier ?? traits.Tier;
        return tier == ResourceTier.None ? null : new Acquisition(call, element, traits, tier, IsFace: false);
    }

    /// <summary>The collections of this body that a call puts into what it acquires for them, each with what its elements are: <c>OpenAll(paths, streams)</c>.</summary>
    public IEnumerable<Acquisition> FilledBy(IInvocationOperation call, InferenceSession session)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Unconverted(argument.Value) is ILocalReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation }
                && ElementOf(argument.Parameter?.Type) is { } element && _knowledge.Types.TraitsOf(element) is { Tier: not ResourceTier.None, IsScoped: false } traits && Fills(argument, session, depth: 0))
            {
                yield return new Acquisition(argument, element, traits, traits.Tier, IsFace: false);
            }
        }
    }

    private bool Fills(IArgumentOperation argument, InferenceSession session, int depth)
    {
        if (argument is not { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation { IsVirtual: false, TargetMethod: { } method } } || depth > MaxDepth)
            return false;
        method = method.OriginalDefinition.PartialImplementationPart ?? method.OriginalDefinition;
        if (method.DeclaringSyntaxReferences.IsEmpty || parameter.Ordinal >= method.Parameters.Length)
            return false;
        parameter = method.Parameters[parameter.Ordinal];
        if (_fills.TryGetValue(parameter, out bool known))
            return known;
        bool fills = SourceBodies.Of(method, _knowledge.Compilation, session.Cancellation) is { } root && IsFilled(parameter, new FlowBody(ImmutableArray.Create(root)), session, depth);
        return depth == 0 ? _fills.GetOrAdd(parameter, fills) : fills;
    }

    private bool Gives(IInvocationOperation call, InferenceSession session, int depth)
    {
        IMethodSymbol method = call.TargetMethod.OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        MethodContract declared = _knowledge.Declared.Of(method);
        if (declared.Result != ResultRole.Unstated)
            return declared is { Result: ResultRole.Owned, ResultFamily: null };
        if (call.IsVirtual || depth > MaxDepth || method.DeclaringSyntaxReferences.IsEmpty)
            return false;
        if (_gives.TryGetValue(method, out bool known))
            return known;
        bool gives = SourceBodies.Of(method, _knowledge.Compilation, session.Cancellation) is { } root && Gives(root, session, depth);
        return depth == 0 ? _gives.GetOrAdd(method, gives) : gives;
    }

    private bool Gives(IOperation root, InferenceSession session, int depth)
    {
        var body = new FlowBody(ImmutableArray.Create(root));
        bool gives = false;
        foreach (IReturnOperation @return in body.Operations.OfType<IReturnOperation>())
        {
            if (@return.Kind != OperationKind.Return)
                return false;
            if (@return.ReturnedValue is not { } value || (FlowBody.EnclosingFunction(@return) is not null && !body.IsRootFunction(@return)))
                continue;
            if (IsNothing(Unconverted(value)))
                continue;
            if (!IsMade(Unconverted(value), body, session, depth))
                return false;
            gives = true;
        }

        return gives;
    }

    // null, Array.Empty<Stream>(), new Stream[0]
    private static bool IsNothing(IOperation value) => value.ConstantValue is { HasValue: true, Value: null }
        || value is IDefaultValueOperation or IThrowOperation or IInvocationOperation { TargetMethod.Name: "Empty" } or IArrayCreationOperation { Initializer: null, DimensionSizes: [{ ConstantValue: { HasValue: true, Value: 0 } }] }
        || value is IPropertyReferenceOperation { Property: { Name: "Empty", IsStatic: true } } or IFieldReferenceOperation { Field: { Name: "Empty", IsStatic: true } };

    private bool IsMade(IOperation value, FlowBody body, InferenceSession session, int depth)
    {
        switch (value)
        {
            case IAwaitOperation await:
                return IsMade(Unconverted(await.Operation), body, session, depth);
            case IConditionalOperation { WhenFalse: { } other } choice:
                return (IsNothing(Unconverted(choice.WhenTrue)) || IsMade(Unconverted(choice.WhenTrue), body, session, depth)) && (IsNothing(Unconverted(other)) || IsMade(Unconverted(other), body, session, depth));
            case IArrayCreationOperation { Initializer.ElementValues: { IsEmpty: false } elements }:
                return elements.All(element => IsAcquired(Unconverted(element), session));
            case ILocalReferenceOperation local:
                return IsFilledHere(local.Local, body, session);
            case IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList", ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } }, Arguments: [{ Value: var source }, ..] }
                when Unconverted(source) is ILocalReferenceOperation list && IsFilledHere(list.Local, body, session):
                return true;
            case IInvocationOperation { TargetMethod.Name: "ToArray", Instance: ILocalReferenceOperation filled }:
                return IsFilledHere(filled.Local, body, session);
            case IInvocationOperation call:
                return Projections.CollectedBy(call, body, _knowledge, session) is not null || Gives(call, session, depth + 1);
            default:
                return value.Syntax is CollectionExpressionSyntax && value.ChildOperations.Any() && value.ChildOperations.All(element => IsAcquired(Unconverted(element), session));
        }
    }

    private bool IsAcquired(IOperation element, InferenceSession session) =>
        Acquisition.TryCreate(element, _knowledge, session) is { Tier: not ResourceTier.None };

    // A collection that the body makes, fills with what it acquires for it, and otherwise leaves alone.
    private bool IsFilledHere(ILocalSymbol local, FlowBody body, InferenceSession session)
    {
        bool isMade = body.Operations.OfType<IVariableDeclaratorOperation>().Any(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)
            && declarator.GetVariableInitializer() is { Value: { } value } && CollectionTypes.IsCreation(Unconverted(value), _knowledge) && IsStillEmpty(Unconverted(value)));
        return isMade && local.RefKind == RefKind.None && IsFilled(local, body, session, depth: 0);
    }

    private bool IsFilled(ISymbol collection, FlowBody body, InferenceSession session, int depth)
    {
        var uses = new ElementUses(body, _knowledge, session);
        bool isFilled = false;
        foreach (IOperation mention in body.ReferencesTo(collection))
        {
            if (IsHandedOut(mention))
                continue;
            if (mention.Parent is IArgumentOperation argument && Fills(argument, session, depth + 1))
            {
                isFilled = true;
                continue;
            }

            switch (uses.Of(mention))
            {
                case ElementUse.OwnedAdded:
                    isFilled = true;
                    break;
                case ElementUse.Kept or ElementUse.Dropped:
                case ElementUse.Released when mention.Syntax.FirstAncestorOrSelf<CatchClauseSyntax>() is not null:
                    break;
                default:
                    return false;
            }
        }

        return isFilled;
    }

    // new List<Stream>(others) is filled already.
    private static bool IsStillEmpty(IOperation creation) => creation switch
    {
        IObjectCreationOperation { Initializer: not null } or IArrayCreationOperation { Initializer: not null } => false,
        IObjectCreationOperation made => made.Arguments.All(static argument => argument.Parameter?.Type.SpecialType == SpecialType.System_Int32),
        IArrayCreationOperation => true,
        _ => creation.Syntax is CollectionExpressionSyntax { Elements.Count: 0 },
    };

    // return all; return all.ToArray();
    private static bool IsHandedOut(IOperation mention)
    {
        IOperation current = mention;
        while (current.Parent is IConversionOperation { OperatorMethod: null } or IConditionalOperation or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } } or IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" })
            current = current.Parent;
        return current.Parent is IReturnOperation;
    }

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        return value;
    }
}
