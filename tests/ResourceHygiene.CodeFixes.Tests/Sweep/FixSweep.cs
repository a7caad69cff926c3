using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.CodeFixes.Leaks;

namespace ResourceHygiene.CodeFixes.Tests.Sweep;

/// <summary>
/// Applies every fix that is offered for what the analyzers report, each alone and with Fix All, and looks at what is
/// there afterwards: the compiler says nothing new, no comment is gone, and the analyzers are content.
/// </summary>
internal sealed class FixSweep(ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    private static readonly ImmutableArray<CodeFixProvider> s_fixes =
    [
        .. typeof(DeclareWithUsingFix).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!)
    ];

    private static readonly CompilationWithAnalyzersOptions s_options = new(
        new AnalyzerOptions([], new Audit()),
        onAnalyzerException: static (exception, _, _) => throw new InvalidOperationException("The analyzer threw.", exception),
        concurrentAnalysis: true,
        logAnalyzerExecutionTime: false);

    /// <summary>How many diagnostics there are for which a fix exists.</summary>
    public int Fixable { get; private set; }

    /// <summary>How many fixes were offered and applied, Fix All not counted.</summary>
    public int Offered { get; private set; }

    /// <summary>How often Fix All was applied.</summary>
    public int OfferedForAll { get; private set; }

    /// <summary>The diagnostics for which a fix exists and none is offered.</summary>
    public List<string> Unfixed { get; } = [];

    /// <summary>What is wrong after a fix, with the text before and after.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>All fixes of all diagnostics in one document.</summary>
    public async Task RunAsync(string name, Document document)
    {
        State before = await State.OfAsync(document, analyzers);
        HashSet<Diagnostic> left = [.. before.Reports.Where(static report => s_fixes.Any(fix => fix.FixableDiagnosticIds.Contains(report.Id)))];
        Fixable += left.Count;
        foreach (CodeFixProvider fix in s_fixes)
        {
            Diagnostic[] fixable = [.. before.Reports.Where(report => fix.FixableDiagnosticIds.Contains(report.Id))];
            string? key = null;
            foreach (Diagnostic diagnostic in fixable)
            {
                List<CodeAction> actions = [];
                await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
                foreach (CodeAction action in actions)
                {
                    Offered++;
                    left.Remove(diagnostic);
                    key = action.EquivalenceKey;
                    await CheckAsync($"{name}: {diagnostic.Id} {fix.GetType().Name}", before, await ApplyAsync(document, action), [diagnostic.Id]);
                }
            }

            if (key is null)
                continue;
            OfferedForAll++;
            FixAllContext context = new(document, fix, FixAllScope.Document, key, fix.FixableDiagnosticIds, new Found(before.Reports), CancellationToken.None);
            if (await fix.GetFixAllProvider()!.GetFixAsync(context) is { } all)
                await CheckAsync($"{name}: Fix All {fix.GetType().Name}", before, await ApplyAsync(document, all), fix.FixableDiagnosticIds);
            else
                Faults.Add($"{name}: Fix All {fix.GetType().Name} offers nothing");
        }

        Unfixed.AddRange(left.Select(diagnostic => $"{name}: {diagnostic}"));
    }

    private async Task CheckAsync(string what, State before, Document changed, ImmutableArray<string> cured)
    {
        State after = await State.OfAsync(changed, analyzers);
        List<string> wrong = [];
        wrong.AddRange(Grown(before.Complaints, after.Complaints).Select(static complaint => "new: " + complaint));
        wrong.AddRange(Grown(after.Comments, before.Comments).Select(static comment => "lost: " + comment));
        wrong.AddRange(Grown(before.LinesWithTail, after.LinesWithTail).Select(static line => $"white space at the end: '{line}'"));
        int curedBefore = before.Reports.Count(report => cured.Contains(report.Id));
        int curedAfter = after.Reports.Count(report => cured.Contains(report.Id));
        if (curedAfter >= curedBefore)
            wrong.Add($"{curedAfter} of {curedBefore} reports are still there");
        wrong.AddRange(Grown(before.Reports.Select(static report => report.Id), after.Reports.Select(static report => report.Id))
            // On its ordinary paths the resource is safe; what an exception does was no matter as long as they were not.
            // And one report an acquisition: what may throw before a variable holds it shows once it is safe afterwards.
            // And a method that becomes async may release asynchronously.
            // And a tensor that is kept from being invalid from now on is somebody's to dispose of.
            .Where(id => !cured.Contains(id) && id is not ("RH1003" or "RH1007" or "RH6005") && !(cured.Any(static rule => rule is "RH5003" or "RH5010" or "RH5013") && IsOwedTensor(id)))
            .Select(id => "moved: " + after.Reports.First(report => report.Id == id).ToString()));
        if (wrong.Count > 0)
            Faults.Add($"{what}\n  {string.Join("\n  ", wrong)}\n{before.Text}\n-->\n{after.Text}\n");
    }

    private static bool IsOwedTensor(string rule) => rule is "RH5001" or "RH5002" or "RH5004" or "RH5008";

    private static async Task<Document> ApplyAsync(Document document, CodeAction action)
    {
        ApplyChangesOperation operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        Document changed = operation.ChangedSolution.GetDocument(document.Id)!;
        // What counts is what the user's file says afterwards, so the text is parsed again.
        return changed.WithText(SourceText.From((await changed.GetTextAsync()).ToString()));
    }

    private static List<string> Grown(IEnumerable<string> few, IEnumerable<string> many)
    {
        List<string> left = [.. many];
        foreach (string one in few)
            left.Remove(one);
        return left;
    }

    private sealed record State(string Text, ImmutableArray<Diagnostic> Reports, string[] Complaints, string[] Comments, string[] LinesWithTail)
    {
        public static async Task<State> OfAsync(Document document, ImmutableArray<DiagnosticAnalyzer> analyzers)
        {
            SemanticModel model = (await document.GetSemanticModelAsync())!;
            CompilationWithAnalyzers analysis = model.Compilation.WithAnalyzers(analyzers, s_options);
            ImmutableArray<Diagnostic> reports = await analysis.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None);
            string text = (await document.GetTextAsync()).ToString();
            return new State(
                text,
                [.. reports.Where(static report => report.Id is not ("RH9001" or "RH9003")).OrderBy(static report => report.Location.SourceSpan.Start)],
                [.. model.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(static diagnostic => diagnostic.Id + " " + diagnostic.GetMessage(CultureInfo.InvariantCulture))],
                [.. (await document.GetSyntaxRootAsync())!.DescendantTrivia().Where(static trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia).Select(static trivia => trivia.ToString())],
                [.. text.Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.EndsWith(' '))]);
        }
    }

    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }

    private sealed class Audit : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.ResourceHygieneMode" ? "audit" : null;
                return value is not null;
            }
        }
    }
}
