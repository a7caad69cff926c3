using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// Names of methods in source that may hand out memory, a handle or a rented buffer: by its type that is no resource, so
/// something in the method, or in what that calls, must be known to give it.
/// </summary>
internal static class RawGivers
{
    private static readonly string[] s_rawTypes = { "nint", "nuint", "IntPtr", "UIntPtr", "GCHandle" };

    /// <param name="givers">Methods that have a result, by name.</param>
    /// <param name="aliases">Names that directives give to types.</param>
    /// <param name="isStated">Whether something of this name is known to give what a family of methods releases.</param>
    public static HashSet<string> Among(Dictionary<string, List<SyntaxNode>> givers, HashSet<string> aliases, Func<string, bool> isStated)
    {
        var callers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, List<SyntaxNode>> named in givers)
        {
            foreach (SyntaxNode declaration in named.Value.Where(declaration => TypesGivenBy(declaration).Any(type => LooksRaw(type, aliases))))
            {
                foreach (string mentioned in NamesIn(declaration))
                {
                    if (!callers.TryGetValue(mentioned, out List<string>? names))
                        callers.Add(mentioned, names = new List<string>());
                    names.Add(named.Key);
                }
            }
        }

        // Who hands on what it is given by one that was found is one as well.
        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(callers.Keys.Where(isStated));
        while (pending.Count > 0)
        {
            if (!callers.TryGetValue(pending.Pop(), out List<string>? names))
                continue;
            foreach (string name in names.Where(found.Add))
                pending.Push(name);
        }

        return found;
    }

    private static IEnumerable<TypeSyntax> TypesGivenBy(SyntaxNode declaration)
    {
        (TypeSyntax? result, ParameterListSyntax? parameters) = declaration switch
        {
            MethodDeclarationSyntax method => (method.ReturnType, method.ParameterList),
            LocalFunctionStatementSyntax function => (function.ReturnType, function.ParameterList),
            _ => default((TypeSyntax?, ParameterListSyntax?)),
        };
        IEnumerable<TypeSyntax?> given = parameters?.Parameters.Where(static parameter => parameter.Modifiers.Any(SyntaxKind.OutKeyword)).Select(static parameter => parameter.Type)
            ?? Enumerable.Empty<TypeSyntax?>();
        return given.Prepend(result).OfType<TypeSyntax>();
    }

    private static bool LooksRaw(TypeSyntax type, HashSet<string> aliases) => type.DescendantNodesAndSelf().Any(node =>
        node is PointerTypeSyntax or ArrayTypeSyntax
        || (node is IdentifierNameSyntax name && (Array.IndexOf(s_rawTypes, name.Identifier.ValueText) >= 0 || aliases.Contains(name.Identifier.ValueText))));

    private static HashSet<string> NamesIn(SyntaxNode declaration) => new(
        declaration.DescendantNodes().OfType<SimpleNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);
}
