using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>How generated code gets at what a collection holds.</summary>
internal enum ElementAccess
{
    /// <summary>By index up to <c>Length</c>, the last first: arrays, which keep their length.</summary>
    Length,

    /// <summary>By index up to <c>Count</c>, the last first. Elements that take themselves out when they are released do not disturb it.</summary>
    Count,

    /// <summary>With <c>foreach</c>, where removing an element meanwhile does no harm.</summary>
    Enumeration,

    /// <summary>With <c>foreach</c> over a copy, where removing an element would end the enumeration.</summary>
    EnumeratedCopy,

    /// <summary>A <c>Lazy</c>: its one value, if it was made.</summary>
    LazyValue,
}

/// <summary>A type whose values hold others: what, and how one gets at it.</summary>
/// <param name="Access">How the elements are reached.</param>
/// <param name="Element">What an element is; a pair of key and value in a dictionary.</param>
/// <param name="Through">The interface through which they are reached; null where the collection's own members serve.</param>
/// <param name="MayBeDefault">Whether it may be an <c>ImmutableArray</c> without an array.</param>
internal readonly record struct CollectionShape(
    ElementAccess Access, ITypeSymbol Element, INamedTypeSymbol? Through = null, bool MayBeDefault = false)
{
    private const string Generic = "System.Collections.Generic.";

    /// <summary>Whether the elements are pairs, of which the values count.</summary>
    public bool OfPairs => IsPair(Element);

    /// <summary>What the collection is there for: its elements, or a dictionary's values.</summary>
    public ITypeSymbol Content => OfPairs ? ((INamedTypeSymbol)Element).TypeArguments[1] : Element;

    /// <summary>Null where the type is no collection that holds its elements.</summary>
    /// <param name="type">The type of a member or of an element.</param>
    /// <param name="isMaterialized">Whether an <c>IEnumerable</c> is known to hold what it gives.</param>
    public static CollectionShape? Of(ITypeSymbol type, bool isMaterialized)
    {
        if (type is IArrayTypeSymbol array)
            return new CollectionShape(array.Rank == 1 ? ElementAccess.Length : ElementAccess.Enumeration, array.ElementType);
        if (type is not INamedTypeSymbol named || type.SpecialType == SpecialType.System_String)
            return null;
        if (named.HasFullName("System.Lazy`1"))
            return new CollectionShape(ElementAccess.LazyValue, named.TypeArguments[0]);
        if (named.HasFullName("System.Collections.Immutable.ImmutableArray`1"))
            return new CollectionShape(ElementAccess.Length, named.TypeArguments[0], MayBeDefault: true);

        // Other structs are views of what somebody else holds.
        return named.IsValueType || ElementOf(named, isMaterialized) is not { } element ? null : OfCollection(named, element);
    }

    /// <summary>What a collection holds; null where it is none, or holds one of several things.</summary>
    private static ITypeSymbol? ElementOf(INamedTypeSymbol type, bool isMaterialized)
    {
        ITypeSymbol? element = null;
        foreach (INamedTypeSymbol face in FacesOf(type))
        {
            // Who only enumerates may make its elements on the way, and others each time.
            if (!face.HasFullName(Generic + "ICollection`1") && !face.HasFullName(Generic + "IReadOnlyCollection`1")
                && !((isMaterialized || IsGroup(type)) && face.HasFullName(Generic + "IEnumerable`1")))
            {
                continue;
            }

            if (element is not null && !SymbolEqualityComparer.Default.Equals(element, face.TypeArguments[0]))
                return null;
            element ??= face.TypeArguments[0];
        }

        return element;
    }

    private static CollectionShape OfCollection(INamedTypeSymbol type, ITypeSymbol element)
    {
        INamedTypeSymbol? list = IsPair(element) ? null : FacesOf(type).FirstOrDefault(static face =>
            face.HasFullName(Generic + "IList`1") || face.HasFullName(Generic + "IReadOnlyList`1"));
        if (list is not null)
            return new CollectionShape(ElementAccess.Count, element, HasPlainIndexer(type) ? null : list);

        return new CollectionShape(IsUndisturbedByRemoval(type) ? ElementAccess.Enumeration : ElementAccess.EnumeratedCopy, element);
    }

    private static bool IsPair(ITypeSymbol type) => type.HasFullName(Generic + "KeyValuePair`2");

    private static ImmutableArray<INamedTypeSymbol> FacesOf(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Insert(0, type) : type.AllInterfaces;

    // What LINQ groups it has in memory, although the interfaces do not say so.
    private static bool IsGroup(INamedTypeSymbol type) =>
        type.HasFullName("System.Linq.IGrouping`2") || type.HasFullName("System.Linq.ILookup`2");

    /// <summary>Whether <c>Count</c> and an index mean the list's own; a class of the user may hide or add some.</summary>
    private static bool HasPlainIndexer(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface
            ? type.HasFullName(Generic + "IList`1") || type.HasFullName(Generic + "IReadOnlyList`1")
            : IsOfFramework(type) && HasPublicIndexer(type)
                // An index would be taken for a key of that type.
                && !type.HasFullName("System.Collections.ObjectModel.KeyedCollection`2");

    private static bool HasPublicIndexer(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(static member => member is IPropertySymbol
                {
                    IsIndexer: true, DeclaredAccessibility: Accessibility.Public, Parameters: [{ Type.SpecialType: SpecialType.System_Int32 }],
                }))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUndisturbedByRemoval(INamedTypeSymbol type) =>
        type.HasFullName(Generic + "Dictionary`2")
        || type.HasFullName(Generic + "HashSet`1")
        || (IsOfFramework(type)
            && type is { TypeKind: TypeKind.Class, ContainingType: null }
            && type.ContainingNamespace.Name is "Concurrent" or "Immutable" or "Frozen");

    private static bool IsOfFramework(INamedTypeSymbol type)
    {
        INamespaceSymbol space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }
}
