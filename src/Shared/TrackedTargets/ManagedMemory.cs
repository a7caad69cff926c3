using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Types whose values are nothing but memory of the garbage collector: to own one is to account for its size.</summary>
internal static class ManagedMemory
{
    /// <summary>Whether the type is an array or a list of numbers or of structs that hold no references.</summary>
    public static bool Is(ITypeSymbol type) => ElementOf(type) is { IsUnmanagedType: true, TypeKind: not (TypeKind.Pointer or TypeKind.FunctionPointer) };

    /// <summary>What an array or list consists of; null for any other type.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol named when named.HasFullName("System.Collections.Generic.List`1") => named.TypeArguments[0],
        _ => null,
    };
}
