using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Configuration;

/// <summary>All analyzers over files of source under an <c>.editorconfig</c>, which the compiler's own parser reads.</summary>
internal static class ConfiguredRun
{
    private const string Usings = "global using System;\nglobal using System.IO;\nglobal using System.Collections.Generic;\nglobal using System.Threading;\nglobal using System.Threading.Tasks;\nglobal using ResourceHygiene;\n";

    /// <summary>What is reported, as <c>file(line): id</c> without the folder; configuration problems as their messages.</summary>
    public static async Task<string[]> ReportsAsync(string editorConfig, params (string Path, string Text)[] files)
    {
        AnalyzerConfigSet configs = AnalyzerConfigSet.Create(ImmutableArray.Create(AnalyzerConfig.Parse(editorConfig, "/src/.editorconfig")));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Configured",
            files.Select(static file => CSharpSyntaxTree.ParseText(file.Text, path: "/src/" + file.Path)).Append(CSharpSyntaxTree.ParseText(Usings)),
            TestReferences.Net10.Concat(TestReferences.Runtime),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([], new Provider(configs)),
            onAnalyzerException: static (exception, _, _) => throw new InvalidOperationException("An analyzer threw.", exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reported = await compilation.WithAnalyzers(ProductAnalyzers.All, options).GetAnalyzerDiagnosticsAsync();
        return
        [
            .. reported.Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)
                .OrderBy(static diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(Describe)
        ];
    }

    private static string Describe(Diagnostic diagnostic) => diagnostic.Location.IsInSource
        ? $"{Path.GetFileName(diagnostic.Location.SourceTree!.FilePath)}({diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}): {diagnostic.Id}"
        : diagnostic.GetMessage(CultureInfo.InvariantCulture);

    private sealed class Provider(AnalyzerConfigSet configs) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(configs.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(configs.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
