namespace ResourceHygiene;

/// <summary>How requests to let go have ended, for one resource type or for all.</summary>
/// <param name="Released">Entries released, failed handlers included.</param>
/// <param name="Refused">Requests refused because the resource was leased.</param>
/// <param name="Deferred">Requests handed to the return of the last lease.</param>
/// <param name="Kept">Resources that stayed live: declined, not persisted, or needed by another.</param>
/// <param name="Failed">Handlers that threw, in release, trim or offload.</param>
/// <param name="Reduced">Trims and offloads that freed something.</param>
/// <param name="BytesFreed">Bytes freed by all of these.</param>
/// <param name="Busy">Time spent in user code.</param>
public readonly record struct ReleaseCounts(
    long Released, long Refused, long Deferred, long Kept, long Failed, long Reduced, long BytesFreed, TimeSpan Busy)
{
    /// <summary>
    /// Requests that named a live resource, whatever became of them: refused, deferred, kept, failed, reduced and released
    /// ones. Those that came too late are none.
    /// </summary>
    public long Attempts { get; init; }

    /// <summary>Handlers left behind because they overran their deadline. Those that came back later count with their outcome, too.</summary>
    public long Overrun { get; init; }

    /// <summary>The sums of both.</summary>
    public static ReleaseCounts operator +(ReleaseCounts left, ReleaseCounts right) => Add(left, right);

    /// <summary>The sums of both.</summary>
    public static ReleaseCounts Add(ReleaseCounts left, ReleaseCounts right) => new(
        left.Released + right.Released,
        left.Refused + right.Refused,
        left.Deferred + right.Deferred,
        left.Kept + right.Kept,
        left.Failed + right.Failed,
        left.Reduced + right.Reduced,
        left.BytesFreed + right.BytesFreed,
        left.Busy + right.Busy)
    {
        Attempts = left.Attempts + right.Attempts,
        Overrun = left.Overrun + right.Overrun,
    };
}
