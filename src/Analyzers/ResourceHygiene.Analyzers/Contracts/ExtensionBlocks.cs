using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>C# 14 extension blocks, as far as a Roslyn that does not know them can tell.</summary>
internal static class ExtensionBlocks
{
    // TypeKind.Extension of newer Roslyn versions.
    private const int ExtensionTypeKind = 14;

    /// <summary>True for a member whose receiver is not an instance of its containing type but a parameter of its block.</summary>
    public static bool IsInExtensionBlock(this ISymbol member) => member.ContainingType is { } type && type.IsExtensionBlock();

    /// <summary>True for the type that such a block is to the compiler.</summary>
    public static bool IsExtensionBlock(this INamedTypeSymbol type) => (int)type.TypeKind == ExtensionTypeKind;
}
