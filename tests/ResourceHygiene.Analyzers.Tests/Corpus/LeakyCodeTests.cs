using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Corpus;

/// <summary>
/// Programs as they are ported line by line from a language that counts references: every leak in them is marked with the rule
/// that reports it, and nothing else is reported.
/// </summary>
public sealed class LeakyCodeTests
{
    // That a public method does not say what it hands out makes no leak; none of these files is annotated.
    private const string Unsaid = "RH7001";

    private static readonly string s_folder = RepositoryPaths.Combine("tests", "ResourceHygiene.Analyzers.Tests", "Corpus", "Leaky");

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(s_folder, "*.cs", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(s_folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_leak_is_reported_and_nothing_else(string file)
    {
        MarkupFile source = MarkupFile.Parse(file, File.ReadAllText(Path.Combine(s_folder, file)));

        (ImmutableArray<Diagnostic> diagnostics, IReadOnlyCollection<Exception> exceptions) =
            await ProductAnalyzers.RunAsync(CorrectCodeTests.Compile(file, source.Text), ProductAnalyzers.All, "recommended");

        Assert.True(exceptions.Count == 0, string.Join('\n', exceptions));
        string[] told =
        [
            .. diagnostics.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info && diagnostic.Id != Unsaid)
                .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(diagnostic => Describe(diagnostic.Id, source.Text, diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length))
        ];
        Assert.Equal(source.Spans.Select(span => Describe(span.Key!, source.Text, span.Span.Start, span.Span.Length)), told);
    }

    private static string Describe(string rule, string text, int start, int length) =>
        $"line {text[..start].Count(static c => c == '\n') + 1}: {rule} on '{text.Substring(start, length)}'";
}
