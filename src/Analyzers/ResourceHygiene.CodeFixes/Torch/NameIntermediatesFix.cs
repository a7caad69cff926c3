using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>
/// RH5002: gives each tensor that an expression makes on its way a using variable in front of the statement, the first one first.
/// Offered only where that leaves the order in which things are evaluated as it is.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameIntermediatesFix))]
[Shared]
public sealed class NameIntermediatesFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.IntermediateLost);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Kind != "IntermediatesLost")
            yield break;
        var marks = new List<(SyntaxNode Node, SyntaxAnnotation Mark)>();
        foreach (Location location in target.Diagnostic.AdditionalLocations)
        {
            TextSpan span = location.SourceSpan;
            if (!target.Root.FullSpan.Contains(span) || target.Root.FindNode(span, getInnermostNodeForTie: true) is not ExpressionSyntax site)
                yield break;
            marks.Add((site, new SyntaxAnnotation()));
        }

        SyntaxNode root = target.Root.ReplaceNodes(
            marks.Select(static mark => mark.Node),
            (original, rewritten) => rewritten.WithAdditionalAnnotations(marks.First(mark => mark.Node == original).Mark));
        foreach ((_, SyntaxAnnotation mark) in marks)
        {
            SyntaxTree tree = SyntaxFactory.SyntaxTree(root, target.Root.SyntaxTree.Options, target.Root.SyntaxTree.FilePath);
            SemanticModel model = target.Model.Compilation.ReplaceSyntaxTree(target.Root.SyntaxTree, tree).GetSemanticModel(tree);
            SyntaxNode current = tree.GetRoot(target.Cancellation);
            if (current.GetAnnotatedNodes(mark).FirstOrDefault() is not ExpressionSyntax site || TemporaryHoist.TryCreate(site, model, target.Cancellation) is not { } hoist)
                yield break;
            root = hoist.Apply(current);
        }

        yield return new ProposedFix(marks.Count == 1 ? "Keep in a 'using' variable" : "Keep each in a 'using' variable", root);
    }
}
