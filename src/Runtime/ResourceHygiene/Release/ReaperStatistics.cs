using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>What has been let go from one tracker, whoever asked, since it was made. A copy that no longer changes.</summary>
public sealed class ReaperStatistics
{
    private readonly ImmutableArray<(string Type, string Exception, long Count)> _failures;

    internal ReaperStatistics(
        ImmutableDictionary<string, ReleaseCounts> byType,
        ImmutableDictionary<string, DurationHistogram> durationsByType,
        ImmutableArray<(string Type, string Exception, long Count)> failures,
        ImmutableArray<ReleaseFailure> recentFailures)
    {
        ByType = byType;
        Total = byType.Values.Aggregate(default(ReleaseCounts), ReleaseCounts.Add);
        DurationsByType = durationsByType;
        Durations = durationsByType.Values.Aggregate(DurationHistogram.Empty, static (sum, next) => sum.Plus(next));
        _failures = failures;
        FailuresByException = CountByException(failures);
        RecentFailures = recentFailures;
    }

    /// <summary>Counts over all types.</summary>
    public ReleaseCounts Total { get; }

    /// <summary>Counts by resource type.</summary>
    public ImmutableDictionary<string, ReleaseCounts> ByType { get; }

    /// <summary>How long user code took, over all types.</summary>
    public DurationHistogram Durations { get; }

    /// <summary>How long user code took, by resource type.</summary>
    public ImmutableDictionary<string, DurationHistogram> DurationsByType { get; }

    /// <summary>How often user code threw or overran its time, by the exception's full class name.</summary>
    public ImmutableDictionary<string, long> FailuresByException { get; }

    /// <summary>The last failures with their exceptions, oldest first; 64 at most.</summary>
    public ImmutableArray<ReleaseFailure> RecentFailures { get; }

    /// <summary>How often user code of one resource type threw or overran its time, by the exception's full class name.</summary>
    /// <param name="type">The resource type.</param>
    public ImmutableDictionary<string, long> FailuresOf(string type) =>
        CountByException(_failures.Where(failure => string.Equals(failure.Type, type, StringComparison.Ordinal)));

    private static ImmutableDictionary<string, long> CountByException(IEnumerable<(string Type, string Exception, long Count)> failures) =>
        failures
            .GroupBy(static failure => failure.Exception, StringComparer.Ordinal)
            .ToImmutableDictionary(static group => group.Key, static group => group.Sum(static failure => failure.Count), StringComparer.Ordinal);
}
