using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;

namespace ResourceHygiene.Analyzers.Summaries;

/// <summary>
/// Publishes what the analysis infers about the visible members of an assembly as an attribute of that assembly, so that
/// projects that reference it need no annotations. An implementation output: builds run it, typing does not.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OwnershipSummaryGenerator : IIncrementalGenerator
{
    /// <summary>Tracking name of the one step.</summary>
    public const string SummaryStep = "OwnershipSummary";

    private const string SwitchProperty = "build_property.ResourceHygieneSummaries";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Inference reads bodies wherever they are: there is no smaller input than the compilation.
        IncrementalValueProvider<SummaryModel> summary = context.CompilationProvider
            .Combine(context.AnalyzerConfigOptionsProvider.Combine(context.AdditionalTextsProvider.Collect()))
            .Select(static (input, cancellation) => IsWanted(input.Right.Left)
                ? SummaryCollector.Collect(input.Left, input.Right.Right, input.Right.Left, cancellation)
                : SummaryModel.Empty)
            .WithTrackingName(SummaryStep);

        context.RegisterImplementationSourceOutput(summary, static (output, model) =>
        {
            if (!model.IsEmpty)
                output.AddSource(SummaryEmitter.HintName, SummaryEmitter.Emit(model));
        });
    }

    private static bool IsWanted(AnalyzerConfigOptionsProvider options) =>
        SeverityPolicy.ModeOf(options) != HygieneMode.None
        && !(options.GlobalOptions.TryGetValue(SwitchProperty, out string? value) && string.Equals(value, "false", StringComparison.OrdinalIgnoreCase));
}
