using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Planted;

/// <summary>
/// Tests a fix on diagnostics that the markup plants, whatever the analyzer would say: <c>{|RH1002 stream:…|}</c> is a
/// diagnostic about the place <c>stream</c>, <c>{|0:…|}</c> its first additional location, <c>{|0 stream:…|}</c> that of
/// the diagnostics about <c>stream</c> only. Both texts must compile. With several diagnostics, Fix All is applied.
/// </summary>
internal sealed class PlantedFixTest<TFix>
    where TFix : CodeFixProvider, new()
{
    private const string Library =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using ResourceHygiene;

        namespace ResourceHygiene
        {
            public sealed class MustReleaseAttribute : Attribute { public MustReleaseAttribute(string method) { } }
            public sealed class TakesOwnershipAttribute : Attribute { }
        }

        public class Resource : IDisposable
        {
            public Resource() { }
            public Resource(Resource inner) { }
            public int Length => 1;
            public string Name { get; set; } = "";
            public Resource Parent => this;
            public void Use() { }
            public int Count() => 1;
            public ReadOnlySpan<int> View() => default;
            public void Dispose() { }
        }

        public class AsyncResource : IAsyncDisposable
        {
            public void Use() { }
            public ValueTask DisposeAsync() => default;
        }

        [MustRelease(nameof(Free))]
        public class Native
        {
            public void Use() { }
            public void Free() { }
        }

        public static class Api
        {
            public static Resource Open() => new();
            public static Resource? Find() => null;
            public static bool TryOpen(out Resource resource) { resource = new(); return true; }
            public static AsyncResource OpenAsync() => new();
            public static Native Alloc() => new();
            public static bool Ok() => true;
            public static void Work() { }
            public static void Look(Resource resource) => resource.Use();
            public static void Take([TakesOwnership] Resource resource) => resource.Dispose();
            public static void Pass(Resource resource) => Take(resource);
        }
        """;

    private readonly TFix _fix = new();

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.Latest;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>The fix is offered and gives this text.</summary>
    public async Task VerifyAsync(string markup, string expected)
    {
        MarkupFile file = MarkupFile.Parse("Test.cs", markup);
        using AdhocWorkspace workspace = new();
        Document document = CreateDocument(workspace, file.Text);
        await VerifyCompilesAsync(document);

        ImmutableArray<Diagnostic> diagnostics = Plant(file, (await document.GetSyntaxTreeAsync())!);
        Document changed = diagnostics.Length == 1 ? await FixOneAsync(document, diagnostics[0]) : await FixAllAsync(document, diagnostics);
        Assert.Equal(expected, (await changed.GetTextAsync()).ToString());
        await VerifyCompilesAsync(changed);
    }

    /// <summary>No fix is offered for any of the diagnostics.</summary>
    public async Task VerifyNoFixAsync(string markup)
    {
        MarkupFile file = MarkupFile.Parse("Test.cs", markup);
        using AdhocWorkspace workspace = new();
        Document document = CreateDocument(workspace, file.Text);
        await VerifyCompilesAsync(document);
        foreach (Diagnostic diagnostic in Plant(file, (await document.GetSyntaxTreeAsync())!))
            Assert.Empty(await OfferedAsync(document, diagnostic));
    }

    private Document CreateDocument(AdhocWorkspace workspace, string text)
    {
        ProjectId id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution
            .AddProject(id, "TestProject", "TestProject", LanguageNames.CSharp)
            .WithProjectParseOptions(id, new CSharpParseOptions(LanguageVersion))
            .WithProjectCompilationOptions(id, new CSharpCompilationOptions(OutputKind, nullableContextOptions: Nullable, warningLevel: 9999))
            .WithProjectMetadataReferences(id, TestReferences.Net10);
        solution = solution.WithOptions(solution.Options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, "\n"));
        if (LanguageVersion.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp10)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), "Library.cs", SourceText.From(Library), filePath: "Library.cs");
        DocumentId test = DocumentId.CreateNewId(id);
        return solution.AddDocument(test, "Test.cs", SourceText.From(text), filePath: "Test.cs").GetDocument(test)!;
    }

    private static ImmutableArray<Diagnostic> Plant(MarkupFile file, SyntaxTree tree)
    {
        (string[] Words, Location At)[] marks = [.. file.Spans.Select(span => (span.Key!.Split(' '), Location.Create(tree, span.Span)))];
        return
        [
            .. marks.Where(static mark => mark.Words[0].StartsWith("RH", StringComparison.Ordinal)).Select(mark => Diagnostic.Create(
                new DiagnosticDescriptor(mark.Words[0], "planted", "planted", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true),
                mark.At,
                marks
                    .Where(other => char.IsAsciiDigit(other.Words[0][0]) && (other.Words.Length == 1 || other.Words[1] == mark.Words[1]))
                    .OrderBy(static other => other.Words[0], StringComparer.Ordinal)
                    .Select(static other => other.At),
                ImmutableDictionary<string, string?>.Empty.Add("place", mark.Words[1])))
        ];
    }

    private async Task<Document> FixOneAsync(Document document, Diagnostic diagnostic)
    {
        CodeAction action = Assert.Single(await OfferedAsync(document, diagnostic));
        return await ApplyAsync(document, action);
    }

    private async Task<Document> FixAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        FixAllContext context = new(
            document, _fix, FixAllScope.Document, typeof(TFix).Name, _fix.FixableDiagnosticIds, new PlantedDiagnostics(diagnostics), CancellationToken.None);
        return await ApplyAsync(document, (await _fix.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    private async Task<ImmutableArray<CodeAction>> OfferedAsync(Document document, Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        await _fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.ToImmutable();
    }

    // What counts is what the user's file says afterwards, so the text is parsed again.
    private static async Task<Document> ApplyAsync(Document document, CodeAction action)
    {
        ApplyChangesOperation operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        Document changed = operation.ChangedSolution.GetDocument(document.Id)!;
        return changed.WithText(SourceText.From((await changed.GetTextAsync()).ToString()));
    }

    private static async Task VerifyCompilesAsync(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        IEnumerable<Diagnostic> errors = compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(!errors.Any(), $"{string.Join('\n', errors)}\n{await document.GetTextAsync()}");
    }

    private sealed class PlantedDiagnostics(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(document.Name == "Test.cs" ? diagnostics.AsEnumerable() : []);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
