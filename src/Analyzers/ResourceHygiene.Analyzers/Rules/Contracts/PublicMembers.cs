using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>What other assemblies can name without being friends.</summary>
internal static class PublicMembers
{
    public static bool IsPublic(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not (null or INamespaceSymbol); current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}
