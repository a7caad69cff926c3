using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Generators;

/// <summary>How symbols are spelled in generated code.</summary>
internal static class SymbolText
{
    private static readonly SymbolDisplayFormat s_qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_namespace = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>A type from <c>global::</c> on, so that no name in the user's code can take its place.</summary>
    public static string Qualified(ITypeSymbol type) => type.ToDisplayString(s_qualified);

    /// <summary>A namespace, or the empty string for the global one.</summary>
    public static string Namespace(INamespaceSymbol space) => space.IsGlobalNamespace ? "" : space.ToDisplayString(s_namespace);

    /// <summary>A name as an identifier: with <c>@</c> when it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A string literal, with quotes.</summary>
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>The first line of a further part of a type: no modifiers, no constraints, no attributes; parts are merged.</summary>
    public static string PartialHeader(INamedTypeSymbol type) => $"partial {Keyword(type)} {WithTypeParameters(type)}";

    /// <summary>The type's name with its type parameters.</summary>
    public static string WithTypeParameters(INamedTypeSymbol type) => type.TypeParameters.IsEmpty
        ? Identifier(type.Name)
        : $"{Identifier(type.Name)}<{string.Join(", ", type.TypeParameters.Select(static p => Identifier(p.Name)))}>";

    /// <summary>Namespace, containing types and arity, as in metadata.</summary>
    public static string FullMetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container)
            return FullMetadataName(container) + "+" + type.MetadataName;

        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        return space.Length == 0 ? type.MetadataName : space + "." + type.MetadataName;
    }

    /// <summary>
    /// Whether no other type of the compilation has the same full name. While somebody turns a class in several files into a record,
    /// or a struct, both are there for a moment; the compiler says so, and two files of one name would be refused.
    /// </summary>
    public static bool HasNameForItself(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            INamespaceOrTypeSymbol container = (INamespaceOrTypeSymbol?)current.ContainingType ?? current.ContainingNamespace;
            if (container.GetTypeMembers(current.Name, current.Arity).Length > 1)
                return false;
        }

        return true;
    }

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Interface, _) => "interface",
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (_, true) => "record",
        _ => "class",
    };
}
