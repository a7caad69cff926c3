using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Tells numbers, texts, and objects made of nothing else from what may hold resources, addresses or code.</summary>
internal static class Data
{
    /// <summary>True for numbers, texts, and objects that hold nothing else, however deep; a row of them is not one, as it may be shared.</summary>
    public static bool IsData(ITypeSymbol? type, Contracts.ResourceTypes types) => IsData(type, types, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    /// <summary>True for what <see cref="IsData(ITypeSymbol?, Contracts.ResourceTypes)"/> tells, and for arrays and collections of it.</summary>
    public static bool IsDataOrRows(ITypeSymbol? type, Contracts.ResourceTypes types) => IsDataOrRows(type, types, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    private static bool IsDataOrRows(ITypeSymbol? type, Contracts.ResourceTypes types, HashSet<ITypeSymbol> seen) => type switch
    {
        IArrayTypeSymbol rows => IsDataOrRows(rows.ElementType, types, seen),
        INamedTypeSymbol { TypeKind: TypeKind.Class, IsGenericType: true } collection when IsCollection(collection) => collection.TypeArguments.All(element => IsDataOrRows(element, types, seen)),
        _ => IsData(type, types, seen),
    };

    private static bool IsData(ITypeSymbol? type, Contracts.ResourceTypes types, HashSet<ITypeSymbol> seen) => type switch
    {
        null => false,
        { SpecialType: (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime } or { TypeKind: TypeKind.Enum } => true,
        INamedTypeSymbol { SpecialType: SpecialType.None or SpecialType.System_Nullable_T } named when IsSeen(named) =>
            !seen.Add(named) || (types.TraitsOf(named) is null && !RawTypes.IsRaw(named) && !RawTypes.IsAddress(named) && !RawTypes.IsView(named) && HoldsData(named, types, seen)),
        _ => false,
    };

    // The fields of a struct are known wherever it comes from, those of a class only in source.
    private static bool IsSeen(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Struct, IsRefLikeType: false } or { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false };

    private static bool HoldsData(INamedTypeSymbol type, Contracts.ResourceTypes types, HashSet<ITypeSymbol> seen)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; current = current.BaseType)
        {
            if (!IsSeen(current) || current.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && !IsDataOrRows(field.Type, types, seen)))
                return false;
        }

        return true;
    }

    private static bool IsCollection(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.IsEmpty && type.ContainingNamespace is { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };
}
