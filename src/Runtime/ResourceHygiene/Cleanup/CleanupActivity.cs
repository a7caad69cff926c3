using System.Diagnostics;

namespace ResourceHygiene;

/// <summary>
/// Runs of the cleaner as activities, for tracing tools. Begun here and not by a subscriber, so that what handlers do on the
/// way appears as part of the run. Costs nothing while nobody listens.
/// </summary>
internal static class CleanupActivity
{
    private static readonly ActivitySource s_source = new("ResourceHygiene");

    public static Activity? OfClean(CleanupLevel level)
    {
        var activity = s_source.StartActivity("rh.clean");
        return activity?.SetTag("rh.cleanup.level", level.ToString().ToLowerInvariant());
    }

    public static Activity? OfReclaim(in ReclaimGoal goal)
    {
        // A goal that is reached already is no run.
        var activity = goal.Bytes > 0 ? s_source.StartActivity("rh.reclaim") : null;
        return activity is null ? null : Describe(activity, goal);
    }

    public static Activity? OfReleaseAll(ReleaseReason reason)
    {
        var activity = s_source.StartActivity("rh.release_all");
        return activity?.SetTag("rh.reason", reason.ToString().ToLowerInvariant());
    }

    public static CleanupReport Note(Activity? activity, CleanupReport report)
    {
        if (activity is not null)
        {
            Note(activity, report.BytesFreed, report.Cleaned, report.Failed, report.NotReached);
            activity.SetTag("rh.outcome", report.Status.ToString().ToLowerInvariant());
        }
        return report;
    }

    public static ReclaimReport Note(Activity? activity, ReclaimReport report)
    {
        if (activity is not null)
        {
            var failed = report.Steps.Count(static step => step.Result.Status == ReleaseStatus.Failed);
            Note(activity, report.BytesFreed, report.Steps.Count(static step => step.BytesFreed > 0), failed, notReached: 0);
            activity.SetTag("rh.outcome", report.IsEnough ? "enough" : "partial");
        }
        return report;
    }

    public static ReleaseReport Note(Activity? activity, ReleaseReport report)
    {
        if (activity is not null)
            Note(activity, report.BytesFreed, report.Released, report.Failed, report.NotReached.Length);
        return report;
    }

    private static Activity Describe(Activity activity, in ReclaimGoal goal) => activity
        .SetTag("rh.bytes.wanted", goal.Bytes)
        .SetTag("rh.location", goal.Location.ToString())
        .SetTag("rh.reason", goal.Reason.ToString().ToLowerInvariant());

    private static void Note(Activity activity, long bytesFreed, int cleaned, int failed, int notReached)
    {
        activity
            .SetTag("rh.bytes.freed", bytesFreed)
            .SetTag("rh.resources.cleaned", cleaned)
            .SetTag("rh.resources.failed", failed)
            .SetTag("rh.resources.not_reached", notReached);
        if (failed > 0 || notReached > 0)
            activity.SetStatus(ActivityStatusCode.Error, $"{failed} failed, {notReached} not reached");
    }
}
