using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Configuration;

/// <summary>
/// What <c>.editorconfig</c> says about types, exceptions and budgets; docs/configuration.md lists the keys. Immutable. Keys
/// reach the compiler in lower case, so type names in them are compared without regard to case.
/// </summary>
internal sealed class HygieneSettings
{
    /// <summary>How many steps a path analysis takes for one resource before it gives up, unless configured.</summary>
    public const int DefaultPathBudget = 2000;

    public static readonly HygieneSettings Default = new();

    /// <summary>Tiers by type name.</summary>
    public ImmutableDictionary<string, ResourceTier> Tiers { get; init; } = ImmutableDictionary<string, ResourceTier>.Empty;

    /// <summary>Names of releasing methods by type name.</summary>
    public ImmutableDictionary<string, string> ReleaseMethods { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Names of types whose values carry no obligation.</summary>
    public ImmutableHashSet<string> IgnoredTypes { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Namespaces, types and methods that never throw (false) or always may (true).</summary>
    public ImmutableDictionary<string, bool> Exceptions { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Steps that a path analysis takes for one resource before it gives up.</summary>
    public int PathBudget { get; init; } = DefaultPathBudget;

    /// <summary>What was configured, in one text: settings of equal texts are the same settings.</summary>
    public string Text { get; init; } = "";

    public ResourceTier? TierOf(INamedTypeSymbol type) => Tiers.IsEmpty ? null : Find(Tiers, type, out ResourceTier tier) ? tier : null;

    public string? ReleaseMethodOf(ITypeSymbol type) =>
        !ReleaseMethods.IsEmpty && type is INamedTypeSymbol named && Find(ReleaseMethods, named, out string? method) ? method : null;

    public bool Ignores(ITypeSymbol type) =>
        !IgnoredTypes.IsEmpty && type is INamedTypeSymbol named && (IgnoredTypes.Contains(named.Name) || IgnoredTypes.Contains(FullNameOf(named)));

    /// <summary>What is configured about a method: whether it throws; null where nothing is. The longest name that fits wins.</summary>
    public bool? MayThrow(IMethodSymbol method)
    {
        if (Exceptions.IsEmpty || method.ContainingType is not { } type)
            return null;
        string name = FullNameOf(type.OriginalDefinition) + "." + (method.MethodKind == MethodKind.Constructor ? type.Name : method.AssociatedSymbol?.MetadataName ?? method.Name);
        while (true)
        {
            if (Exceptions.TryGetValue(name, out bool mayThrow))
                return mayThrow;
            int dot = name.LastIndexOf('.');
            if (dot < 0)
                return null;
            name = name.Substring(0, dot);
        }
    }

    // The full name says more than the simple one.
    private static bool Find<T>(ImmutableDictionary<string, T> values, INamedTypeSymbol type, out T? value) =>
        values.TryGetValue(FullNameOf(type), out value) || values.TryGetValue(type.Name, out value);

    private static string FullNameOf(INamedTypeSymbol type)
    {
        string name = type.Name;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = outer.Name + "." + name;
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + name : name;
    }
}
