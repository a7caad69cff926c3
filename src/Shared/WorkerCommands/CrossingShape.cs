using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>In which way a value is written as JSON.</summary>
internal enum CrossingKind
{
    /// <summary>By a converter of the framework, or one that the type names.</summary>
    Value,

    /// <summary>As an enumeration's number.</summary>
    Enum,

    /// <summary>As its value, or null.</summary>
    Nullable,

    /// <summary>Element by element.</summary>
    Collection,

    /// <summary>Member by member.</summary>
    Object,
}

/// <summary>How values of one type are written as JSON and made again on the other side.</summary>
/// <param name="Type">The type.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Parts">Types that it is made of: elements, keys and values, what is nullable, members, known derived types.</param>
internal sealed record CrossingShape(ITypeSymbol Type, CrossingKind Kind, ImmutableArray<ITypeSymbol> Parts)
{
    /// <summary>The framework's converter, as the name of a property of <c>JsonMetadataServices</c>; of a value without one <see cref="ConverterType"/>.</summary>
    public string? Converter { get; init; }

    /// <summary>The converter that the type itself names.</summary>
    public INamedTypeSymbol? ConverterType { get; init; }

    /// <summary>How a collection is made.</summary>
    public CollectionRecipe? Collection { get; init; }

    /// <summary>How an object is made; of one that is only known by its derived types, null.</summary>
    public CrossingObject? Object { get; init; }

    public static CrossingShape Value(ITypeSymbol type, string converter) =>
        new(type, CrossingKind.Value, ImmutableArray<ITypeSymbol>.Empty) { Converter = converter };
}

/// <summary>Why a type cannot cross.</summary>
/// <param name="Reason">What the type is and what to do, following "is".</param>
internal sealed record CrossingObstacle(string Reason);
