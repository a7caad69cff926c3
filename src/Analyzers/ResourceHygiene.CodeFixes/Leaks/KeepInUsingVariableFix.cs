using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// RH1004: gives the discarded resource a using variable in front of the statement. Offered only where the resource is
/// the first thing that the statement evaluates, and where the statement is done with it when it ends.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeepInUsingVariableFix))]
[Shared]
public sealed class KeepInUsingVariableFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.AcquiredAndDiscarded);

    public override FixAllProvider GetFixAllProvider() => SequentialFixAllProvider.Instance;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (FindSite(root, diagnostic) is not { } site || TemporaryHoist.TryCreate(site, model, context.CancellationToken) is not { } hoist)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    hoist.Form == UsingForm.AwaitUsing ? "Keep in an 'await using' variable" : "Keep in a 'using' variable",
                    _ => Task.FromResult(document.WithSyntaxRoot(hoist.Apply(root))),
                    equivalenceKey: nameof(KeepInUsingVariableFix)),
                diagnostic);
        }
    }

    private static ExpressionSyntax? FindSite(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) as ExpressionSyntax;

    /// <summary>Fixes one after the other, since each must see the names that those before it introduced.</summary>
    private sealed class SequentialFixAllProvider : DocumentBasedFixAllProvider
    {
        public static readonly SequentialFixAllProvider Instance = new();

        protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
        {
            CancellationToken cancellation = fixAllContext.CancellationToken;
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
                return document;
            var marks = new Dictionary<SyntaxNode, SyntaxAnnotation>();
            var order = new List<SyntaxAnnotation>();
            foreach (Diagnostic diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
            {
                if (FindSite(root, diagnostic) is { } site && !marks.ContainsKey(site))
                {
                    var mark = new SyntaxAnnotation();
                    marks.Add(site, mark);
                    order.Add(mark);
                }
            }

            document = document.WithSyntaxRoot(root.ReplaceNodes(marks.Keys, (original, rewritten) => rewritten.WithAdditionalAnnotations(marks[original])));
            foreach (SyntaxAnnotation mark in order)
            {
                root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                SemanticModel? model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
                if (root?.GetAnnotatedNodes(mark).FirstOrDefault() is ExpressionSyntax site && model is not null
                    && TemporaryHoist.TryCreate(site, model, cancellation) is { } hoist)
                {
                    document = document.WithSyntaxRoot(hoist.Apply(root));
                }
            }

            return document;
        }
    }
}
