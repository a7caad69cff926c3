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
    public static HygieneMode ModeOf(AnalyzerOptions options) => ModeOf(options.AnalyzerConfigOptionsProvider);

    /// <inheritdoc cref="ModeOf(AnalyzerOptions)"/>
    public static HygieneMode ModeOf(AnalyzerConfigOptionsProvider options)
    {
        options.GlobalOptions.TryGetValue(ModeProperty, out string? value);
        return value switch
        {
            "none" => HygieneMode.None,
            "ci" => HygieneMode.Ci,
            "audit" => HygieneMode.Audit,
            _ => HygieneMode.Recommended,
        };
    }

    /// <summary>Severity of a finding, or null when it is not to be reported at all.</summary>
    /// <param name="mode">The mode of the compilation.</param>
    /// <param name="ruleId">The rule.</param>
    /// <param name="tier">What the resource costs.</param>
    /// <param name="isHarmful">True where a second release, or a use after it, corrupts what others use; where memory is lost on every path; where a loop loses buffers, and where it, or code without a caller's scope, loses tensors.</param>
    /// <param name="isPublicApi">True where code that nobody here can see relies on the type.</param>
    public static DiagnosticSeverity? SeverityOf(HygieneMode mode, string ruleId, ResourceTier tier, bool isHarmful = false, bool isPublicApi = false)
    {
        if (mode == HygieneMode.None || tier == ResourceTier.None)
            return null;
        return ruleId switch
        {
            RuleIds.NotReleasedOnAnyPath or RuleIds.NotReleasedOnSomePath or RuleIds.AcquiredAndDiscarded or RuleIds.OverwrittenWhileOwning
                or RuleIds.CollectionNotReleased => DefiniteLeak(mode, tier),
            RuleIds.LeaksIfThrows => LeakOnThrow(mode, tier),
            RuleIds.MemberNotReleased or RuleIds.MemberOverwritten or RuleIds.BaseNotCalled or RuleIds.DisposersDisagree => DefiniteLeak(mode, tier),
            // To become disposable changes what everybody who creates the type has to do.
            RuleIds.TypeNotDisposable => isPublicApi ? (mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info) : DefiniteLeak(mode, tier),
            RuleIds.ConstructorLeaks => LeakOnThrow(mode, tier),
            RuleIds.ForeignReleased or RuleIds.CacheGrows => mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.TemporaryLeaksIfThrows => mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.UsedAfterRelease => Misuse(mode, isHarmful),
            RuleIds.ReleasedAndHandedOut or RuleIds.ViewUsedAfterRelease => Misuse(mode, isHarmful: false),
            RuleIds.TaskOutlivesResource or RuleIds.HeldAcrossYield or RuleIds.DelegateOutlivesResource or RuleIds.LockHeldAcrossStop => Misuse(mode, isHarmful: false),
            RuleIds.UsingOnTask => DiagnosticSeverity.Error,
            RuleIds.GuardLetLoose or RuleIds.TensorTaken or RuleIds.StateNotOwned or RuleIds.OptimizerBeforeMove or RuleIds.BatchKept or RuleIds.AliasReleased => Misuse(mode, isHarmful: false),
            RuleIds.GradientsOn or RuleIds.CollectedByHand or RuleIds.NumberConverted => isHarmful || mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.SubscriptionIgnored when isHarmful => Misuse(mode, isHarmful: false),
            RuleIds.ReleasedSynchronously or RuleIds.SubscriptionIgnored or RuleIds.HandlerNotRemoved => mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.ReleasedTwice when isHarmful => Misuse(mode, isHarmful: false),
            RuleIds.PossiblyReleasedTwice when isHarmful => DiagnosticSeverity.Warning,
            RuleIds.ReleasedTwice or RuleIds.PossiblyReleasedTwice or RuleIds.PossiblyUsedAfterRelease =>
                mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.NativeNotFreed => isHarmful || mode == HygieneMode.Ci ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            RuleIds.FreedByOther or RuleIds.PooledAfterReturn => DiagnosticSeverity.Error,
            RuleIds.PinNotFreed => mode == HygieneMode.Ci ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            RuleIds.RentedNotReturned => isHarmful || mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.RawHandleField or RuleIds.TempNotDeleted => mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.TensorNotOwned or RuleIds.IntermediateLost => isHarmful ? DefiniteLeak(mode, tier) : mode == HygieneMode.Audit ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            RuleIds.TensorEscapesScope or RuleIds.UsingOnInPlaceResult => DiagnosticSeverity.Error,
            RuleIds.DetachedNotOwned or RuleIds.ScopeGrowsInLoop or RuleIds.MovedToNobody or RuleIds.ModuleNotDisposed => DefiniteLeak(mode, tier),
            RuleIds.BudgetExceeded or RuleIds.OwnershipGuessed => mode == HygieneMode.Audit ? DiagnosticSeverity.Info : DiagnosticSeverity.Hidden,
            _ => throw new ArgumentOutOfRangeException(nameof(ruleId), ruleId, "The rule has no severity policy."),
        };
    }

    /// <summary>Severity of what is lost only when something throws, by the rule that reports it in other cases too; null when it is not to be reported.</summary>
    public static DiagnosticSeverity? OnThrow(HygieneMode mode, string ruleId, ResourceTier tier) =>
        mode == HygieneMode.None || tier == ResourceTier.None ? null
        // A pool goes on without what an exception cost it, and code on hot paths counts on that.
        : ruleId == RuleIds.RentedNotReturned ? mode == HygieneMode.Audit ? DiagnosticSeverity.Info : null
        : LeakOnThrow(mode, tier);

    /// <summary>Severity of a rule that has no tier: what is a warning becomes an error in <see cref="HygieneMode.Ci"/>.</summary>
    public static DiagnosticSeverity SeverityOf(HygieneMode mode, DiagnosticDescriptor rule) =>
        mode == HygieneMode.Ci && rule.DefaultSeverity == DiagnosticSeverity.Warning ? DiagnosticSeverity.Error : rule.DefaultSeverity;

    private static DiagnosticSeverity DefiniteLeak(HygieneMode mode, ResourceTier tier) => (mode, tier) switch
    {
        (HygieneMode.Recommended, ResourceTier.Minor) => DiagnosticSeverity.Info,
        (HygieneMode.Ci, ResourceTier.Normal or ResourceTier.Critical) => DiagnosticSeverity.Error,
        _ => DiagnosticSeverity.Warning,
    };

    // Exceptional paths are a layer of their own: loud only where the leak is dear, or where everything was asked for.
    private static DiagnosticSeverity LeakOnThrow(HygieneMode mode, ResourceTier tier) =>
        mode == HygieneMode.Audit || tier == ResourceTier.Critical ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;

    private static DiagnosticSeverity Misuse(HygieneMode mode, bool isHarmful) =>
        mode == HygieneMode.Ci || isHarmful ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
}
