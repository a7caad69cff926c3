using System.Numerics;

namespace ResourceHygiene;

/// <summary>
/// Counts durations in fixed buckets, each twice as wide as the one before: up to 1 µs, 2 µs, 4 µs and so on. Allocates nothing.
/// </summary>
internal static class DurationBuckets
{
    /// <summary>The last one but one ends at about 67 s; the last has no end.</summary>
    public const int Count = 28;

    /// <summary>Counts a duration. Any thread may.</summary>
    public static void Add(long[] counts, TimeSpan duration) => Interlocked.Increment(ref counts[IndexOf(duration)]);

    /// <summary>Where a bucket ends, itself included.</summary>
    public static TimeSpan EndOf(int index) =>
        index == Count - 1 ? TimeSpan.MaxValue : TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond << index);

    private static int IndexOf(TimeSpan duration)
    {
        var microseconds = (ulong)((duration.Ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond);
        return microseconds <= 1 ? 0 : Math.Min(Count - 1, BitOperations.Log2(microseconds - 1) + 1);
    }
}
