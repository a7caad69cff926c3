using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests;

/// <summary>What we ask of others we keep ourselves: our analyzers have nothing to say about our own code.</summary>
public sealed class OwnSourceTests
{
    public static TheoryData<string> Projects => [.. SourceProject.All];

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task Our_analyzers_are_silent_on_our_own_source(string project)
    {
        CSharpCompilation compilation = await SourceProject.CompileAsync(project);

        ImmutableArray<Diagnostic> reported = await AnalyzeAsync(compilation);

        Assert.True(reported.IsEmpty, string.Join('\n', reported));
    }

    [Fact]
    public async Task A_leak_in_our_own_source_would_be_reported()
    {
        CSharpCompilation compilation = await SourceProject.CompileAsync("src/Runtime/ResourceHygiene/ResourceHygiene.csproj");
        CSharpParseOptions options = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        SyntaxTree leak = CSharpSyntaxTree.ParseText(
            "internal static class Planted { internal static int F(string path) { var file = System.IO.File.OpenRead(path); return file.ReadByte(); } }",
            options);

        ImmutableArray<Diagnostic> reported = await AnalyzeAsync(compilation.AddSyntaxTrees(leak));

        Assert.Equal(["RH1001"], reported.Select(static d => d.Id));
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation compilation)
    {
        List<Exception> exceptions = [];
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([], new Options()),
            onAnalyzerException: (exception, _, _) =>
            {
                lock (exceptions)
                    exceptions.Add(exception);
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true);

        var diagnostics = await compilation.WithAnalyzers(RuleCatalog.Analyzers, options).GetAnalyzerDiagnosticsAsync();
        return exceptions is [var first, ..]
            ? throw new VerificationException($"An analyzer threw:\n{first}", first)
            : [.. diagnostics.Where(static d => d.Severity > DiagnosticSeverity.Hidden)];
    }

    /// <summary>The mode that reports definite leaks as errors; nothing else is configured, so nothing can be configured away.</summary>
    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.ResourceHygieneMode" ? "ci" : null;
                return value is not null;
            }
        }
    }
}
