using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>
/// What a base class releases on behalf of classes derived from it: TorchSharp's Module looks through the fields of the object
/// and releases with itself the modules, parameters and tensors in them.
/// </summary>
internal static class AdoptedMembers
{
    /// <summary>The base type that a line says does this; null for nearly every type.</summary>
    public static INamedTypeSymbol? AdopterOf(INamedTypeSymbol type, OwnershipKnowledge knowledge)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (knowledge.Lines.LinesFor(current).Any(static line => line.Facts.Any(static fact => fact.Verb == ContractVerb.Adopts)))
                return current;
        }

        return null;
    }

    /// <summary>True for members whose values the adopting type knows how to release: those of types of its own library, and of what derives from them.</summary>
    public static bool IsAdopted(OwnerMember member, INamedTypeSymbol adopter)
    {
        for (ITypeSymbol? current = member.Type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.ContainingAssembly, adopter.ContainingAssembly))
                return true;
        }

        return false;
    }
}
