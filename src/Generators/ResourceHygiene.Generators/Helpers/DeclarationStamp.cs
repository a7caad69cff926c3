using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Generators;

/// <summary>
/// A number that stays the same from one compilation to the next while everything that can be declared stays the same:
/// all text outside of bodies, the names of files, all references, the options. Typing in a method does not change it. What depends on
/// declarations only need not be worked out again then.
/// </summary>
/// <remarks>
/// Keeps nothing alive: everything is kept beside the compiler's own objects and goes with them. A file is read once. Safe for any thread.
/// </remarks>
internal static class DeclarationStamp
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private static readonly ConditionalWeakTable<Compilation, StrongBox<ulong>> s_compilations = new();
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ulong>> s_trees = new();
    private static readonly ConditionalWeakTable<object, StrongBox<ulong>> s_identities = new();
    private static long s_lastIdentity;

    public static ulong Of(Compilation compilation, CancellationToken cancellationToken)
    {
        if (s_compilations.TryGetValue(compilation, out StrongBox<ulong> known))
            return known.Value;

        ulong stamp = Add(FnvOffset, IdentityOf(compilation.Options));
        foreach (MetadataReference reference in compilation.References)
            stamp = Add(stamp, IdentityOf(reference));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
            stamp = Add(stamp, OfTree(tree, cancellationToken));

        return s_compilations.GetValue(compilation, _ => new(stamp)).Value;
    }

    // References and options are compared as objects: hosts keep them from edit to edit, and a number stands for one
    // without holding it, which a project reference's whole compilation would hang on.
    private static ulong IdentityOf(object item) =>
        s_identities.GetValue(item, static _ => new((ulong)Interlocked.Increment(ref s_lastIdentity))).Value;

    private static ulong OfTree(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (s_trees.TryGetValue(tree, out StrongBox<ulong> known))
            return known.Value;

        SourceText text = tree.GetText(cancellationToken);
        // Members of a type in several files are released in the files' order.
        ulong stamp = AddText(FnvOffset, SourceText.From(tree.FilePath), 0, tree.FilePath.Length);
        int position = 0;
        foreach (SyntaxNode body in BodiesIn(tree.GetRoot(cancellationToken)))
        {
            stamp = AddText(stamp, text, position, body.SpanStart);
            // Whether there is one at all decides what is declared.
            stamp = Add(stamp, (ulong)body.RawKind);
            // And whether an accessor speaks of "field" decides whether its property has one.
            if (IsOfProperty(body))
                stamp = Add(stamp, SpeaksOfField(body) ? 1u : 0u);
            position = body.Span.End;
        }

        stamp = AddText(stamp, text, position, text.Length);
        return s_trees.GetValue(tree, _ => new(stamp)).Value;
    }

    /// <summary>In the order of the text, none in another.</summary>
    private static IEnumerable<SyntaxNode> BodiesIn(SyntaxNode root) => root
        .DescendantNodes(static node => node
            is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax
            or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or AccessorListSyntax or AccessorDeclarationSyntax)
        // A directive in a body may concern what comes after it: #nullable does.
        .Where(static node => node is (BlockSyntax or ArrowExpressionClauseSyntax) and { ContainsDirectives: false });

    private static bool IsOfProperty(SyntaxNode body) => body.Parent is AccessorDeclarationSyntax or PropertyDeclarationSyntax;

    // By its text: older compilers have no kind for it.
    private static bool SpeaksOfField(SyntaxNode body) => body.DescendantTokens().Any(static token => token.ValueText == "field");

    private static ulong AddText(ulong stamp, SourceText text, int start, int end)
    {
        char[] buffer = new char[Math.Min(4096, end - start)];
        while (start < end)
        {
            int count = Math.Min(buffer.Length, end - start);
            text.CopyTo(start, buffer, 0, count);
            for (int i = 0; i < count; i++)
                stamp = unchecked((stamp ^ buffer[i]) * FnvPrime);
            start += count;
        }

        return stamp;
    }

    private static ulong Add(ulong stamp, ulong value) => unchecked((((stamp ^ (value >> 32)) * FnvPrime) ^ (value & uint.MaxValue)) * FnvPrime);
}
