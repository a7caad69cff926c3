using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.CodeFixes.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Contracts;

public sealed class UpdateBaselineFixTests
{
    private const string Source =
        """
        using System.IO;
        public class B { public void Use(Stream s) => s.ReadByte(); }
        public class A
        {
            public Stream Open(string path) => File.OpenRead(path);
            public void Close(Stream s, bool keep) { if (!keep) s.Dispose(); }
        }
        """;

    private const string Whole =
        """
        M:A.Close(System.IO.Stream,System.Boolean) releases s unless keep
        M:A.Open(System.String) owned
        M:B.Use(System.IO.Stream) borrowed s

        """;

    [Theory]
    [InlineData("")]
    [InlineData("M:A.Open(System.String) owned\n")]
    [InlineData("M:A.Open(System.String) borrowed\nM:B.Use(System.IO.Stream) takes s\n")]
    [InlineData("M:A.Gone owned\nM:B.Use(System.IO.Stream) borrowed s\nM:Z.Gone owned\n")]
    public async Task Fix_all_writes_the_whole_surface(string before) => Assert.Equal(Whole, await FixAllAsync(before));

    [Fact]
    public async Task Lines_of_members_that_are_gone_go_with_a_fix_of_code() => Assert.Equal(
        Whole, await FixAllAsync("M:A.Gone owned\nM:A.Open(System.String) borrowed\nP:A.Gone borrowed\n", FixAllScope.Document));

    [Fact]
    public async Task What_is_up_to_date_is_not_touched() => Assert.Empty(await DiagnosticsAsync(Project(Whole)));

    [Fact]
    public async Task Comments_and_line_ends_stay() => Assert.Equal(
        "# The surface of 1.0.\r\n\r\nM:A.Close(System.IO.Stream,System.Boolean) releases s unless keep\r\nM:A.Open(System.String) owned # since 0.9\r\n# more\r\nM:B.Use(System.IO.Stream) borrowed s\r\n",
        await FixAllAsync("# The surface of 1.0.\r\n\r\nM:A.Open(System.String) borrowed   # since 0.9\r\n# more\r\nM:B.Use(System.IO.Stream)   borrowed s".Replace("   borrowed s", " borrowed s", StringComparison.Ordinal)));

    [Theory]
    [InlineData("M:A.Close(System.IO.Stream,System.Boolean) releases s unless keep\nM:A.Open(System.String) owned\n", "Update the ownership baseline")]
    [InlineData("M:A.Close(System.IO.Stream,System.Boolean) releases s unless keep\nM:A.Open(System.String) borrowed\nM:B.Use(System.IO.Stream) borrowed s\n", "Update the ownership baseline")]
    [InlineData("M:A.Close(System.IO.Stream,System.Boolean) releases s unless keep\nM:A.Gone owned\nM:A.Open(System.String) owned\nM:B.Use(System.IO.Stream) borrowed s\n", "Remove from the ownership baseline")]
    public async Task A_single_difference(string before, string title)
    {
        Project project = Project(before);
        Diagnostic diagnostic = Assert.Single(await DiagnosticsAsync(project));
        TextDocument document = diagnostic.Location.IsInSource ? project.GetDocument(diagnostic.Location.SourceTree)! : project.AdditionalDocuments.Single();
        var offered = new List<CodeAction>();
        await new UpdateBaselineFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action), CancellationToken.None));

        CodeAction action = Assert.Single(offered);
        Assert.Equal(title, action.Title);
        Assert.Equal(Whole, await ApplyAsync(action, project.Id));
    }

    [Fact]
    public async Task The_order_of_a_file_that_is_not_sorted_stays() => Assert.Equal(
        "M:B.Use(System.IO.Stream) borrowed s\nM:A.Close(System.IO.Stream,System.Boolean) releases s unless keep\nM:A.Open(System.String) owned\n",
        await FixAllAsync("M:B.Use(System.IO.Stream) takes s\nM:A.Close(System.IO.Stream,System.Boolean) releases s unless keep\n"));

    private static async Task<string> FixAllAsync(string before, FixAllScope scope = FixAllScope.Project)
    {
        Project project = Project(before);
        var fix = new UpdateBaselineFix();
        Document document = project.Documents.Single();
        FixAllContext context = new(document, fix, scope, nameof(UpdateBaselineFix), fix.FixableDiagnosticIds, new Provider(), CancellationToken.None);
        CodeAction? action = await fix.GetFixAllProvider().GetFixAsync(context);
        return await ApplyAsync(action!, project.Id);
    }

    private static async Task<string> ApplyAsync(CodeAction action, ProjectId id)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Project changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(id)!;
        Assert.Empty(await DiagnosticsAsync(changed));
        return (await changed.AdditionalDocuments.Single().GetTextAsync()).ToString();
    }

    private static Project Project(string baseline)
    {
        AdhocWorkspace workspace = new();
        ProjectId id = ProjectId.CreateNewId();
        return workspace.CurrentSolution
            .AddProject(id, "Library", "Library", LanguageNames.CSharp)
            .WithProjectCompilationOptions(id, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithProjectMetadataReferences(id, TestReferences.Net10)
            .AddDocument(DocumentId.CreateNewId(id), "Code.cs", SourceText.From(Source), filePath: "/src/Code.cs")
            .AddAdditionalDocument(DocumentId.CreateNewId(id), "ownership.baseline.txt", SourceText.From(baseline), filePath: "/src/ownership.baseline.txt")
            .GetProject(id)!;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        return await compilation.WithAnalyzers([new ContractAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
    }

    private sealed class Provider : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await DiagnosticsAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await DiagnosticsAsync(document.Project)).Where(static diagnostic => diagnostic.Location.IsInSource);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await DiagnosticsAsync(project)).Where(static diagnostic => !diagnostic.Location.IsInSource);
    }
}
