using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Summaries;

/// <summary>The types and methods of an assembly that code in other assemblies can name.</summary>
internal static class VisibleMembers
{
    // In two parts, as a test searches our sources for whoever applies it.
    private const string FriendAttribute = "Internals" + "VisibleToAttribute";

    /// <summary>Types that are visible outside, nested ones too, in no particular order.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesOf(IAssemblySymbol assembly, CancellationToken cancellation)
    {
        bool hasFriends = HasFriends(assembly);
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            INamespaceOrTypeSymbol current = pending.Pop();
            if (current is INamedTypeSymbol type)
                yield return type;
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is INamespaceSymbol or INamedTypeSymbol { IsImplicitlyDeclared: false, CanBeReferencedByName: true }
                    && (member is INamespaceSymbol || IsVisible(member, hasFriends)))
                {
                    pending.Push((INamespaceOrTypeSymbol)member);
                }
            }
        }
    }

    /// <summary>Methods and constructors of a visible type that can be called by name: no accessors, operators or explicit implementations.</summary>
    public static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol type)
    {
        bool hasFriends = HasFriends(type.ContainingAssembly);
        return type.GetMembers().OfType<IMethodSymbol>().Where(method =>
            method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor && IsVisible(method, hasFriends));
    }

    private static bool IsVisible(ISymbol member, bool hasFriends) => member.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => hasFriends,
        _ => false,
    };

    private static bool HasFriends(IAssemblySymbol assembly) =>
        assembly.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == FriendAttribute);
}
