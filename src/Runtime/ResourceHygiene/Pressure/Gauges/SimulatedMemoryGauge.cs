namespace ResourceHygiene;

/// <summary>
/// A gauge that shows what it is told to: memory pressure at will, for tests. Every member may be used from any thread.
/// </summary>
public sealed class SimulatedMemoryGauge : IMemoryGauge
{
    private long _limit;
    private long _used;
    private volatile Exception? _failure;
    private int _measurements;

    /// <summary>Makes a gauge that shows an empty memory.</summary>
    /// <param name="limitBytes">The limit to show. Any number, also one that makes no sense: how that is borne can be a test, too.</param>
    /// <param name="location">Whose memory it pretends to be.</param>
    public SimulatedMemoryGauge(long limitBytes, ResourceLocation location = default)
    {
        _limit = limitBytes;
        Location = location;
    }

    /// <inheritdoc/>
    public string Name { get; init; } = "simulated memory";

    /// <inheritdoc/>
    public ResourceLocation Location { get; }

    /// <summary>
    /// Adds what this tracker tracks at the location to <see cref="Used"/>, so that letting go relieves the pressure, as it
    /// does in earnest.
    /// </summary>
    public ResourceTracker? Tracker { get; init; }

    /// <summary>Bytes to show as used, apart from those tracked.</summary>
    public long Used
    {
        get => Volatile.Read(ref _used);
        set => Volatile.Write(ref _used, value);
    }

    /// <summary>The limit to show, in bytes.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>Thrown by each measurement while it is not <see langword="null"/>.</summary>
    public Exception? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>How often it was asked.</summary>
    public int Measurements => Volatile.Read(ref _measurements);

    /// <inheritdoc/>
    public MemorySample Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Interlocked.Increment(ref _measurements);
        if (_failure is { } failure)
            throw failure;
        return new(Used + (Tracker?.BytesAt(Location) ?? 0), Limit, time.GetTimestamp());
    }
}
