using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Generators;

/// <summary>What one version of a file declares, and by which names it refers to what others declare. Bodies are left out.</summary>
/// <remarks>Read once, kept beside the tree, and gone with it. Safe for any thread.</remarks>
internal sealed class FileDeclarations
{
    private const string AttributeSuffix = "Attribute";

    private static readonly ConditionalWeakTable<SyntaxTree, FileDeclarations> s_files = new();

    private readonly SyntaxTree _tree;
    private string[]? _mentions;

    private FileDeclarations(SyntaxTree tree, CancellationToken cancellationToken)
    {
        _tree = tree;
        SourceText text = tree.GetText(cancellationToken);
        var types = ImmutableArray.CreateBuilder<string>();
        var namespaces = ImmutableArray.CreateBuilder<string>();

        // Members of a type in several files are released in the files' order.
        var stamp = new StampBuilder();
        stamp.AddText(SourceText.From(tree.FilePath), 0, tree.FilePath.Length);
        int position = 0;
        foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes(LeadsToDeclarations))
        {
            AddName(node, types, namespaces);
            if (!IsBody(node))
                continue;

            stamp.AddText(text, position, node.SpanStart);
            // Whether there is one at all decides what is declared.
            stamp.Add((ulong)node.RawKind);
            // And whether an accessor speaks of "field" decides whether its property has one.
            if (IsOfProperty(node))
                stamp.Add(SpeaksOfField(node) ? 1u : 0u);
            position = node.Span.End;
        }

        stamp.AddText(text, position, text.Length);
        Stamp = stamp.Value;
        Types = types.ToImmutable();
        Namespaces = namespaces.ToImmutable();
        HasGlobalUsings = ((CompilationUnitSyntax)tree.GetRoot(cancellationToken)).Usings.Any(IsGlobal);
    }

    /// <summary>The same while all that can be declared in the file stays the same.</summary>
    public ulong Stamp { get; }

    /// <summary>Names by which other files may speak of a type that is declared, or named, here.</summary>
    public ImmutableArray<string> Types { get; }

    /// <summary>Full names of namespaces that are opened here.</summary>
    public ImmutableArray<string> Namespaces { get; }

    /// <summary>Whether it says something about how names in all files are understood.</summary>
    public bool HasGlobalUsings { get; }

    /// <summary>Every name that stands in it outside of bodies, once.</summary>
    public string[] Mentions => _mentions ??= _tree.GetRoot()
        .DescendantTokens(static node => !IsBody(node))
        .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
        .Select(static token => token.ValueText)
        .Distinct(StringComparer.Ordinal)
        .ToArray();

    public static FileDeclarations Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_files.TryGetValue(tree, out FileDeclarations? known) ? known : s_files.GetValue(tree, created => new(created, cancellationToken));

    private static bool LeadsToDeclarations(SyntaxNode node) => node
        is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax
        or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or AccessorListSyntax or AccessorDeclarationSyntax;

    // A directive in a body may concern what comes after it: #nullable does.
    private static bool IsBody(SyntaxNode node) =>
        node is (BlockSyntax or ArrowExpressionClauseSyntax) and { ContainsDirectives: false } && node.Parent is { } parent && LeadsToDeclarations(parent);

    private static void AddName(SyntaxNode node, ImmutableArray<string>.Builder types, ImmutableArray<string>.Builder namespaces)
    {
        switch (node)
        {
            case BaseTypeDeclarationSyntax type:
                AddType(type.Identifier.ValueText, types);
                break;
            case DelegateDeclarationSyntax type:
                AddType(type.Identifier.ValueText, types);
                break;
            case UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias } directive when IsGlobal(directive):
                AddType(alias, types);
                break;
            case BaseNamespaceDeclarationSyntax space:
                namespaces.Add(string.Join(".", space.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Select(static around => around.Name.ToString()).Reverse()));
                break;
        }
    }

    private static void AddType(string name, ImmutableArray<string>.Builder types)
    {
        types.Add(name);
        if (name.EndsWith(AttributeSuffix, StringComparison.Ordinal))
            types.Add(name.Substring(0, name.Length - AttributeSuffix.Length));
    }

    private static bool IsGlobal(UsingDirectiveSyntax directive) => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword);

    private static bool IsOfProperty(SyntaxNode body) => body.Parent is AccessorDeclarationSyntax or PropertyDeclarationSyntax;

    // By its text: older compilers have no kind for it.
    private static bool SpeaksOfField(SyntaxNode body) => body.DescendantTokens().Any(static token => token.ValueText == "field");
}
