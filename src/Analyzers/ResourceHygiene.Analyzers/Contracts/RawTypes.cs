using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Types that say nothing about a release and whose values may need one all the same: addresses, native handles, arrays.
/// Whether one must be released is the matter of the call that it came from.
/// </summary>
internal static class RawTypes
{
    private static readonly string[] s_viewTypes = { "Span", "ReadOnlySpan", "Memory", "ReadOnlyMemory", "ArraySegment" };

    /// <summary>True for types by which memory, handles and rented buffers are passed around.</summary>
    public static bool IsRaw(ITypeSymbol? type) => IsAddress(type) || IsBuffer(type) || IsPin(type);

    /// <summary>True for pointers and integers of their size.</summary>
    public static bool IsAddress(ITypeSymbol? type) => type is IPointerTypeSymbol or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr };

    /// <summary>True for values that show what another one holds, and are worth nothing without it.</summary>
    public static bool LooksInto(ITypeSymbol? type) => IsAddress(type) || IsView(type);

    /// <summary>True for spans and their like.</summary>
    public static bool IsView(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } && Array.IndexOf(s_viewTypes, type.Name) >= 0;

    /// <summary>True for classes that wrap a native handle and release it.</summary>
    public static bool IsSafeHandle(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.HasFullName("System.Runtime.InteropServices.SafeHandle"))
                return true;
        }

        return false;
    }

    // An array of objects is a collection; one of values is a buffer.
    private static bool IsBuffer(ITypeSymbol? type) => type is IArrayTypeSymbol { ElementType: { IsValueType: true } or ITypeParameterSymbol };

    private static bool IsPin(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "GCHandle", Arity: 0, ContainingNamespace: { Name: "InteropServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "System" } } };
}
