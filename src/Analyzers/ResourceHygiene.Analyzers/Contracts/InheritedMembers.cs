using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>The members whose contract a member takes over: those that it overrides, hides or implements.</summary>
internal static class InheritedMembers
{
    /// <summary>The nearest first, as definitions, without the member itself.</summary>
    public static IEnumerable<ISymbol> Of(ISymbol member) => member is IMethodSymbol or IPropertySymbol && member.IsInherited()
        ? SelfAndBases(member.ContainingType).Skip(1).SelectMany(type => type.GetMembers(member.SimpleName())).Where(inherited => IsSameSlot(member, inherited))
        : Enumerable.Empty<ISymbol>();

    /// <inheritdoc cref="Of(ISymbol)"/>
    public static IEnumerable<IMethodSymbol> Of(IMethodSymbol method) => Of((ISymbol)method).OfType<IMethodSymbol>();

    /// <summary>The type and everything that it is, as definitions, classes first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current.OriginalDefinition;
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
            yield return implemented.OriginalDefinition;
    }

    /// <summary>Constructors and static members are nobody's heirs.</summary>
    public static bool IsInherited(this ISymbol member) =>
        !member.IsStatic && member is { ContainingType: not null } and not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.LocalFunction or MethodKind.AnonymousFunction };

    /// <summary>The name without the interface that an explicit implementation puts before it.</summary>
    public static string SimpleName(this ISymbol member) => member.Name.Substring(member.Name.LastIndexOf('.') + 1);

    // By shape rather than by slot, as hiding members have a slot of their own. Type parameters of the base are compared
    // by being such: T of IFactory<T> against the type that stands for it.
    private static bool IsSameSlot(ISymbol member, ISymbol inherited) => (member, inherited) switch
    {
        ({ }, { IsStatic: true }) => false,
        (IMethodSymbol mine, IMethodSymbol other) => mine.Arity == other.Arity && AreSame(mine.Parameters, other.Parameters),
        (IPropertySymbol mine, IPropertySymbol other) => AreSame(mine.Parameters, other.Parameters),
        _ => false,
    };

    private static bool AreSame(IReadOnlyList<IParameterSymbol> mine, IReadOnlyList<IParameterSymbol> other)
    {
        if (mine.Count != other.Count)
            return false;
        for (int i = 0; i < mine.Count; i++)
        {
            if (mine[i].RefKind != other[i].RefKind || !IsSame(mine[i].Type, other[i].Type))
                return false;
        }

        return true;
    }

    private static bool IsSame(ITypeSymbol mine, ITypeSymbol other) =>
        other.TypeKind == TypeKind.TypeParameter || SymbolEqualityComparer.Default.Equals(mine.OriginalDefinition, other.OriginalDefinition);
}
