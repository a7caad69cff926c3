using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>The converter that a type or a member names with <c>[JsonConverter]</c>, and whether generated code can use it.</summary>
internal static class CrossingConverter
{
    private const string Serialization = "System.Text.Json.Serialization.";

    /// <summary>The converter; null without one, and null with an obstacle where it would fail at the first call.</summary>
    /// <param name="symbol">The type or member.</param>
    /// <param name="converted">The type whose values it is to write.</param>
    /// <param name="within">The assembly that the generated code stands in.</param>
    /// <param name="obstacle">What is wrong with it.</param>
    public static INamedTypeSymbol? Of(ISymbol symbol, ITypeSymbol converted, IAssemblySymbol within, out CrossingObstacle? obstacle)
    {
        obstacle = null;
        if (NamedBy(symbol) is not { } converter)
            return null;

        obstacle = ReasonAgainst(converter, converted, within) is { } reason ? new(reason) : null;
        return obstacle is null ? converter : null;
    }

    /// <summary>Whether a type or member names a converter, usable or not.</summary>
    public static bool IsNamedBy(ISymbol symbol) => NamedBy(symbol) is not null;

    /// <summary>Whether values of a type can be keys by their own converter. What a factory makes, only the factory knows.</summary>
    public static bool WritesKeys(INamedTypeSymbol converter) => IsFactory(converter)
        || (Overrides(converter, "WriteAsPropertyName") && Overrides(converter, "ReadAsPropertyName"));

    /// <summary>Whether a converter makes others, one for each type.</summary>
    public static bool IsFactory(INamedTypeSymbol converter) => Bases(converter).Any(static type => type.HasFullName(Serialization + "JsonConverterFactory"));

    private static INamedTypeSymbol? NamedBy(ISymbol symbol) =>
        symbol.FindAttribute(Serialization + "JsonConverterAttribute") is { ConstructorArguments: [{ Kind: TypedConstantKind.Type, Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } converter }] }
            ? converter
            : null;

    private static string? ReasonAgainst(INamedTypeSymbol converter, ITypeSymbol converted, IAssemblySymbol within)
    {
        string name = CrossingTypes.NameOf(converter);
        if (converter.IsUnboundGenericType)
            return $"written by '{name}', which lacks type arguments; name a converter that has them, or a factory";
        IMethodSymbol? constructor = converter.InstanceConstructors.FirstOrDefault(static constructor => constructor.Parameters.IsEmpty);
        if (converter.IsAbstract || converter.IsFileLocal || !CrossingTypes.CanBeNamed(converter, within) || constructor is null || !CrossingObject.CanBeReached(constructor, within))
            return $"written by '{name}', which generated code cannot make; let it and its constructor be internal or public";

        if (constructor.IsObsoleteWithError())
            return $"written by '{name}', which is obsolete, and an error to use; name the converter that took its place";
        if (CrossingObject.RequiredOf(converter).Any() && !CrossingObject.SetsRequired(constructor))
            return $"written by '{name}', whose required members nobody sets; mark its constructor [SetsRequiredMembers]";

        ITypeSymbol? value = converted is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : null;
        // Of factories one cannot know what they make, except of the one that everybody uses.
        if (IsFactory(converter))
        {
            return EnumNames(converter) is not { } names || ((value ?? converted).TypeKind == TypeKind.Enum && (names.TypeArguments is not [var named] || Same(named, value ?? converted)))
                ? null
                : $"'{CrossingTypes.NameOf(converted)}', and '{name}' on it writes one enum; put it on that enum itself";
        }

        ITypeSymbol? written = Bases(converter).FirstOrDefault(static type => type.HasFullName(Serialization + "JsonConverter`1"))?.TypeArguments[0];
        return written is null || Same(written, converted) || (value is not null && Same(written, value))
            ? null
            : $"'{CrossingTypes.NameOf(converted)}', and '{name}' on it writes '{CrossingTypes.NameOf(written)}'; use a converter of its type";
    }

    // Names of tuple elements and annotations are the compiler's alone.
    private static bool Same(ITypeSymbol left, ITypeSymbol right) => CrossingTypes.RuntimeName(left) == CrossingTypes.RuntimeName(right);

    // Also of a class derived from it, which need not be generic.
    private static INamedTypeSymbol? EnumNames(INamedTypeSymbol converter) =>
        Bases(converter).FirstOrDefault(static type => type.HasFullName(Serialization + "JsonStringEnumConverter") || type.HasFullName(Serialization + "JsonStringEnumConverter`1"));

    private static bool Overrides(INamedTypeSymbol converter, string method) =>
        Bases(converter).TakeWhile(static type => !type.HasFullName(Serialization + "JsonConverter`1")).Any(type => type.GetMembers(method).Any(static member => member.IsOverride));

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current;
    }
}
