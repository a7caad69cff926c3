using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Testing;

/// <summary>
/// Verifies the diagnostics of a source, applies a fix until nothing fixable is left, and compares text and diagnostics
/// of the result. Fix All in the document must lead to the same text. Without fixed code: no fix may be offered.
/// </summary>
public class CodeFixTest<TAnalyzer, TFix> : AnalyzerTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private readonly TFix _fix = new();

    /// <summary>The sources afterwards, in the order of <see cref="RoslynTest.Sources"/>, remaining diagnostics marked.</summary>
    public TestFiles FixedSources { get; } = [];

    /// <summary>Adds the first or only fixed source.</summary>
    public string FixedCode
    {
        set => FixedSources.Add(value);
    }

    /// <summary>Diagnostics of the fixed sources described beyond markup.</summary>
    public IList<DiagnosticResult> FixedDiagnostics { get; } = [];

    /// <summary>Which of the offered fixes is taken, by position.</summary>
    public int CodeActionIndex { get; set; }

    /// <summary>Which of the offered fixes is taken, by key; wins over <see cref="CodeActionIndex"/>.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>Leaves out Fix All: for a fix whose repetition makes no sense.</summary>
    public bool SkipFixAll { get; set; }

    public override async Task RunAsync(CancellationToken cancellationToken = default)
    {
        TestConfig config = CreateConfig();
        ImmutableArray<MarkupFile> sources = ParseSources();
        using AdhocWorkspace workspace = new();
        Project project = FixProject.Create(workspace, this, sources, config);

        Compilation compilation = await FixProject.CompileAsync(project, config, cancellationToken);
        ImmutableArray<Diagnostic> diagnostics = await VerifyDiagnosticsAsync(
            "the source", compilation, sources, ExpectedDiagnostics, config, cancellationToken);

        ImmutableArray<Diagnostic> fixable = [.. diagnostics.Where(IsFixable)];
        if (fixable.IsEmpty)
            throw new VerificationException($"{typeof(TFix).Name} fixes {string.Join(", ", _fix.FixableDiagnosticIds)}; the source has none of these.");

        if (FixedSources.Count == 0)
        {
            await VerifyNothingOfferedAsync(project, fixable, cancellationToken);
            return;
        }

        ImmutableArray<MarkupFile> fixedSources = ParseFixedSources(sources);
        Project oneByOne = await FixOneByOneAsync(project, fixable, config, cancellationToken);
        await VerifyTextAsync("Fixing one diagnostic at a time", oneByOne, fixedSources, cancellationToken);

        Compilation fixedCompilation = await FixProject.CompileAsync(oneByOne, config, cancellationToken);
        await VerifyDiagnosticsAsync("the fixed source", fixedCompilation, fixedSources, FixedDiagnostics, config, cancellationToken);

        if (!SkipFixAll)
        {
            Project allAtOnce = await FixAllAsync(project, fixable, config, cancellationToken);
            await VerifyTextAsync("Fix All in the document", allAtOnce, fixedSources, cancellationToken);
        }
    }

    private bool IsFixable(Diagnostic diagnostic) =>
        diagnostic.Location.IsInSource && _fix.FixableDiagnosticIds.Contains(diagnostic.Id);

    private ImmutableArray<MarkupFile> ParseFixedSources(ImmutableArray<MarkupFile> sources)
    {
        ImmutableArray<MarkupFile> parsed = FixedSources.Parse();
        if (parsed.Length != Sources.Count)
            throw new VerificationException($"There are {Sources.Count} sources but {parsed.Length} fixed ones.");

        return [.. parsed.Zip(sources, static (after, before) => after with { Path = before.Path }), .. sources.Skip(parsed.Length)];
    }

    private async Task VerifyNothingOfferedAsync(Project project, ImmutableArray<Diagnostic> fixable, CancellationToken cancellationToken)
    {
        foreach (Diagnostic diagnostic in fixable)
        {
            ImmutableArray<CodeAction> offered = await OfferedAsync(project, diagnostic, cancellationToken);
            if (!offered.IsEmpty)
                throw new VerificationException($"No fix was expected, but \"{offered[0].Title}\" is offered for\n{DiagnosticText.Of(diagnostic)}");
        }
    }

    private async Task<Project> FixOneByOneAsync(Project project, ImmutableArray<Diagnostic> fixable, TestConfig config, CancellationToken cancellationToken)
    {
        // Each round removes a diagnostic; a fix that brings new ones gets some rounds more before it counts as endless.
        int rounds = (fixable.Length * 2) + 5;
        bool fixedAny = false;
        for (int round = 0; round < rounds; round++)
        {
            Project? next = await FixFirstAsync(project, fixable, cancellationToken);
            if (next is null)
            {
                return fixedAny
                    ? project
                    : throw new VerificationException($"{typeof(TFix).Name} offers no fix for\n{DiagnosticText.All(fixable)}");
            }

            project = next;
            fixedAny = true;
            fixable = await FixableDiagnosticsAsync(project, config, cancellationToken);
        }

        throw new VerificationException($"After {rounds} rounds there is still something to fix:\n{DiagnosticText.All(fixable)}");
    }

    private async Task<Project?> FixFirstAsync(Project project, ImmutableArray<Diagnostic> fixable, CancellationToken cancellationToken)
    {
        foreach (Diagnostic diagnostic in fixable)
        {
            ImmutableArray<CodeAction> offered = await OfferedAsync(project, diagnostic, cancellationToken);
            if (offered.IsEmpty)
                continue;

            return await FixProject.ApplyAsync(project, Choose(offered), cancellationToken);
        }

        return null;
    }

    private CodeAction Choose(ImmutableArray<CodeAction> offered)
    {
        CodeAction? chosen = CodeActionEquivalenceKey is { } key
            ? offered.FirstOrDefault(action => action.EquivalenceKey == key)
            : offered.ElementAtOrDefault(CodeActionIndex);

        return chosen ?? throw new VerificationException(
            $"The wanted fix is not offered. Offered: {string.Join(", ", offered.Select(static a => $"\"{a.Title}\" (key {a.EquivalenceKey ?? "none"})"))}.");
    }

    private async Task<ImmutableArray<CodeAction>> OfferedAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        Document document = project.GetDocument(diagnostic.Location.SourceTree)
            ?? throw new VerificationException($"This diagnostic lies outside the sources:\n{DiagnosticText.Of(diagnostic)}");

        CodeFixContext context = new(document, diagnostic, (action, _) => actions.Add(action), cancellationToken);
        await _fix.RegisterCodeFixesAsync(context);
        return actions.ToImmutable();
    }

    private async Task<Project> FixAllAsync(Project project, ImmutableArray<Diagnostic> fixable, TestConfig config, CancellationToken cancellationToken)
    {
        FixAllProvider provider = _fix.GetFixAllProvider()
            ?? throw new VerificationException($"{typeof(TFix).Name} has no Fix All provider. Return WellKnownFixAllProviders.BatchFixer, or set SkipFixAll.");

        DocumentId[] documents = [.. fixable.Select(d => project.GetDocument(d.Location.SourceTree)!.Id).Distinct()];
        foreach (DocumentId id in documents)
        {
            Document document = project.GetDocument(id)!;
            string? key = CodeActionEquivalenceKey ?? await FirstKeyAsync(document, fixable, cancellationToken);
            FixAllContext context = new(
                document, _fix, FixAllScope.Document, key!, _fix.FixableDiagnosticIds,
                new FixProject.Diagnostics(p => FixableDiagnosticsAsync(p, config, cancellationToken)), cancellationToken);

            CodeAction action = await provider.GetFixAsync(context)
                ?? throw new VerificationException($"Fix All in {document.Name} offers nothing.");
            project = await FixProject.ApplyAsync(project, action, cancellationToken);
            fixable = await FixableDiagnosticsAsync(project, config, cancellationToken);
        }

        return project;
    }

    private async Task<string?> FirstKeyAsync(Document document, ImmutableArray<Diagnostic> fixable, CancellationToken cancellationToken)
    {
        foreach (Diagnostic diagnostic in fixable.Where(d => document.Project.GetDocument(d.Location.SourceTree)?.Id == document.Id))
        {
            ImmutableArray<CodeAction> offered = await OfferedAsync(document.Project, diagnostic, cancellationToken);
            if (!offered.IsEmpty)
                return Choose(offered).EquivalenceKey;
        }

        return null;
    }

    private async Task<ImmutableArray<Diagnostic>> FixableDiagnosticsAsync(Project project, TestConfig config, CancellationToken cancellationToken)
    {
        Compilation compilation = await FixProject.CompileAsync(project, config, cancellationToken);
        (_, ImmutableArray<Diagnostic> diagnostics) = await AnalyzeAsync(compilation, AdditionalFiles.Parse(), config, cancellationToken);
        return [.. diagnostics.Where(IsFixable)];
    }

    private static async Task VerifyTextAsync(string how, Project project, ImmutableArray<MarkupFile> expected, CancellationToken cancellationToken)
    {
        foreach (MarkupFile file in expected)
        {
            Document document = project.Documents.First(d => d.FilePath == file.Path);
            string actual = (await document.GetTextAsync(cancellationToken)).ToString();
            if (actual != file.Text)
                throw new VerificationException($"{how} gives another text for {document.Name}:\n{TextDiff.Of(file.Text, actual)}");
        }
    }
}
