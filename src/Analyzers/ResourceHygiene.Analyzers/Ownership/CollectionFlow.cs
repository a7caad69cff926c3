using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Follows a collection through its uses and asks whether each of them leaves its elements where they are. What
/// releases an element, takes one away, lets the collection out, or is not understood counts as "does not", so only a
/// collection whose every use is known to be harmless is said to lose its elements.
/// </summary>
internal sealed class CollectionFlow
{
    // A helper of a helper; what is deeper is not understood.
    private const int MaxDepth = 3;

    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly FlowBody _body;
    private readonly int _depth;
    private readonly bool _mayReturn;
    private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);

    /// <param name="body">The body that mentions the collection.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="session">The inference that asks.</param>
    /// <param name="depth">How many helpers the collection went through.</param>
    /// <param name="mayReturn">What is returned to somebody stays the collection's all the same.</param>
    public CollectionFlow(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session, int depth = 0, bool mayReturn = false)
    {
        _mayReturn = mayReturn;
        _body = body;
        _knowledge = knowledge;
        _session = session;
        _depth = depth;
    }

    /// <summary>True when no mention of the local or parameter releases elements or lets the collection out.</summary>
    public bool KeepsElements(ISymbol variable) => !_followed.Add(variable) || _body.ReferencesTo(variable).All(KeepsElements);

    /// <summary>True when what is done with this very value releases no element and lets nothing out.</summary>
    public bool KeepsElements(IOperation value)
    {
        switch (value.Parent)
        {
            case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or ICoalesceOperation or IAwaitOperation:
                return KeepsElements(value.Parent);
            case IInvocationOperation call when call.Instance == value:
                return CallFacts.PassesThrough(call.TargetMethod, value.Type) ? KeepsElements(call) : CallKeeps(call);
            case IArgumentOperation argument:
                return ArgumentKeeps(argument);
            case IPropertyReferenceOperation property when property.Instance == value:
                return PropertyKeeps(property);
            case IArrayElementReferenceOperation element when element.ArrayReference == value:
                return ElementKeeps(element);
            case IForEachLoopOperation loop when loop.Collection == value:
                return !loop.IsAsynchronous && LoopKeeps(loop);
            case IConditionalAccessOperation access when access.Operation == value:
                return InstanceOf(access) is { } instance && KeepsElements(instance) && (access.Parent is IExpressionStatementOperation || Carries(access.Type) == Content.Nothing);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return declarator.Symbol.RefKind == RefKind.None && KeepsElements(declarator.Symbol);
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == value:
                return assignment.Parent is IExpressionStatementOperation && CollectionTypes.IsCreation(Unconverted(assignment.Value), _knowledge);
            case ICoalesceAssignmentOperation assignment when assignment.Target == value:
                return CollectionTypes.IsCreation(Unconverted(assignment.Value), _knowledge) && (assignment.Parent is IExpressionStatementOperation || KeepsElements(assignment));
            case ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation }:
                return true;
            case IIsPatternOperation isPattern:
                return PatternKeeps(isPattern.Pattern);
            case IExpressionStatementOperation or IIsTypeOperation or INameOfOperation or ILockOperation or IInterpolationOperation:
            case IBinaryOperation { OperatorMethod: null }:
                return true;
            default:
                return false;
        }
    }

    // is { } all; what a pattern takes out of the collection is followed no further.
    private bool PatternKeeps(IPatternOperation pattern) =>
        pattern.Syntax.DescendantNodesAndSelf().All(static node => node is not SingleVariableDesignationSyntax)
        || (pattern is IDeclarationPatternOperation { DeclaredSymbol: { } whole } && KeepsElements(whole))
        || (pattern is IRecursivePatternOperation { DeclaredSymbol: { } matched } && pattern.Syntax.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>().Count() == 1 && KeepsElements(matched));

    private bool CallKeeps(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.Name is "ToString" or "Equals" or "GetHashCode" or "GetType")
            return true;
        if (CollectionTypes.IsAdding(method))
            return Carries(method.ReturnType) == Content.Nothing || call.Parent is IExpressionStatementOperation;
        if (!ThrowPolicy.IsMetadata(method) || !CollectionTypes.IsFramework(method.ContainingType)
            || method.Name.StartsWith("CopyTo", StringComparison.Ordinal) || (IsRemoving(method) && !call.Arguments.Any(IsOut)))
        {
            return false;
        }

        return call.Arguments.All(ArgumentsKeep) && ResultKeeps(call, method.ReturnType);
    }

    // What leaves through a removal may be released through another variable that holds it.
    private static bool IsRemoving(IMethodSymbol method) =>
        method.Name.StartsWith("Remove", StringComparison.Ordinal) || method.Name is "MoveToImmutable" or "DrainToImmutable" or "ExceptWith" or "GetEnumerator";

    private static bool IsOut(IArgumentOperation argument) => argument.Parameter?.RefKind == RefKind.Out;

    private bool ArgumentsKeep(IArgumentOperation argument)
    {
        if (argument.Parameter is { RefKind: RefKind.Out })
            return Carries(argument.Parameter.Type) == Content.Nothing || !ResourceFlow.OfValue(argument, _body, _knowledge, _session).IsDischarged;
        return argument.Parameter?.Type.TypeKind != TypeKind.Delegate || DelegateKeeps(argument.Value);
    }

    private bool DelegateKeeps(IOperation value) => value switch
    {
        IConversionOperation conversion => DelegateKeeps(conversion.Operand),
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Symbol.Parameters.All(parameter =>
            !ResourceFlow.OfParameter(parameter, _body, _knowledge, _session).IsDischarged && _body.ReferencesTo(parameter).All(static reference => reference.Parent is not IPropertyReferenceOperation { Property.Name: "Key" or "Value" })),
        _ => false,
    };

    private bool PropertyKeeps(IPropertyReferenceOperation property)
    {
        if (!CollectionTypes.IsFramework(property.Property.ContainingType))
            return Carries(property.Type) == Content.Nothing;
        return property.Property.Name is "Comparer" or "SyncRoot" || ResultKeeps(property, property.Type);
    }

    private bool ResultKeeps(IOperation result, ITypeSymbol? type) => Carries(type) switch
    {
        Content.Nothing => true,
        Content.Elements => KeepsElements(result),
        Content.Element => ElementKeeps(result),
        _ => result.Parent is IExpressionStatementOperation,
    };

    private bool ElementKeeps(IOperation element) =>
        (element.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment && assignment.Target == element)
        || IsKept(ResourceFlow.OfValue(element, _body, _knowledge, _session));

    private bool IsKept(ResourceFate fate) => _mayReturn ? !fate.IsReleased && !fate.Escapes && !fate.IsFaceOfThis : !fate.IsDischarged;

    private bool LoopKeeps(IForEachLoopOperation loop) => loop.LoopControlVariable switch
    {
        IVariableDeclaratorOperation { Symbol: { } local } when IsPair(local.Type) => _body.ReferencesTo(local).All(PairKeeps),
        IVariableDeclaratorOperation { Symbol: { } local } => !ResourceFlow.OfLocal(local, _body, _knowledge, _session).IsDischarged,
        IDeclarationExpressionOperation { Expression: ITupleOperation tuple } => tuple.Elements.All(LoopElementKeeps),
        ITupleOperation tuple => tuple.Elements.All(LoopElementKeeps),
        _ => false,
    };

    private bool LoopElementKeeps(IOperation element) => element switch
    {
        ILocalReferenceOperation local => !ResourceFlow.OfLocal(local.Local, _body, _knowledge, _session).IsDischarged,
        IDeclarationExpressionOperation declaration => LoopElementKeeps(declaration.Expression),
        IDiscardOperation => true,
        _ => false,
    };

    private static bool IsPair(ITypeSymbol type) => type.Name is "KeyValuePair" or "DictionaryEntry";

    private bool PairKeeps(IOperation pair) =>
        pair.Parent is IPropertyReferenceOperation { Property.Name: "Key" or "Value" } half && (Carries(half.Type) == Content.Nothing || ElementKeeps(half));

    private bool ArgumentKeeps(IArgumentOperation argument)
    {
        if (argument.Parameter is not { RefKind: RefKind.None } parameter)
            return false;
        if (argument.Parent is IObjectCreationOperation copy && CollectionTypes.IsFramework(copy.Type) && _knowledge.Types.TraitsOf(copy.Type) is null)
            return KeepsElements(copy);
        if (argument.Parent is not IInvocationOperation { TargetMethod: { } method } call)
            return false;
        if (method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" } && ThrowPolicy.IsMetadata(method))
            return call.Arguments.All(ArgumentsKeep) && ResultKeeps(call, method.ReturnType);
        if (IsQuery(method))
            return call.Arguments.All(ArgumentsKeep) && Carries(method.ReturnType) == Content.Nothing;
        // torch.stack(parts): what it makes of the elements needs none of them.
        if (_knowledge.Declared.IsDetached(method))
            return CallFacts.RoleOf(parameter, _knowledge.ContractOf(method, _session), call.Arguments) is ParameterRole.Borrowed or ParameterRole.Escapes;
        if (ThrowPolicy.IsMetadata(method) || call.IsVirtual || _depth == MaxDepth)
            return false;

        IMethodSymbol definition = method.OriginalDefinition.PartialImplementationPart ?? method.OriginalDefinition;
        if (SourceBodies.Of(definition, _knowledge.Compilation, _session.Cancellation) is not { } root || definition.IsAbstract)
            return false;
        var callee = new CollectionFlow(new FlowBody(ImmutableArray.Create(root)), _knowledge, _session, _depth + 1);
        return callee.KeepsElements(definition.Parameters[parameter.Ordinal]);
    }

    // string.Join(", ", streams), WaitHandle.WaitAny(handles), Array.IndexOf(streams, stream)
    private static bool IsQuery(IMethodSymbol method) => method.IsStatic && ThrowPolicy.IsMetadata(method) && method.ContainingType switch
    {
        { SpecialType: SpecialType.System_String or SpecialType.System_Array } => method.Name is not ("Copy" or "ConstrainedCopy" or "Resize" or "AsReadOnly"),
        { Name: "WaitHandle" or "JsonSerializer", ContainingNamespace.Name: "Threading" or "Json" } => true,
        { Name: "Socket", ContainingNamespace.Name: "Sockets" } => method.Name == "Select",
        _ => false,
    };

    private Content Carries(ITypeSymbol? type)
    {
        if (type is null || type.SpecialType is not (SpecialType.None or SpecialType.System_Object or SpecialType.System_IDisposable or SpecialType.System_Collections_IEnumerable) && !CallFacts.IsLazySequence(type) && !IsGenericCollection(type))
            return Content.Nothing;
        if (type.TypeKind == TypeKind.Enum)
            return Content.Nothing;
        if (_knowledge.Types.TraitsOf(type) is not null || type.SpecialType == SpecialType.System_Object || type is ITypeParameterSymbol)
            return Content.Element;
        return (CollectionTypes.IsFramework(type) || CallFacts.IsLazySequence(type)) && !HoldsOtherwise(type) ? Content.Elements : Content.Unknown;
    }

    // Groups, tuples and whatever else elements are wrapped in; pairs are understood.
    private bool HoldsOtherwise(ITypeSymbol type) => type is INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments }
        && arguments[arguments.Length - 1] is var element && !IsPair(element) && element is not ITypeParameterSymbol && Carries(element) is Content.Unknown or Content.Elements && _knowledge.Types.TraitsOf(element) is null;

    private static bool IsGenericCollection(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_Collections_Generic_IEnumerable_T and <= SpecialType.System_Collections_Generic_IReadOnlyCollection_T;

    private static IOperation? InstanceOf(IConditionalAccessOperation access) =>
        access.WhenNotNull.DescendantsAndSelf().FirstOrDefault(static operation => operation is IConditionalAccessInstanceOperation);

    private static IOperation? Unconverted(IOperation? value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }

    private enum Content
    {
        Nothing,
        Element,
        Elements,
        Unknown,
    }
}
