using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// The names of members of a referenced assembly that say, by annotation or in its summary, that they give something to be
/// released or release something. Read once for each assembly, and only if it carries annotations at all.
/// </summary>
internal static class StatedNames
{
    private static readonly ConditionalWeakTable<MetadataId, HashSet<string>> s_known = new();
    private static readonly HashSet<string> s_none = new();
    private static readonly string[] s_annotating = { "ResourceHygiene.Abstractions", "ResourceHygiene", "JetBrains.Annotations" };

    /// <summary>The names in an assembly in metadata; none for a project in source, which has outlines.</summary>
    public static HashSet<string> In(IAssemblySymbol assembly)
    {
        if (assembly.GetMetadata()?.Id is not { } id)
            return s_none;
        return s_known.TryGetValue(id, out HashSet<string>? known) ? known : s_known.GetValue(id, _ => Read(assembly));
    }

    private static HashSet<string> Read(IAssemblySymbol assembly)
    {
        var names = new HashSet<string>(AssemblySummary.Of(assembly).NamesOfGiversAndReleasers(), StringComparer.Ordinal);
        if (!IsAnnotated(assembly))
            return names;
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            INamespaceOrTypeSymbol current = pending.Pop();
            if (current is INamedTypeSymbol type && OwnershipAttributes.ReleaseMethod(type) is { } release)
                names.Add(release);
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is INamespaceOrTypeSymbol child)
                    pending.Push(child);
                else if (member is IMethodSymbol method && States(method))
                    names.Add(ContractBinding.NameOf(method));
            }
        }

        return names;
    }

    private static bool IsAnnotated(IAssemblySymbol assembly) =>
        assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => Array.IndexOf(s_annotating, reference.Name) >= 0))
        || FileOutline.Annotations.Any(assembly.TypeNames.Contains);

    private static bool States(IMethodSymbol method)
    {
        return OwnershipAttributes.Releases(method.GetAttributes()) || OwnershipAttributes.HandlesDisposal(method.GetAttributes())
            || OwnershipAttributes.MustDispose(method.GetAttributes()) == true
            || OwnershipAttributes.IsOwned(method.GetReturnTypeAttributes()) || OwnershipAttributes.MustDispose(method.GetReturnTypeAttributes()) == true
            || method.Parameters.Any(static parameter => OwnershipAttributes.Releases(parameter.GetAttributes())
                || OwnershipAttributes.IsOwned(parameter.GetAttributes()) || OwnershipAttributes.MustDispose(parameter.GetAttributes()) == true);
    }
}
