using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing;

/// <summary>
/// Analyzer configuration read by the compiler's own parser, so that sections, precedence and severities mean here what
/// they mean in a build.
/// </summary>
internal sealed class TestConfig : SyntaxTreeOptionsProvider
{
    private readonly AnalyzerConfigSet _configs;

    public TestConfig(string? editorConfig, string globalConfig)
    {
        var configs = ImmutableArray.CreateBuilder<AnalyzerConfig>();
        configs.Add(AnalyzerConfig.Parse(globalConfig, "/.globalconfig"));
        if (editorConfig is not null)
            configs.Add(AnalyzerConfig.Parse(editorConfig, TestFiles.Directory + ".editorconfig"));

        _configs = AnalyzerConfigSet.Create(configs, out var diagnostics);
        if (!diagnostics.IsEmpty)
            throw new VerificationException($"The test's configuration is wrong:\n{string.Join('\n', diagnostics)}");

        OptionsProvider = new Provider(_configs);
    }

    public AnalyzerConfigOptionsProvider OptionsProvider { get; }

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
        _configs.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions.TryGetValue("generated_code", out string? value)
            ? string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) ? GeneratedKind.MarkedGenerated : GeneratedKind.NotGenerated
            : GeneratedKind.Unknown;

    public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _configs.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

    public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _configs.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);

    private sealed class Provider(AnalyzerConfigSet configs) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(configs.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => OptionsFor(tree.FilePath);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => OptionsFor(textFile.Path);

        private Options OptionsFor(string path) => new(configs.GetOptionsForSourcePath(path).AnalyzerOptions);
    }

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}

/// <summary>An additional file that exists only in the test.</summary>
internal sealed class TestAdditionalText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text, System.Text.Encoding.UTF8);

    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
