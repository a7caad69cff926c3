using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>How the generated code releases what a member's collection holds, as values only.</summary>
/// <param name="Access">How the elements are reached.</param>
/// <param name="Through">The qualified interface through which they are reached; null where the collection's own members serve.</param>
/// <param name="ElementType">The qualified type that an enumeration gives.</param>
/// <param name="OfPairs">Whether that is a pair of key and value, of which the value is released.</param>
/// <param name="MayBeDefault">Whether it may be an <c>ImmutableArray</c> without an array.</param>
/// <param name="Element">How one of them is released.</param>
internal sealed record ElementsRelease(
    ElementAccess Access, string? Through, string ElementType, bool OfPairs, bool MayBeDefault, MemberRelease Element)
{
    // Collections of collections of ...: nobody writes more, and a type may be a collection of itself.
    public const int MaxDepth = 8;

    /// <summary>Null where the type is no collection that holds its elements.</summary>
    /// <param name="type">The type of a member or of an element.</param>
    /// <param name="isMaterialized">Whether an <c>IEnumerable</c> is known to hold what it gives.</param>
    /// <param name="depth">How many collections the type lies in.</param>
    public static ElementsRelease? Of(ITypeSymbol type, bool isMaterialized, int depth)
    {
        if (depth == MaxDepth || CollectionShape.Of(type, isMaterialized) is not { } shape)
            return null;

        return new ElementsRelease(
            shape.Access,
            shape.Through is null ? null : TextOf(shape.Through),
            TextOf(shape.Element),
            shape.OfPairs,
            shape.MayBeDefault,
            MemberRelease.Of(shape.Content, isMaterialized: false, depth + 1));
    }

    private static string TextOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
