using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>
/// Fixes one diagnostic after the other. Their places are marked in the tree, so that each is found again in what the
/// fixes before it left; one whose places are gone, or that is cured by then, is passed over.
/// </summary>
internal sealed class SequentialFixAll(HygieneFix fix) : DocumentBasedFixAllProvider
{
    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        CancellationToken cancellation = fixAllContext.CancellationToken;
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            return document;

        PlaceMarks marks = new(root);
        ImmutableArray<MarkedDiagnostic> order = diagnostics
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic => new MarkedDiagnostic(
                diagnostic,
                marks.Mark(diagnostic.Location),
                diagnostic.AdditionalLocations.Select(marks.Mark).ToImmutableArray()))
            .ToImmutableArray();

        document = document.WithSyntaxRoot(marks.Apply());
        foreach (MarkedDiagnostic marked in order)
        {
            root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            if (root is not null && marked.FindIn(root) is { } diagnostic
                && await fix.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } found)
            {
                document = document.WithSyntaxRoot(found.Root);
            }
        }

        return document;
    }

    private sealed record MarkedDiagnostic(Diagnostic Diagnostic, SyntaxAnnotation Mark, ImmutableArray<SyntaxAnnotation> Additional)
    {
        public Diagnostic? FindIn(SyntaxNode root)
        {
            ImmutableArray<Location> additional = Additional.Select(mark => LocationOf(root, mark)).OfType<Location>().ToImmutableArray();
            return LocationOf(root, Mark) is { } location && additional.Length == Additional.Length
                ? Diagnostic.Create(Diagnostic.Descriptor, location, additional, Diagnostic.Properties)
                : null;
        }

        private static Location? LocationOf(SyntaxNode root, SyntaxAnnotation mark) =>
            root.GetAnnotatedNodesAndTokens(mark).FirstOrDefault() is { RawKind: not 0 } found ? found.GetLocation() : null;
    }

    /// <summary>Marks to be put on a tree all at once, since each rewriting of the tree would lose the places of the others.</summary>
    private sealed class PlaceMarks(SyntaxNode root)
    {
        private readonly Dictionary<SyntaxNode, List<SyntaxAnnotation>> _nodes = [];
        private readonly Dictionary<SyntaxToken, List<SyntaxAnnotation>> _tokens = [];

        public SyntaxAnnotation Mark(Location location)
        {
            var mark = new SyntaxAnnotation();
            TextSpan span = location.SourceSpan;
            if (!root.FullSpan.Contains(span))
                return mark;
            SyntaxNode node = root.FindNode(span, getInnermostNodeForTie: true);
            if (node.Span == span)
                Add(_nodes, node, mark);
            else
                Add(_tokens, root.FindToken(span.Start), mark);
            return mark;
        }

        public SyntaxNode Apply() => root.ReplaceSyntax(
            _nodes.Keys,
            (original, rewritten) => rewritten.WithAdditionalAnnotations(_nodes[original]),
            _tokens.Keys,
            (original, rewritten) => rewritten.WithAdditionalAnnotations(_tokens[original]),
            trivia: null,
            computeReplacementTrivia: null);

        private static void Add<T>(Dictionary<T, List<SyntaxAnnotation>> marks, T place, SyntaxAnnotation mark)
            where T : notnull
        {
            if (!marks.TryGetValue(place, out List<SyntaxAnnotation>? list))
                marks.Add(place, list = []);
            list.Add(mark);
        }
    }
}
