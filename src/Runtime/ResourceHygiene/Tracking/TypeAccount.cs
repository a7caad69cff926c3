namespace ResourceHygiene;

/// <summary>
/// Counters of one resource type. Each is exact; two read one after the other may be from neighbouring moments.
/// </summary>
internal sealed class TypeAccount(string type)
{
    private long _registered;
    private long _released;
    private long _leaked;
    private long _bytes;
    private long _peakBytes;
    private long _refused;
    private long _deferred;
    private long _kept;
    private long _failed;
    private long _reduced;
    private long _bytesFreed;
    private long _busyTicks;

    public string Type { get; } = type;

    public void AddRegistered() => Interlocked.Increment(ref _registered);

    public void AddReleased() => Interlocked.Increment(ref _released);

    public void AddLeaked() => Interlocked.Increment(ref _leaked);

    public void AddBytes(long difference)
    {
        if (difference == 0)
            return;

        var bytes = Interlocked.Add(ref _bytes, difference);
        var peak = Volatile.Read(ref _peakBytes);
        while (bytes > peak)
        {
            var seen = Interlocked.CompareExchange(ref _peakBytes, bytes, peak);
            if (seen == peak)
                break;
            peak = seen;
        }
    }

    /// <summary>Counts the outcome of one attempt.</summary>
    public void AddAttempt(in ReleaseResult result)
    {
        switch (result.Status)
        {
            case ReleaseStatus.Leased:
                Interlocked.Increment(ref _refused);
                break;
            case ReleaseStatus.Deferred:
                Interlocked.Increment(ref _deferred);
                break;
            case ReleaseStatus.Kept:
                Interlocked.Increment(ref _kept);
                break;
            case ReleaseStatus.Failed:
                Interlocked.Increment(ref _failed);
                break;
            case ReleaseStatus.Reduced:
                Interlocked.Increment(ref _reduced);
                break;
            default:
                break;
        }

        if (result.BytesFreed > 0)
            Interlocked.Add(ref _bytesFreed, result.BytesFreed);
        if (result.Duration > TimeSpan.Zero)
            Interlocked.Add(ref _busyTicks, result.Duration.Ticks);
    }

    public ResourceTypeTotals Totals()
    {
        // Ends are read before beginnings: an entry that ends in between must not make the difference negative.
        var released = Volatile.Read(ref _released);
        var leaked = Volatile.Read(ref _leaked);
        var registered = Volatile.Read(ref _registered);
        return new(Type, registered - released - leaked, Volatile.Read(ref _bytes), Volatile.Read(ref _peakBytes), registered, released, leaked);
    }

    public ReleaseCounts Counts() => new(
        Volatile.Read(ref _released),
        Volatile.Read(ref _refused),
        Volatile.Read(ref _deferred),
        Volatile.Read(ref _kept),
        Volatile.Read(ref _failed),
        Volatile.Read(ref _reduced),
        Volatile.Read(ref _bytesFreed),
        TimeSpan.FromTicks(Volatile.Read(ref _busyTicks)));
}
