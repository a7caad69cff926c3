namespace ResourceHygiene;

/// <summary>What one gauge last said.</summary>
/// <param name="Gauge">The gauge's name.</param>
/// <param name="Location">Whose memory it measures.</param>
/// <param name="Sample">The last sample; the default value before the first.</param>
/// <param name="Level">The level that it makes.</param>
/// <param name="IsStale">There is no sample, or none that is new enough to count.</param>
public readonly record struct PressureReading(string Gauge, ResourceLocation Location, MemorySample Sample, PressureLevel Level, bool IsStale);

/// <summary>The level at one location has changed.</summary>
/// <param name="At">When.</param>
/// <param name="Location">Where.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level now.</param>
/// <param name="Reason">One sentence with the gauge and the values it saw.</param>
public sealed record PressureChange(DateTimeOffset At, ResourceLocation Location, PressureLevel From, PressureLevel To, string Reason)
{
    /// <summary><c>host: Normal to Warning: host memory has 400 MB of 512 MB (78.1 %) in use</c></summary>
    public override string ToString() => $"{Location}: {From} to {To}: {Reason}";
}

/// <summary>How an action ended.</summary>
public enum PressureOutcome
{
    /// <summary>As much was freed as was to be.</summary>
    Enough,

    /// <summary>Something was freed, but less than was to be.</summary>
    Partial,

    /// <summary>Nothing was freed. The next attempt waits for a while.</summary>
    Nothing,

    /// <summary>The time was over, or the monitor was disposed.</summary>
    Stopped,
}

/// <summary>Something that a <see cref="PressureMonitor"/> did.</summary>
public sealed record PressureAction
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Where memory was short.</summary>
    public required ResourceLocation Location { get; init; }

    /// <summary>How short.</summary>
    public required PressureLevel Level { get; init; }

    /// <summary>One sentence: which gauge, the values it saw, and how much was to be freed.</summary>
    public required string Reason { get; init; }

    /// <summary>How it ended.</summary>
    public required PressureOutcome Outcome { get; init; }

    /// <summary>The sample that it acted on.</summary>
    public required MemorySample Before { get; init; }

    /// <summary>The last sample of the same gauge when it was done.</summary>
    public required MemorySample After { get; init; }

    /// <summary>Bytes that were to be freed.</summary>
    public required long BytesWanted { get; init; }

    /// <summary>Bytes freed by the account of the tracker and of cleaners. What the gauge saw of it is the difference of the two samples.</summary>
    public required long BytesFreed { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What was let go and what was not, with reasons. Not kept in the history, which is to stay small.</summary>
    public ReclaimReport? Reclaim { get; init; }

    /// <summary>The clean-up that followed where reclaiming was not enough. Not kept in the history.</summary>
    public CleanupReport? Cleanup { get; init; }

    /// <summary>The collection and the trim that followed, if they did.</summary>
    public HeapTrimReport? Trim { get; init; }

    /// <summary>One line: where, why, and what came of it.</summary>
    public override string ToString() =>
        $"{Location} {Level}: {Reason}; {ResourceText.Size(BytesFreed)} freed ({Outcome}), then {After}";
}

/// <summary>Something that went wrong while pressure was watched: a gauge, a subscriber, an action.</summary>
/// <param name="At">When.</param>
/// <param name="Source">The gauge's name, or what else it was.</param>
/// <param name="Exception">What was thrown, or an exception that describes what is wrong.</param>
public sealed record PressureFailure(DateTimeOffset At, string Source, Exception Exception)
{
    /// <summary><c>container: memory.max is no number of bytes</c></summary>
    public override string ToString() => $"{Source}: {Exception.Message}";
}
