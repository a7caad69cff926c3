using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>
/// Methods of a file whose attributes are called like those that register a method, by name: found in the text alone and remembered
/// with the file, so that after an edit only the edited file is read again. An attribute under another name, through an alias, is not seen.
/// </summary>
internal sealed class MarkedMethods
{
    private static readonly ConditionalWeakTable<SyntaxTree, MarkedMethods> s_known = new();

    private readonly ImmutableArray<(string Type, string Method)> _names;

    private MarkedMethods(ImmutableArray<(string Type, string Method)> names) => _names = names;

    /// <summary>All such methods of a compilation, each once.</summary>
    public static IEnumerable<IMethodSymbol> Of(Compilation compilation) => compilation.SyntaxTrees
        .SelectMany(static tree => s_known.GetValue(tree, Read)._names)
        .Distinct()
        .SelectMany(name => compilation.Assembly.GetTypeByMetadataName(name.Type)?.GetMembers(name.Method) ?? ImmutableArray<ISymbol>.Empty)
        .OfType<IMethodSymbol>();

    private static MarkedMethods Read(SyntaxTree tree) => new(tree.GetRoot()
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .OfType<MethodDeclarationSyntax>()
        .Where(static method => method.AttributeLists.Any(static list => list.Attributes.Any(static attribute => Registers(attribute.Name))))
        .Select(static method => (MetadataName(method.Parent), method.Identifier.ValueText))
        .ToImmutableArray());

    private static bool Registers(NameSyntax attribute)
    {
        string name = attribute switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return name is "ReleaseHandler" or "ReleaseHandlerAttribute" or "Cleaner" or "CleanerAttribute" or "Trim" or "TrimAttribute"
            or "Offload" or "OffloadAttribute" or "Persist" or "PersistAttribute";
    }

    private static string MetadataName(SyntaxNode? container)
    {
        string name = "";
        for (; container is not null; container = container.Parent)
        {
            if (container is TypeDeclarationSyntax type)
            {
                string own = type.TypeParameterList is { Parameters.Count: var arity } ? $"{type.Identifier.ValueText}`{arity}" : type.Identifier.ValueText;
                name = name.Length == 0 ? own : $"{own}+{name}";
            }
            else if (container is BaseNamespaceDeclarationSyntax space)
            {
                name = $"{string.Concat(space.Name.DescendantTokens().Select(static token => token.ValueText))}.{name}";
            }
        }

        return name;
    }
}
