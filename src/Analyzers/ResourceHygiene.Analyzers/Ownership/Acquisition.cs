using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>An operation after which somebody in this body owes a release.</summary>
/// <param name="Operation">A creation, a call, or the argument for an out parameter.</param>
/// <param name="ResourceType">Type of the resource; of the awaited result where the call returns a task.</param>
/// <param name="Traits">How values of that type are released.</param>
/// <param name="Tier">How much the leak costs.</param>
/// <param name="IsFace">The result stands for one of the arguments and owes nothing beyond it.</param>
internal sealed record Acquisition(IOperation Operation, ITypeSymbol ResourceType, ResourceTraits Traits, ResourceTier Tier, bool IsFace)
{
    /// <summary>Recognises an acquisition; null for every other operation. Looks at types first, as that answers nearly always.</summary>
    public static Acquisition? TryCreate(IOperation operation, OwnershipKnowledge knowledge, InferenceSession session)
    {
        switch (operation)
        {
            case IObjectCreationOperation { Constructor: { } constructor, Type: { } type }
                when !(type.IsValueType && constructor.IsImplicitlyDeclared):
                return TryCreate(operation, type, constructor, knowledge, session);
            case IInvocationOperation { TargetMethod: { ReturnsVoid: false } method, Type: not null } call:
                return knowledge.Types.Awaited(call.Type) is { } result ? TryCreate(operation, result, method, knowledge, session) : null;
            case IArgumentOperation { Parameter: { RefKind: RefKind.Out } parameter, Parent: IInvocationOperation call }:
                return TryCreateOut(operation, parameter, call.TargetMethod, knowledge, session);
            case ITypeParameterObjectCreationOperation { Type: { } type } when knowledge.Types.TraitsOf(type) is { Tier: not ResourceTier.None } traits:
                return new Acquisition(operation, type, traits, traits.Tier, IsFace: false);
            default:
                return null;
        }
    }

    private static Acquisition? TryCreate(
        IOperation operation, ITypeSymbol type, IMethodSymbol method, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (knowledge.Types.TraitsOf(type) is not { } traits)
            return null;
        MethodContract contract = knowledge.ContractOf(method, session);
        ResourceTier tier = traits.IsTierConfigured ? traits.Tier : contract.ResultTier ?? traits.Tier;
        bool isFace = contract.Parameters.Any(static parameter => parameter.Role == ParameterRole.Aliased);
        return contract.Result == ResultRole.Owned && tier != ResourceTier.None ? new Acquisition(operation, type, traits, tier, isFace) : null;
    }

    private static Acquisition? TryCreateOut(
        IOperation operation, IParameterSymbol parameter, IMethodSymbol method, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (knowledge.Types.TraitsOf(parameter.Type) is not { Tier: not ResourceTier.None } traits)
            return null;
        MethodContract contract = knowledge.ContractOf(method, session);
        return parameter.Ordinal < contract.Parameters.Length && contract.Parameters[parameter.Ordinal].Role == ParameterRole.OwnedOut
            ? new Acquisition(operation, parameter.Type, traits, traits.Tier, IsFace: false)
            : null;
    }
}
