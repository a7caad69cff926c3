using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared;

/// <summary>Questions about symbols that generator and analyzers must answer alike.</summary>
internal static class SymbolExtensions
{
    /// <summary>The tool name in the <c>[GeneratedCode]</c> of everything that our generator emits.</summary>
    public const string GeneratorName = "ResourceHygiene.Generators";

    private const string ObsoleteAttribute = "System.ObsoleteAttribute";

    /// <summary>Compares with a full metadata name without building a string; nested types never match.</summary>
    public static bool HasFullName(this ITypeSymbol? type, string fullName)
    {
        if (type is null || type.ContainingType is not null)
            return false;

        int end = fullName.Length;
        if (!TakeSuffix(fullName, ref end, type.MetadataName))
            return false;

        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (end == 0 || fullName[--end] != '.' || !TakeSuffix(fullName, ref end, space.Name))
                return false;
        }

        return end == 0;
    }

    /// <summary>The first application of an attribute, or null. An attribute class that did not bind does not count.</summary>
    public static AttributeData? FindAttribute(this ISymbol symbol, string fullName)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.HasFullName(fullName))
                return attribute;
        }

        return null;
    }

    /// <summary>A named argument's value if it was written and is a constant of the expected type.</summary>
    public static T NamedArgument<T>(this AttributeData attribute, string name, T fallback)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array && argument.Value.Value is T value)
                return value;
        }

        return fallback;
    }

    /// <summary>
    /// Whether our generator wrote the member. Analyzers see the generated members, the generator does not; ignoring them
    /// is what lets both come to the same verdict.
    /// </summary>
    public static bool IsGeneratedByUs(this ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "GeneratedCodeAttribute" }
                && attribute.ConstructorArguments is [{ Value: GeneratorName }, ..])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether whoever names the symbol gets an error: it, or a type around it, is obsolete in that way.</summary>
    public static bool IsObsoleteWithError(this ISymbol symbol) =>
        symbol.FindAttribute(ObsoleteAttribute) is { ConstructorArguments: [_, { Value: true }, ..] }
        || (symbol.ContainingType is { } container && container.IsObsoleteWithError());

    /// <summary>Whether code in the symbol may name what is obsolete: it, or a type around it, is obsolete itself.</summary>
    public static bool IsObsolete(this ISymbol symbol) =>
        symbol.FindAttribute(ObsoleteAttribute) is not null || (symbol.ContainingType is { } container && container.IsObsolete());

    private static bool TakeSuffix(string text, ref int end, string suffix)
    {
        int start = end - suffix.Length;
        if (start < 0 || string.CompareOrdinal(text, start, suffix, 0, suffix.Length) != 0)
            return false;

        end = start;
        return true;
    }
}
