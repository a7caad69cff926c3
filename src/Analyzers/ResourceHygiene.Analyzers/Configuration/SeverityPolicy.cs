using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Configuration;

/// <summary>How strictly the rules are applied; the MSBuild property ResourceHygieneMode.</summary>
internal enum HygieneMode
{
    /// <summary>The default: what is certain is a warning, what costs little a suggestion.</summary>
    Recommended,

    /// <summary>Definite leaks fail the build.</summary>
    Ci,

    /// <summary>Everything is shown.</summary>
    Audit,

    /// <summary>No rule reports.</summary>
    None,
}

/// <summary>
/// The one place that decides how severe a finding is: a function of mode, rule and tier. What a user sets in
/// <c>.editorconfig</c> for a rule id is applied by the compiler afterwards and wins.
/// </summary>
internal static class SeverityPolicy
{
    private const string ModeProperty = "build_property.ResourceHygieneMode";

    /// <summary>The mode of a compilation. An unknown value counts as the default; the build reports it (RH9002).</summary>
    public static HygieneMode ModeOf(AnalyzerOptions options)
    {
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(ModeProperty, out string? value);
        return value switch
        {
            "none" => HygieneMode.None,
            "ci" => HygieneMode.Ci,
            "audit" => HygieneMode.Audit,
            _ => HygieneMode.Recommended,
        };
    }

    /// <summary>Severity of a finding, or null when it is not to be reported at all.</summary>
    public static DiagnosticSeverity? SeverityOf(HygieneMode mode, string ruleId, ResourceTier tier)
    {
        if (mode == HygieneMode.None || tier == ResourceTier.None)
            return null;
        return ruleId switch
        {
            RuleIds.NotReleasedOnAnyPath or RuleIds.AcquiredAndDiscarded => DefiniteLeak(mode, tier),
            _ => throw new ArgumentOutOfRangeException(nameof(ruleId), ruleId, "The rule has no severity policy."),
        };
    }

    /// <summary>Severity of a rule that has no tier: what is a warning becomes an error in <see cref="HygieneMode.Ci"/>.</summary>
    public static DiagnosticSeverity SeverityOf(HygieneMode mode, DiagnosticDescriptor rule) =>
        mode == HygieneMode.Ci && rule.DefaultSeverity == DiagnosticSeverity.Warning ? DiagnosticSeverity.Error : rule.DefaultSeverity;

    private static DiagnosticSeverity DefiniteLeak(HygieneMode mode, ResourceTier tier) => (mode, tier) switch
    {
        (HygieneMode.Recommended, ResourceTier.Minor) => DiagnosticSeverity.Info,
        (HygieneMode.Ci, ResourceTier.Normal or ResourceTier.Critical) => DiagnosticSeverity.Error,
        _ => DiagnosticSeverity.Warning,
    };
}
