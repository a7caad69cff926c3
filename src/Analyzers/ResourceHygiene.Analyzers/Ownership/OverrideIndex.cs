using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// The methods of one compilation that a call of a virtual, abstract or interface method may really run, for methods
/// that are handed resources. Built when first asked about one, as most compilations never do.
/// </summary>
internal sealed class OverrideIndex
{
    private readonly Compilation _compilation;
    private readonly Contracts.ResourceTypes _types;
    private ImmutableDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>>? _overrides;

    public OverrideIndex(Compilation compilation, Contracts.ResourceTypes types)
    {
        _compilation = compilation;
        _types = types;
    }

    /// <summary>Definitions in source that override or implement a method, however far down.</summary>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol method, CancellationToken cancellation)
    {
        bool isOverridable = method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed);
        if (!isOverridable || method.ContainingType.IsSealed || !IsHandedResource(method))
            return ImmutableArray<IMethodSymbol>.Empty;

        // Two threads may build it; both come to the same.
        ImmutableDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> overrides = _overrides ??= Build(cancellation);
        return overrides.TryGetValue(method, out ImmutableArray<IMethodSymbol> found) ? found : ImmutableArray<IMethodSymbol>.Empty;
    }

    private ImmutableDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> Build(CancellationToken cancellation)
    {
        var pairs = new List<(IMethodSymbol Base, IMethodSymbol Override)>();
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(_compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            INamespaceOrTypeSymbol current = pending.Pop();
            foreach (INamespaceOrTypeSymbol child in current.GetMembers().OfType<INamespaceOrTypeSymbol>())
                pending.Push(child);
            if (current is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                Collect(type, pairs);
        }

        return pairs
            .GroupBy(static pair => pair.Base, static pair => pair.Override, (IEqualityComparer<IMethodSymbol>)SymbolEqualityComparer.Default)
            .ToImmutableDictionary(static group => group.Key, static group => group.ToImmutableArray(), (IEqualityComparer<IMethodSymbol>)SymbolEqualityComparer.Default);
    }

    private void Collect(INamedTypeSymbol type, List<(IMethodSymbol Base, IMethodSymbol Override)> pairs)
    {
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>().Where(static method => method.IsOverride))
        {
            for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (IsHandedResource(overridden.OriginalDefinition))
                    pairs.Add((overridden.OriginalDefinition, method));
            }
        }

        foreach (IMethodSymbol declared in type.AllInterfaces.SelectMany(static implemented => implemented.GetMembers()).OfType<IMethodSymbol>())
        {
            if (IsHandedResource(declared.OriginalDefinition) && type.FindImplementationForInterfaceMember(declared) is IMethodSymbol { ContainingType.TypeKind: not TypeKind.Interface } implementation)
                pairs.Add((declared.OriginalDefinition, implementation.OriginalDefinition));
        }
    }

    // What is passed as anything else is never taken for borrowed, so nothing has to be known about it.
    private bool IsHandedResource(IMethodSymbol method) =>
        method.Parameters.Any(parameter => parameter.Type is not ITypeParameterSymbol && _types.TraitsOf(parameter.Type) is not null);
}
