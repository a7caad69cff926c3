using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Benchmarks.Inputs;

/// <summary>What somebody types: one more statement in one method.</summary>
internal static class BodyEdits
{
    private const string Statement = " global::System.GC.KeepAlive(null); ";

    /// <summary>Up to <paramref name="count"/> files with a method to edit, spread over the compilation.</summary>
    public static IReadOnlyList<SyntaxTree> Pick(Compilation compilation, int count)
    {
        SyntaxTree[] editable = [.. compilation.SyntaxTrees.Where(static tree => FindBody(tree) is not null)];
        if (editable is [])
            throw new InvalidOperationException("There is no method to edit.");
        return [.. Enumerable.Range(0, Math.Min(count, editable.Length)).Select(i => editable[(int)((long)i * editable.Length / count)])];
    }

    /// <summary>The same file with one body changed.</summary>
    public static SyntaxTree Apply(SyntaxTree tree)
    {
        SourceText text = tree.GetText();
        return tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(FindBody(tree)!.OpenBraceToken.Span.End, 0), Statement)));
    }

    // The last method, so that what stands before it can be reused.
    private static BlockSyntax? FindBody(SyntaxTree tree) => tree.GetRoot().DescendantNodes()
        .OfType<MethodDeclarationSyntax>()
        .Where(static method => method.Modifiers.All(static modifier => !modifier.IsKind(SyntaxKind.UnsafeKeyword)))
        .LastOrDefault(static method => method.Body is { Statements.Count: > 0 })?.Body;
}
