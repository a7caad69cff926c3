using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Scopes;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>An operation after which somebody in this body owes a release.</summary>
/// <param name="Operation">A creation, a call, or the argument for an out parameter.</param>
/// <param name="ResourceType">Type of the resource; of the awaited result where the call returns a task.</param>
/// <param name="Traits">How values of that type are released.</param>
/// <param name="Tier">How much the leak costs.</param>
/// <param name="IsFace">The result stands for one of the arguments and owes nothing beyond it.</param>
internal sealed record Acquisition(IOperation Operation, ITypeSymbol ResourceType, ResourceTraits Traits, ResourceTier Tier, bool IsFace)
{
    // The BOOL of Windows is no status: as an int, zero means that the call failed.
    private const string WindowsHandle = "handle.kernel";

    /// <summary>Recognises an acquisition; null for every other operation. Looks at types first, as that answers nearly always.</summary>
    public static Acquisition? TryCreate(IOperation operation, OwnershipKnowledge knowledge, InferenceSession session)
    {
        switch (operation)
        {
            case IObjectCreationOperation { Constructor: { } constructor, Type: { } type } creation
                when !(type.IsValueType && constructor.IsImplicitlyDeclared):
                return IsHandleOfOther(operation, type) || TryCreate(operation, type, constructor, knowledge, session) is not { } made || knowledge.FlaggedReleases.IsOff(creation) || knowledge.IdleReleases.OfCreated(type)
                    || knowledge.SoleContents.IsAroundNothing(creation, value => OwesNothing(value, knowledge, session)) ? null : made;
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.DelegateInvoke, ReturnsVoid: false }, Type: not null } call when LocalDelegates.FunctionOf(call) is { } function:
                return function is IAnonymousFunctionOperation lambda ? TryCreate(call, lambda, knowledge, session)
                    : function is IMethodReferenceOperation { Method: { } open } && knowledge.Types.Awaited(call.Type) is { } opened ? TryCreate(call, opened, open, knowledge, session) : null;
            case IInvocationOperation { TargetMethod: { ReturnsVoid: false } method, Type: not null } call:
                return knowledge.Types.Awaited(call.Type) is { } result ? TryCreate(operation, result, method, knowledge, session) ?? TryCreateTaken(call, result, knowledge, session) : null;
            case IArgumentOperation { Parameter: { RefKind: RefKind.Out or RefKind.Ref } parameter, Parent: IInvocationOperation call }:
                return TryCreateOut(operation, parameter, call.TargetMethod, knowledge, session);
            case IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation call } argument
                when RawValues.IsPlaceOfAddress(parameter) && RawValues.TargetOf(argument) is ILocalReferenceOperation && argument.Value is not ILocalReferenceOperation:
                return TryCreateOut(operation, parameter, call.TargetMethod, knowledge, session);
            case ITypeParameterObjectCreationOperation { Type: { } type } when knowledge.Types.TraitsOf(type) is { Tier: not ResourceTier.None } traits:
                return new Acquisition(operation, type, traits, traits.Tier, IsFace: false);
            // Operators, indexers and properties of what belongs to scopes make handles as methods do.
            case IBinaryOperation or IUnaryOperation or ICompoundAssignmentOperation or IPropertyReferenceOperation when knowledge.Types.HasScoped:
                return TryCreateScoped(operation, knowledge, session) ?? TryCreateRead(operation as IPropertyReferenceOperation, knowledge, session);
            case IPropertyReferenceOperation property:
                return TryCreateRead(property, knowledge, session);
            case IInvalidOperation call:
                return UnresolvedCalls.TryCreate(call, knowledge, session);
            default:
                return null;
        }
    }

    // Func<Stream> open = () => File.OpenRead(path); var stream = open();
    private static Acquisition? TryCreate(IInvocationOperation call, IAnonymousFunctionOperation function, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (knowledge.Types.Awaited(call.Type) is not { } type || knowledge.Types.TraitsOf(type) is not { IsScoped: false } traits)
            return null;
        (ResultRole role, ResourceTier? made, string? family) = ResultInference.Infer(function.Symbol, new FlowBody(ImmutableArray.Create<IOperation>(function)), knowledge, session);
        ResourceTier tier = traits.IsTierConfigured ? traits.Tier : made ?? traits.Tier;
        return role == ResultRole.Owned && family is null && tier != ResourceTier.None ? new Acquisition(call, type, traits, tier, IsFace: false) : null;
    }

    // paths.Select(File.OpenRead).First()
    private static Acquisition? TryCreateTaken(IInvocationOperation call, ITypeSymbol type, OwnershipKnowledge knowledge, InferenceSession session) =>
        knowledge.Types.TraitsOf(type) is { Tier: not ResourceTier.None, IsScoped: false } traits && Projections.TakenBy(call, knowledge, session) is { } made
            ? new Acquisition(call, type, traits, traits.IsTierConfigured ? traits.Tier : made, IsFace: false)
            : null;

    private static Acquisition? TryCreateScoped(IOperation operation, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (operation.Type is not { } type || knowledge.Types.TraitsOf(type) is not { IsScoped: true, Tier: not ResourceTier.None } traits)
            return null;
        bool isOwned = operation switch
        {
            IPropertyReferenceOperation property => knowledge.Declared.GivesOwned(property.Property) && !IsWritten(property),
            _ => ScopedUses.OperatorOf(operation) is { } method && (method.DeclaringSyntaxReferences.IsEmpty
                ? knowledge.Declared.Of(method).Result != ResultRole.Borrowed
                : knowledge.ContractOf(method, session).Result == ResultRole.Owned),
        };
        return isOwned ? new Acquisition(operation, type, traits, traits.Tier, IsFace: false) : null;
    }

    // Message => new Binary(…): each reader gets one of its own.
    private static Acquisition? TryCreateRead(IPropertyReferenceOperation? property, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (property is not { Property: { } read, Type: { } type } || !MadeByReading.MayBe(read) || IsWritten(property) || knowledge.Types.TraitsOf(type) is { IsScoped: true })
            return null;
        return MadeByReading.IsOne(read, knowledge, session) ? TryCreate(property, type, read.GetMethod!, knowledge, session) : null;
    }

    private static bool IsWritten(IPropertyReferenceOperation property) =>
        property.Parent is IAssignmentOperation assignment && assignment.Target == property
        || property.Parent is INameOfOperation or ITupleOperation { Parent: IDeconstructionAssignmentOperation };

    private static Acquisition? TryCreate(
        IOperation operation, ITypeSymbol type, IMethodSymbol method, OwnershipKnowledge knowledge, InferenceSession session)
    {
        ResourceTraits? traits = knowledge.Types.TraitsOf(type);
        if (traits is null && !RawValues.MayGive(method, type, knowledge))
            return null;
        MethodContract contract = knowledge.ContractOf(method, session);
        if (contract is { Result: ResultRole.Owned, ResultFamily: { } family } && IsReleasedByCall(traits, family))
            return IsPutInPlace(operation, family) || JoinsOther(operation, method) ? null : OfFamily(operation, type, family, contract.ResultTier);
        if (traits is null)
            return null;
        ResourceTier tier = traits.IsTierConfigured ? traits.Tier : contract.ResultTier ?? traits.Tier;
        bool isFace = contract.Parameters.Any(static parameter => parameter.Role == ParameterRole.Aliased) || (operation is IObjectCreationOperation creation && knowledge.GivenWrappers.IsMade(creation));
        return contract.Result == ResultRole.Owned && tier != ResourceTier.None && !knowledge.GivenContents.OwesNothing(operation, type) ? new Acquisition(operation, type, traits, tier, isFace) : null;
    }

    private static Acquisition? TryCreateOut(
        IOperation operation, IParameterSymbol parameter, IMethodSymbol method, OwnershipKnowledge knowledge, InferenceSession session)
    {
        ResourceTraits? traits = knowledge.Types.TraitsOf(parameter.Type);
        if (traits is { Tier: ResourceTier.None } || (traits is null && !RawValues.MayGive(method, parameter.Type, knowledge)) || (traits is not null && parameter.RefKind == RefKind.Ref))
            return null;
        MethodContract contract = knowledge.ContractOf(method, session);
        if (parameter.Ordinal < contract.Parameters.Length && contract.Parameters[parameter.Ordinal] is { Role: ParameterRole.OwnedOut, Family: { } family } && IsReleasedByCall(traits, family))
            return method.ReturnType.SpecialType == SpecialType.System_Int32 && family == WindowsHandle ? null : OfFamily(operation, parameter.Type, family, contract.ResultTier);
        // The same BOOL where marshalling makes the handle.
        if (method.ReturnType.SpecialType == SpecialType.System_Int32 && RawTypes.IsSafeHandle(parameter.Type) && EntryPoints.SetsLastError(method))
            return null;
        return traits is not null && parameter.Ordinal < contract.Parameters.Length && contract.Parameters[parameter.Ordinal].Role == ParameterRole.OwnedOut
            ? new Acquisition(operation, parameter.Type, traits, traits.Tier, IsFace: false)
            : null;
    }

    // new SafeFileHandle(descriptor, ownsHandle: false), and what says so to its base class.
    internal static bool IsHandleOfOther(IOperation creation, ITypeSymbol type) =>
        creation is IObjectCreationOperation { Arguments: { IsEmpty: false } arguments, Constructor: { } constructor } && RawTypes.IsSafeHandle(type)
        && (arguments.Any(static argument => argument is { Parameter.Name: "ownsHandle" or "owns", Value.ConstantValue: { HasValue: true, Value: false } })
            || constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax
            {
                Initializer: { RawKind: (int)SyntaxKind.BaseConstructorInitializer, ArgumentList.Arguments: [_, { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } }] },
            });

    // A call that made what somebody else owns.
    private static bool OwesNothing(IOperation value, OwnershipKnowledge knowledge, InferenceSession session) => value switch
    {
        IObjectCreationOperation { Type: { } type } => IsHandleOfOther(value, type),
        IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false } method } => knowledge.ContractOf(method, session) is { Result: ResultRole.Owned, ResultTier: ResourceTier.None },
        _ => false,
    };

    // A SafeHandle is released as its type says, also what an import returns; what a pool lends goes back to the pool.
    private static bool IsReleasedByCall(ResourceTraits? traits, string family) => traits is null || RawFamilies.KindOf(family) == RawKind.Pool;

    // mmap(address, …, MAP_FIXED, …): who drops what it returns has the address already.
    private static bool IsPutInPlace(IOperation operation, string family) =>
        family == "unix.mapping" && operation is IInvocationOperation { Parent: IExpressionStatementOperation, Arguments: [{ Value: { } place }, ..] } && RawTypes.IsAddress(place.Type)
        && !IsNothing(place);

    // CreateIoCompletionPort(file, port, …) enters the file in a port that exists already, and returns that.
    private static bool JoinsOther(IOperation operation, IMethodSymbol method) =>
        EntryPoints.Of(method) == "CreateIoCompletionPort" && operation is IInvocationOperation call
        && call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 1) is { Value: { } port } && !IsNothing(port);

    private static bool IsNothing(IOperation value) => value switch
    {
        IConversionOperation conversion => IsNothing(conversion.Operand),
        // private const nint None = 0;
        IFieldReferenceOperation { Field: { } field } => RawValues.IsNothing(field) || (field.HasConstantValue && RawValues.IsNothing(field.Type, field.ConstantValue)),
        _ => value is IDefaultValueOperation || value.ConstantValue is { HasValue: true },
    };

    // Of no type that says so: the call makes it a resource.
    private static Acquisition? OfFamily(IOperation operation, ITypeSymbol type, string family, ResourceTier? tier) =>
        tier == ResourceTier.None ? null : new Acquisition(operation, type, new ResourceTraits(tier ?? ResourceTier.Normal) { Family = family }, tier ?? ResourceTier.Normal, IsFace: false);
}
