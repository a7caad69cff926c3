using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Reads ownership annotations from symbols, in source and in metadata.</summary>
internal static class OwnershipAttributes
{
    public static bool IsOwned(ImmutableArray<AttributeData> attributes) => Find(attributes, WellKnownNames.OwnedAttribute) is not null;

    public static bool IsBorrowed(ImmutableArray<AttributeData> attributes) => Find(attributes, WellKnownNames.BorrowedAttribute) is not null;

    public static bool Takes(ImmutableArray<AttributeData> attributes) => Find(attributes, WellKnownNames.TakesOwnershipAttribute) is not null;

    public static bool Releases(ImmutableArray<AttributeData> attributes) => Find(attributes, WellKnownNames.ReleasesAttribute) is not null;

    /// <summary>The family that <c>[Owned]</c> or <c>[Releases]</c> names, or null.</summary>
    public static string? FamilyOf(ImmutableArray<AttributeData> attributes) =>
        attributes.IsEmpty ? null
        : (Find(attributes, WellKnownNames.OwnedAttribute) ?? Find(attributes, WellKnownNames.ReleasesAttribute))?.NamedArguments
            .FirstOrDefault(static argument => argument.Key == "Family").Value.Value is string { Length: > 0 } family ? family : null;

    /// <summary>The release method that <c>[MustRelease]</c> names, or null.</summary>
    public static string? ReleaseMethod(ITypeSymbol type) => FirstString(Find(type.GetAttributes(), WellKnownNames.MustReleaseAttribute));

    /// <summary>The parameter (or <c>this</c>) that <c>[AliasOf]</c> names on a method or its result, or null.</summary>
    public static string? AliasedParameter(IMethodSymbol method) =>
        FirstString(Find(method.GetAttributes(), WellKnownNames.AliasOfAttribute) ?? Find(method.GetReturnTypeAttributes(), WellKnownNames.AliasOfAttribute));

    /// <summary>What <c>[MustDisposeResource]</c> says: true, false (<c>[MustDisposeResource(false)]</c>), or null when it is absent.</summary>
    public static bool? MustDispose(ImmutableArray<AttributeData> attributes)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass?.Name == JetBrainsAttributeNames.MustDisposeResource)
                return attribute.ConstructorArguments.FirstOrDefault().Value is not false;
        }

        return null;
    }

    /// <summary>What <c>[MustDisposeResource]</c> on a type says to its constructors, and to those of derived types that say nothing else.</summary>
    public static bool? MustDispose(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (MustDispose(current.GetAttributes()) is { } said)
                return said;
        }

        return null;
    }

    public static bool HandlesDisposal(ImmutableArray<AttributeData> attributes) =>
        attributes.Any(static attribute => attribute.AttributeClass?.Name == JetBrainsAttributeNames.HandlesResourceDisposal);

    private static AttributeData? Find(ImmutableArray<AttributeData> attributes, string fullName)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass.HasFullName(fullName))
                return attribute;
        }

        return null;
    }

    private static string? FirstString(AttributeData? attribute) =>
        attribute?.ConstructorArguments.FirstOrDefault().Value is string { Length: > 0 } text ? text : null;
}
