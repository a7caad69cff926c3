using Microsoft.CodeAnalysis;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>Whether a value that was got from a resource can outlive it.</summary>
internal static class ResultTypes
{
    /// <summary>Numbers, texts and collections of them: nothing in them looks into a resource.</summary>
    public static bool IsPlain(ITypeSymbol? type) => type switch
    {
        null => false,
        { SpecialType: not (SpecialType.None or SpecialType.System_Object or SpecialType.System_IDisposable or SpecialType.System_IntPtr or SpecialType.System_UIntPtr) } =>
            type.SpecialType is < SpecialType.System_Collections_IEnumerable or > SpecialType.System_Collections_Generic_IEnumerator_T,
        { TypeKind: TypeKind.Enum } => true,
        IArrayTypeSymbol array => IsPlain(array.ElementType),
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, TypeArguments.Length: > 0, ContainingNamespace: { } space } generic =>
            (generic.ConstructedFrom.SpecialType == SpecialType.System_Nullable_T || space.ToDisplayString() == "System.Collections.Generic") && generic.TypeArguments.All(IsPlain),
        { Name: "Guid" or "TimeSpan" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "Uri" or "Version", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => true,
        _ => false,
    };

    /// <summary>Whether what a method of a resource yields still needs the resource: it is read later, or is the resource itself.</summary>
    public static bool LooksInto(ITypeSymbol? result, ITypeSymbol? resource)
    {
        if (result is null)
            return true;
        if (result.SpecialType == SpecialType.System_Void || IsPlain(result))
            return false;
        return result.IsRefLikeType
            || result.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer
            || result.SpecialType is >= SpecialType.System_Collections_IEnumerable and <= SpecialType.System_Collections_Generic_IEnumerator_T
            || result.Name is "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable"
            || result.Name is "Memory" or "ReadOnlyMemory" or "ReadOnlySequence" or "IEnumerable" or "IEnumerator" or "IQueryable" or "IAsyncEnumerable" or "IAsyncEnumerator"
            || (resource is not null && (SymbolEqualityComparer.Default.Equals(result, resource) || resource.AllInterfaces.Contains(result, SymbolEqualityComparer.Default) || InheritsFrom(resource, result)));
    }

    private static bool InheritsFrom(ITypeSymbol type, ITypeSymbol wanted)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, wanted))
                return true;
        }

        return false;
    }
}
