using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>The derived types that a type is known to have (<c>[JsonDerivedType]</c>), and whether they can be told apart.</summary>
internal static class CrossingFamily
{
    private const string Serialization = "System.Text.Json.Serialization.";

    /// <summary>The derived types, the type itself left out.</summary>
    public static ImmutableArray<ITypeSymbol> DerivedOf(ITypeSymbol type) => Listed(type)
        .Select(static listed => listed.Type)
        .Where(derived => !SymbolEqualityComparer.Default.Equals(derived, type))
        .ToImmutableArray();

    /// <summary>
    /// Why objects of one of them would not be made again as what they were, or the first call would fail; null where all is well.
    /// </summary>
    /// <param name="type">The type that names them.</param>
    /// <param name="within">The assembly that the generated code stands in.</param>
    public static string? ReasonAgainst(INamedTypeSymbol type, IAssemblySymbol within)
    {
        (ITypeSymbol Type, object? Discriminator)[] listed = [.. Listed(type)];
        AttributeData? settings = type.FindAttribute(Serialization + "JsonPolymorphicAttribute");
        if (listed.Length == 0)
            return settings is null ? null : "marked [JsonPolymorphic], and has no [JsonDerivedType]; add one, or remove the mark";
        if (CrossingConverter.IsNamedBy(type))
            return "marked [JsonConverter] and [JsonDerivedType], of which only one can write it; remove the other";

        string kind = settings?.NamedArgument<string?>("TypeDiscriminatorPropertyName", null) ?? "$type";
        HashSet<object> discriminators = [];
        HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
        foreach ((ITypeSymbol derived, object? discriminator) in listed)
        {
            string name = CrossingTypes.NameOf(derived);
            bool isItself = SymbolEqualityComparer.Default.Equals(derived, type);
            if (derived.IsAbstract || derived is not INamedTypeSymbol { IsUnboundGenericType: false } known || !IsBaseOf(type, derived))
                return $"marked [JsonDerivedType] for '{name}', no class derived from it that can be made; name one that is";
            if (discriminator is null && !isItself)
                return $"marked [JsonDerivedType] for '{name}' without a discriminator, which the worker needs; add one";
            if (!seen.Add(derived) || (discriminator is not null && !discriminators.Add(discriminator)))
                return $"marked [JsonDerivedType] twice for '{name}' or for its discriminator; let each class have one of its own";
            if (!isItself && CrossingConverter.IsNamedBy(derived))
                return $"a base of '{name}', whose converter writes no discriminator; remove its [JsonConverter]";
            if (Writes(known, kind, within))
                return $"told apart by '{kind}', which is a member of '{name}', too; choose another TypeDiscriminatorPropertyName";
        }

        return null;
    }

    private static IEnumerable<(ITypeSymbol Type, object? Discriminator)> Listed(ITypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            // What is misspelt is the compiler's to report.
            if (attribute.AttributeClass.HasFullName(Serialization + "JsonDerivedTypeAttribute")
                && attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol { TypeKind: not TypeKind.Error } derived }, ..] arguments)
            {
                yield return (derived, arguments.Length > 1 ? arguments[1].Value : null);
            }
        }
    }

    private static bool IsBaseOf(INamedTypeSymbol type, ITypeSymbol derived)
    {
        for (ITypeSymbol? current = derived; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, type))
                return true;
        }

        return derived.AllInterfaces.Contains(type, SymbolEqualityComparer.Default);
    }

    // What is only computed, private or static is not written, and no one's concern.
    private static bool Writes(INamedTypeSymbol type, string name, IAssemblySymbol within) =>
        CrossingObject.Of(type, within, out _) is { } crossing && crossing.Members.Any(member => member.Symbol.Name == name);
}
