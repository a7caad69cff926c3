using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Repository.Tests.Architecture;

/// <summary>Finds where code in one folder of a project uses a type that another folder declares.</summary>
internal static class FolderDependencies
{
    /// <param name="From">The folder of the code.</param>
    /// <param name="To">The folder of what it uses.</param>
    /// <param name="Where">The place, for people.</param>
    public readonly record struct Use(string From, string To, string Where);

    public static ImmutableArray<Use> Find(CSharpCompilation compilation, string projectDirectory)
    {
        var uses = ImmutableArray.CreateBuilder<Use>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (FolderOf(tree, projectDirectory) is not { } from)
                continue;

            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            {
                // Names, and `new()`, which uses a type without naming it. Documentation may name anything.
                if (node is not (SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
                    continue;

                foreach (string to in FoldersOf(model.GetSymbolInfo(node).Symbol, projectDirectory))
                {
                    if (to != from)
                        uses.Add(new Use(from, to, $"{tree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {node}"));
                }
            }
        }

        return uses.ToImmutable();
    }

    /// <summary>The first folder below the project; empty for a file that lies beside the project file; null for one outside.</summary>
    public static string? FolderOf(SyntaxTree tree, string projectDirectory)
    {
        string relative = Path.GetRelativePath(projectDirectory, tree.FilePath).Replace('\\', '/');
        if (!Path.IsPathRooted(tree.FilePath) || relative.StartsWith("../", StringComparison.Ordinal))
            return null;

        int slash = relative.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : relative[..slash];
    }

    private static IEnumerable<string> FoldersOf(ISymbol? symbol, string projectDirectory)
    {
        ISymbol? type = symbol is INamedTypeSymbol ? symbol : symbol?.ContainingType;
        return type is null
            ? []
            : type.OriginalDefinition.DeclaringSyntaxReferences
                .Select(reference => FolderOf(reference.SyntaxTree, projectDirectory))
                .OfType<string>()
                .Distinct();
    }
}
