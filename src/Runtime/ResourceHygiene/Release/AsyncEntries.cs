using System.Runtime.ExceptionServices;

namespace ResourceHygiene;

/// <summary>What <see cref="TrackingEntry"/> cannot do itself: a field of value type must not be held on to across an await.</summary>
internal static class AsyncEntries
{
    public static async ValueTask ReleaseAsync(ResourceHandle handle, ReleaseTerms terms, IAsyncReleasable owner)
    {
        var result = await ResourceTracker.Shared.ReleaseAsync(handle, terms, owner).ConfigureAwait(false);
        if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>The tracker records what is thrown.</summary>
    public static async ValueTask ReleaseAndReportAsync(ResourceHandle handle, ReleaseTerms terms, IAsyncReleasable owner) =>
        await ResourceTracker.Shared.ReleaseAsync(handle, terms, owner).ConfigureAwait(false);

    public static async ValueTask ReleaseUntrackedAsync(IAsyncReleasable owner, ReleaseContext context) =>
        await owner.ReleaseAsync(context).ConfigureAwait(false);

    public static async ValueTask ReportAsync(ValueTask release, string type)
    {
        try
        {
            await release.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            TrackingEntry.Report(type, exception);
        }
    }

    public static ReleaseOutcome Wait(IAsyncReleasable owner, ReleaseContext context) =>
        AsyncHandlers.Wait(() => owner.ReleaseAsync(context), context.IsWatched, context.Deadline);
}
