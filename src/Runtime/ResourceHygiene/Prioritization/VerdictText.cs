using System.Globalization;

namespace ResourceHygiene;

/// <summary>Verdicts in words: what is done, the rule, and the values it saw.</summary>
internal static class VerdictText
{
    public static string Of(in ReleaseVerdict verdict)
    {
        var resource = verdict.Resource;
        if (verdict.Rule is null)
            return "no verdict";

        return verdict.Action switch
        {
            ReleaseAction.None => $"{resource.Title} kept: {WhyKept(verdict)}",
            ReleaseAction.Trim => $"{resource.Title} trimmed: {WhyTrimmed(verdict)} ({Standing(verdict)}); frees up to {Room(verdict)}",
            ReleaseAction.Offload => $"{resource.Title} offloaded: the host can hold it ({Standing(verdict)}); {Frees(verdict)}",
            _ => $"{resource.Title} let go: {WhyReleased(verdict)}; {Frees(verdict)}",
        };
    }

    private static string WhyKept(in ReleaseVerdict verdict) => verdict.Rule switch
    {
        ReleaseRules.Leased => verdict.Resource.Leases == 1 ? "leased (1 lease)" : $"leased ({verdict.Resource.Leases} leases)",
        ReleaseRules.Releasing => verdict.Resource.State == ResourceState.Releasing ? "its release is under way" : "its release waits for the last lease",
        ReleaseRules.Needed => $"needed by {verdict.NeededByTitle}",
        ReleaseRules.KeepAtLeast => $"at least {verdict.Profile.KeepAtLeast} of its type stay, {verdict.LiveOfType} {(verdict.LiveOfType == 1 ? "is" : "are")} left",
        ReleaseRules.BelowThreshold => $"its type goes from {Percent(verdict.Profile.Threshold)} on, {Percent(verdict.Usage ?? 0)} are in use",
        _ => $"its turn has not come ({Standing(verdict)})",
    };

    private static string WhyTrimmed(in ReleaseVerdict verdict) =>
        verdict.Rule == ReleaseRules.Incremental ? "its type goes in parts" : "a part can go";

    private static string WhyReleased(in ReleaseVerdict verdict)
    {
        var uses = verdict.Resource.Uses == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{verdict.Resource.Uses} times");
        return verdict.Rule switch
        {
            ReleaseRules.Expired => $"expired ({IdleAndRetention(verdict)})",
            ReleaseRules.TrimNotEnough => $"trims would not free the {ResourceText.Size(verdict.Missing ?? 0)} missing ({Standing(verdict)}, used {uses})",
            ReleaseRules.Critical => $"critical, although {Overridden(verdict)} ({Standing(verdict)}, used {uses})",
            ReleaseRules.Scored => $"lowest score ({Standing(verdict)})",
            _ => $"first in order ({Standing(verdict)}, used {uses})",
        };
    }

    private static string Overridden(in ReleaseVerdict verdict) => verdict.Profile.KeepAtLeast >= verdict.LiveOfType && verdict.LiveOfType > 0
        ? $"at least {verdict.Profile.KeepAtLeast} of its type should stay"
        : $"its type goes from {Percent(verdict.Profile.Threshold)} on";

    private static string Standing(in ReleaseVerdict verdict)
    {
        var idle = verdict.IsExpired ? $"expired: {IdleAndRetention(verdict)}" : $"idle {ResourceText.Seconds(verdict.Resource.Idle)}";
        var active = verdict.IsActive ? "active, " : "";
        return verdict.Score is { } score
            ? string.Create(CultureInfo.InvariantCulture, $"score {score:0.##}, {active}rank {verdict.Profile.Rank}, {idle}, {ResourceText.Size(verdict.Resource.Bytes)}")
            : $"{active}priority {verdict.Priority}, rank {verdict.Profile.Rank}, {idle}";
    }

    private static string IdleAndRetention(in ReleaseVerdict verdict) =>
        $"idle {ResourceText.Seconds(verdict.Resource.Idle)} > {ResourceText.Seconds(verdict.Retention)} retention";

    private static string Frees(in ReleaseVerdict verdict) => verdict.Bytes == 0 ? "frees no memory here" : $"frees {Room(verdict)}";

    private static string Room(in ReleaseVerdict verdict) => $"{ResourceText.Size(verdict.Bytes)} on {verdict.Resource.Location}";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}
