namespace ResourceHygiene;

/// <summary>
/// Measures how long tasks have had to wait for memory. Stall shows what bytes do not: that the memory left is not enough for
/// the work that is going on. The same rules as for <see cref="IMemoryGauge"/> apply.
/// </summary>
public interface IStallGauge
{
    /// <summary>What reasons and failures call this gauge.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    /// <param name="time">The clock for <see cref="StallSample.TakenAt"/>.</param>
    StallSample Measure(TimeProvider time);
}

/// <summary>How long tasks had waited for memory up to one moment. Both times only ever grow; their growth is what counts.</summary>
/// <param name="Some">Time during which at least one task waited.</param>
/// <param name="Full">Time during which all tasks waited, so that no work was done.</param>
/// <param name="TakenAt">When: a time stamp of the provider that the gauge was given.</param>
public readonly record struct StallSample(TimeSpan Some, TimeSpan Full, long TakenAt);
