using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>What has been let go from one tracker, whoever asked, since it was made. A copy that no longer changes.</summary>
public sealed class ReaperStatistics
{
    internal ReaperStatistics(
        ImmutableDictionary<string, ReleaseCounts> byType,
        ImmutableDictionary<string, long> failuresByException,
        ImmutableArray<ReleaseFailure> recentFailures)
    {
        ByType = byType;
        Total = byType.Values.Aggregate(default(ReleaseCounts), ReleaseCounts.Add);
        FailuresByException = failuresByException;
        RecentFailures = recentFailures;
    }

    /// <summary>Counts over all types.</summary>
    public ReleaseCounts Total { get; }

    /// <summary>Counts by resource type.</summary>
    public ImmutableDictionary<string, ReleaseCounts> ByType { get; }

    /// <summary>How often user code threw, by the exception's full class name.</summary>
    public ImmutableDictionary<string, long> FailuresByException { get; }

    /// <summary>The last failures with their exceptions, oldest first; 64 at most.</summary>
    public ImmutableArray<ReleaseFailure> RecentFailures { get; }
}
