using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>
/// What our fixes share: they change one document, the changed document is compiled before anything is offered, and
/// Fix All looks at each diagnostic afresh in what the fixes before it left behind.
/// </summary>
public abstract class HygieneFix : CodeFixProvider
{
    private protected HygieneFix()
    {
    }

    /// <summary>Where several fixes are offered for a diagnostic, those that change least about how the code reads come first.</summary>
    private protected virtual CodeActionPriority Priority => CodeActionPriority.Default;

    public sealed override FixAllProvider GetFixAllProvider() => new SequentialFixAll(this);

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await FindAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } fix)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(fix.Title, _ => Task.FromResult(document.WithSyntaxRoot(fix.Root)), equivalenceKey: GetType().Name, Priority),
                diagnostic);
        }
    }

    /// <summary>The first proposal that compiles; null when there is none.</summary>
    internal async Task<ProposedFix?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || !root.FullSpan.Contains(diagnostic.Location.SourceSpan))
        {
            return null;
        }

        FixTarget target = new(document, root, model, diagnostic, cancellation);
        foreach (ProposedFix fix in Propose(target))
        {
            if (await FixValidation.KeepsCompilingAsync(target, fix.Root, ChangedPart(target), IsLeftToGenerator).ConfigureAwait(false))
                return fix;
        }

        return null;
    }

    /// <summary>What the fix changes, where that is more than the member that the diagnostic lies in.</summary>
    private protected virtual SyntaxNode? ChangedPart(FixTarget target) => null;

    /// <summary>Whether the compiler only misses what a generator is going to write.</summary>
    private protected virtual bool IsLeftToGenerator(Diagnostic complaint) => false;

    /// <summary>Ways to fix the diagnostic that are right if they compile, the best first.</summary>
    private protected abstract IEnumerable<ProposedFix> Propose(FixTarget target);
}
