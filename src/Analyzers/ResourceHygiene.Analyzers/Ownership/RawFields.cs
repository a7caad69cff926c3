using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Fields that get an address or handle which their class must release, where nothing stands behind a forgotten Dispose.</summary>
internal static class RawFields
{
    public static IEnumerable<OwnershipFinding> Find(IEnumerable<Obligation> obligations)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (Obligation obligation in obligations)
        {
            Acquisition acquisition = obligation.Acquisition;
            if (acquisition.Traits.Family is not { } family || RawFamilies.KindOf(family) != RawKind.Native)
                continue;
            foreach (IFieldReferenceOperation stored in obligation.Fate.Fields)
            {
                if (!RawTypes.IsAddress(stored.Field.Type) || stored.Field.ContainingType is not { TypeKind: TypeKind.Class } type || IsFinalizedOrMustNotBe(type) || !seen.Add(stored.Field))
                    continue;
                yield return new OwnershipFinding(FindingKind.StoredRaw, acquisition.Operation, acquisition.ResourceType, acquisition.Traits, acquisition.Tier)
                {
                    At = stored.Syntax.GetLocation(),
                    Place = stored.Field.Name,
                    Member = type.Name,
                    Witness = ImmutableArray.Create(acquisition.Operation.Syntax.GetLocation()),
                };
            }
        }
    }

    // A finalizer anywhere in the family of classes: the usual one calls Dispose(false), which derived classes override. A
    // MemoryManager must not have one: its spans keep nothing alive, so that a finalizer could free what is in use (CA2015).
    private static bool IsFinalizedOrMustNotBe(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            if (current.GetMembers(WellKnownMemberNames.DestructorName).Length > 0 || current.OriginalDefinition.HasFullName("System.Buffers.MemoryManager`1"))
                return true;
        }

        return false;
    }
}
