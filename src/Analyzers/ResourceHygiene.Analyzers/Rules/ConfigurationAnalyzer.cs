using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>
/// RH9004: tells about keys under our prefix that say nothing. Once a compilation, since one key reaches every file; the
/// compiler does not say in which configuration file a key stands, so the report has no place.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConfigurationAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ToolDescriptors.SettingInvalid);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Analyze);
    }

    private static void Analyze(CompilationAnalysisContext context)
    {
        HygieneMode mode = SeverityPolicy.ModeOf(context.Options);
        if (mode == HygieneMode.None)
            return;
        DiagnosticSeverity severity = SeverityPolicy.SeverityOf(mode, ToolDescriptors.SettingInvalid);
        AnalyzerConfigOptionsProvider provider = context.Options.AnalyzerConfigOptionsProvider;
        var told = new HashSet<SettingProblem>();
        var seen = new HashSet<AnalyzerConfigOptions>();
        foreach (AnalyzerConfigOptions options in context.Compilation.SyntaxTrees.Select(provider.GetOptions).Where(seen.Add))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            SettingsParser.Parse(options, provider.GlobalOptions, out ImmutableArray<SettingProblem> problems);
            told.UnionWith(problems);
        }

        foreach (SettingProblem problem in told.OrderBy(static problem => problem.Key, StringComparer.Ordinal).ThenBy(static problem => problem.Problem, StringComparer.Ordinal))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                ToolDescriptors.SettingInvalid, Location.None, severity, additionalLocations: null, properties: null,
                ResourceWords.Shorten(problem.Key, 60), problem.Problem, problem.Remedy));
        }
    }
}
