using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>How long handlers took: counts in buckets that double in width, from 1 µs to about a minute. A copy that no longer changes.</summary>
public sealed class DurationHistogram
{
    internal DurationHistogram(ImmutableArray<long> counts)
    {
        Counts = counts;
        foreach (var count in counts)
            Total += count;
    }

    /// <summary>An empty one.</summary>
    public static DurationHistogram Empty { get; } = new([.. new long[DurationBuckets.Count]]);

    /// <summary>Where each bucket ends, itself included; the last is <see cref="TimeSpan.MaxValue"/>.</summary>
    public static ImmutableArray<TimeSpan> Bounds { get; } = [.. Enumerable.Range(0, DurationBuckets.Count).Select(DurationBuckets.EndOf)];

    /// <summary>How many durations fell into each bucket of <see cref="Bounds"/>.</summary>
    public ImmutableArray<long> Counts { get; }

    /// <summary>How many there are.</summary>
    public long Total { get; }

    /// <summary>
    /// A duration that at least this share of the handlers did not exceed: the end of their bucket, so at most twice too
    /// long. Zero where nothing was counted.
    /// </summary>
    /// <param name="share">From 0 to 1: 0.5 for the median, 0.99 for the slowest hundredth.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public TimeSpan Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share must be from 0 to 1.");

        var wanted = Math.Max(1, (long)Math.Ceiling(share * Total));
        long seen = 0;
        for (var i = 0; i < Counts.Length; i++)
        {
            seen += Counts[i];
            if (seen >= wanted)
                return Bounds[i];
        }
        return TimeSpan.Zero;
    }

    internal DurationHistogram Plus(DurationHistogram other) => new([.. Counts.Zip(other.Counts, static (left, right) => left + right)]);
}
