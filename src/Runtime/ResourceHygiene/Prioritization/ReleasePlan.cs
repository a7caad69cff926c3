using System.Collections.Immutable;
using System.Text;

namespace ResourceHygiene;

/// <summary>
/// What would be done to meet a demand, in order, and what would come of it. Nothing was done: making a plan is a dry run.
/// </summary>
public sealed class ReleasePlan
{
    internal ReleasePlan(in ReleaseDemand demand, ImmutableArray<ReleaseVerdict> verdicts, ImmutableArray<ReleaseVerdict> kept)
    {
        Demand = demand;
        Verdicts = verdicts;
        Kept = kept;
        foreach (var verdict in verdicts)
        {
            if (verdict.Action == ReleaseAction.Trim)
                TrimBytes += verdict.Bytes;
            else
                Bytes += verdict.Bytes;
        }
    }

    /// <summary>What was asked for.</summary>
    public ReleaseDemand Demand { get; }

    /// <summary>What would be done, in order. A resource is there once for each action that would be taken.</summary>
    public ImmutableArray<ReleaseVerdict> Verdicts { get; }

    /// <summary>What stays in spite of the demand, with the reason; empty where the demand was met without asking all.</summary>
    public ImmutableArray<ReleaseVerdict> Kept { get; }

    /// <summary>Bytes that would be freed where room is wanted, not counting trims.</summary>
    public long Bytes { get; }

    /// <summary>The most that the trims may free besides. How much it will be is known only afterwards, so the plan does not count on it.</summary>
    public long TrimBytes { get; }

    /// <summary>Bytes that would still be missing; 0 where none were wanted.</summary>
    public long Missing => Math.Max(0, (Demand.Bytes ?? 0) - Bytes);

    /// <summary>Whether the wanted bytes would be freed.</summary>
    public bool IsEnough => Missing == 0;

    /// <summary>A line with the sums, then one for each verdict.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"would free {ResourceText.Size(Bytes)}");
        if (Demand.Location is { } location)
            text.Append($" on {location}");
        if (TrimBytes > 0)
            text.Append($", and up to {ResourceText.Size(TrimBytes)} by trims");
        if (!IsEnough)
            text.Append($", {ResourceText.Size(Missing)} missing");
        foreach (var verdict in Verdicts)
            text.Append('\n').Append(verdict.Explanation);
        foreach (var verdict in Kept)
            text.Append('\n').Append(verdict.Explanation);
        return text.ToString();
    }
}
