using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing;

/// <summary>A test project inside a workspace, which is what code fixes work on.</summary>
internal static class FixProject
{
    public static Project Create(AdhocWorkspace workspace, RoslynTest test, ImmutableArray<MarkupFile> sources, TestConfig config)
    {
        ProjectId id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution
            .AddProject(id, "TestProject", "TestProject", LanguageNames.CSharp)
            .WithProjectParseOptions(id, test.ParseOptions)
            .WithProjectCompilationOptions(id, test.CompilationOptions(config))
            .WithProjectMetadataReferences(id, test.AllReferences);

        // Expected texts are written with \n on every machine.
        solution = solution.WithOptions(solution.Options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, "\n"));
        foreach (MarkupFile source in sources)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(source.Path), SourceText.From(source.Text), filePath: source.Path);

        if (test.EditorConfig is { } editorConfig)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), ".editorconfig", SourceText.From(editorConfig), filePath: TestFiles.Directory + ".editorconfig");

        return solution.GetProject(id)!;
    }

    /// <summary>The project's compilation, under the test's own configuration: the workspace knows no global config.</summary>
    public static async Task<Compilation> CompileAsync(Project project, TestConfig config, CancellationToken cancellationToken)
    {
        Compilation compilation = (await project.GetCompilationAsync(cancellationToken))!;
        return compilation.WithOptions(((CSharpCompilationOptions)compilation.Options).WithSyntaxTreeOptionsProvider(config));
    }

    /// <exception cref="VerificationException">The action changes nothing.</exception>
    public static async Task<Project> ApplyAsync(Project project, CodeAction action, CancellationToken cancellationToken)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(cancellationToken);
        Solution? changed = operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution;
        Project? result = changed?.GetProject(project.Id);
        if (result is null || !await HasChangedTextAsync(project, result, cancellationToken))
            throw new VerificationException($"The fix \"{action.Title}\" changes nothing.");

        return await ReparseAsync(result, cancellationToken);
    }

    // A fix can build a tree that no text parses to. What counts is what the user's file says afterwards.
    private static async Task<Project> ReparseAsync(Project project, CancellationToken cancellationToken)
    {
        Solution solution = project.Solution;
        foreach (Document document in project.Documents)
        {
            SourceText text = await document.GetTextAsync(cancellationToken);
            solution = solution.WithDocumentText(document.Id, SourceText.From(text.ToString()), PreservationMode.PreserveIdentity);
        }

        return solution.GetProject(project.Id)!;
    }

    private static async Task<bool> HasChangedTextAsync(Project before, Project after, CancellationToken cancellationToken)
    {
        if (before.Documents.Count() != after.Documents.Count())
            return true;

        foreach (Document document in after.Documents)
        {
            SourceText? old = before.GetDocument(document.Id) is { } same ? await same.GetTextAsync(cancellationToken) : null;
            if (old is null || !(await document.GetTextAsync(cancellationToken)).ContentEquals(old))
                return true;
        }

        return false;
    }

    /// <summary>Feeds Fix All from a run of the analyzer.</summary>
    internal sealed class Diagnostics(Func<Project, Task<ImmutableArray<Diagnostic>>> analyze) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await analyze(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await analyze(document.Project)).Where(d => document.Project.GetDocument(d.Location.SourceTree)?.Id == document.Id);

        // Nothing a code fix can change lies outside a document.
        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
