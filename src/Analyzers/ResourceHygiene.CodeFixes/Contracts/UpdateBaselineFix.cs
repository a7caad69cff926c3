using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Contracts;

/// <summary>
/// RH7004: writes into ownership.baseline.txt what the code promises now. Changes a text, not code, so it is no
/// <see cref="Rewriting.HygieneFix"/>; Fix All writes all lines of a project at once.
/// </summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp, Name = nameof(UpdateBaselineFix), DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".cs", ".txt"])]
[Shared]
public sealed class UpdateBaselineFix : CodeFixProvider
{
    private const string FileName = "ownership.baseline.txt";
    private const string Key = nameof(UpdateBaselineFix);

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.DiffersFromBaseline);

    public override FixAllProvider GetFixAllProvider() => new WholeFile();

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Project project = context.TextDocument.Project;
        if (BaselineOf(project) is null)
            return Task.CompletedTask;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            string title = diagnostic.Properties.TryGetValue("line", out string? line) && line is { Length: > 0 } ? "Update the ownership baseline" : "Remove from the ownership baseline";
            context.RegisterCodeFix(
                CodeAction.Create(title, cancellation => UpdateAsync(project.Solution, project.Id, [diagnostic], takesOutGone: false, cancellation), Key), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static TextDocument? BaselineOf(Project project) =>
        project.AdditionalDocuments.FirstOrDefault(static document => string.Equals(Path.GetFileName(document.FilePath ?? document.Name), FileName, StringComparison.OrdinalIgnoreCase));

    private static async Task<Solution> UpdateAsync(Solution solution, ProjectId id, IEnumerable<Diagnostic> diagnostics, bool takesOutGone, CancellationToken cancellation)
    {
        if (solution.GetProject(id) is not { } project || BaselineOf(project) is not { } baseline)
            return solution;
        SourceText before = await baseline.GetTextAsync(cancellation).ConfigureAwait(false);
        var lines = new BaselineLines(before.ToString());
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (diagnostic.Properties.TryGetValue("subject", out string? subject) && subject is not null && diagnostic.Properties.TryGetValue("line", out string? line))
                lines.Put(subject, line ?? "");
        }

        // What has no place in the code is fixed along with what has: some tools apply fixes to code only.
        if (takesOutGone && await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is { } compilation)
        {
            foreach (string subject in lines.Subjects().Where(subject => IsGone(subject, compilation)))
                lines.Put(subject, "");
        }

        return solution.WithAdditionalDocumentText(baseline.Id, SourceText.From(lines.ToString(), before.Encoding));
    }

    private static bool IsGone(string subject, Compilation compilation) =>
        subject.Length > 2 && subject[1] == ':' && subject[0] is 'M' or 'P'
        && !DocumentationCommentId.GetSymbolsForDeclarationId(subject, compilation).Any(member => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, compilation.Assembly));

    /// <summary>All differences of each project of the scope, in one go.</summary>
    private sealed class WholeFile : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            var byProject = new List<(ProjectId Id, ImmutableArray<Diagnostic> Diagnostics)>();
            foreach (Project project in fixAllContext.Scope == FixAllScope.Solution ? fixAllContext.Solution.Projects : [fixAllContext.Project])
            {
                // A difference in one file is a difference of the project's one baseline.
                ImmutableArray<Diagnostic> found = fixAllContext is { Scope: FixAllScope.Document, Document: { } document }
                    ? await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                    : await fixAllContext.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                byProject.Add((project.Id, found));
            }

            return CodeAction.Create("Update the ownership baseline", async cancellation =>
            {
                Solution solution = fixAllContext.Solution;
                foreach ((ProjectId id, ImmutableArray<Diagnostic> diagnostics) in byProject)
                    solution = await UpdateAsync(solution, id, diagnostics, takesOutGone: true, cancellation).ConfigureAwait(false);
                return solution;
            }, Key);
        }
    }
}
