using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>C# 14 extension blocks, as far as a Roslyn that does not know them can tell.</summary>
internal static class ExtensionBlocks
{
    // TypeKind.Extension of newer Roslyn versions.
    private const int ExtensionTypeKind = 14;

    /// <summary>True for a member whose receiver is not an instance of its containing type but a parameter of its block.</summary>
    public static bool IsInExtensionBlock(this ISymbol member) => (int)(member.ContainingType?.TypeKind ?? TypeKind.Unknown) == ExtensionTypeKind;
}
