namespace ResourceHygiene;

/// <summary>
/// Counts what a tracker does from <see cref="ResourceTracker.BeginStatistics"/> until it is disposed, on all threads. Scopes
/// may be nested and may overlap: what happens in an inner one counts in the outer ones as well.
/// </summary>
/// <remarks>Thread-safe. Costs the registrations meanwhile nothing. A copy is the same scope. The default value counts nothing.</remarks>
public readonly struct StatisticsScope : IDisposable, IEquatable<StatisticsScope>
{
    private readonly TrackerPeaks? _peaks;
    private readonly int _place;
    private readonly int _version;

    internal StatisticsScope(TrackerPeaks peaks)
    {
        _peaks = peaks;
        (_place, _version) = peaks.Begin();
    }

    /// <summary>What has happened since the scope began.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public TrackerStatistics Read() => Read(close: false) ?? throw new ObjectDisposedException(nameof(StatisticsScope));

    /// <summary>Ends the scope; what happened in it.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public TrackerStatistics End() => Read(close: true) ?? throw new ObjectDisposedException(nameof(StatisticsScope));

    /// <summary>Ends the scope. Further calls do nothing.</summary>
    public void Dispose() => Read(close: true);

    /// <summary>Whether both are the same scope.</summary>
    public static bool operator ==(StatisticsScope left, StatisticsScope right) => left.Equals(right);

    /// <summary>Whether the scopes differ.</summary>
    public static bool operator !=(StatisticsScope left, StatisticsScope right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(StatisticsScope other) =>
        _peaks == other._peaks && _place == other._place && _version == other._version;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StatisticsScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_place, _version);

    private TrackerStatistics? Read(bool close) => _peaks is null ? default(TrackerStatistics) : _peaks.Read(_place, _version, close);
}

/// <summary>
/// What a tracker did in some time. Sums are exact when nobody is registering or releasing. Peaks are exact where one
/// thread did all of that; each other thread makes <paramref name="PeakBytes"/> uncertain by less than 256 KiB and
/// <paramref name="PeakLive"/> by less than 32, as no two threads write to the same memory to count.
/// </summary>
/// <param name="Registered">Registrations.</param>
/// <param name="Released">Entries that went because somebody released them, failed handlers included.</param>
/// <param name="Leaked">Entries that the garbage collector took before anybody released them, as far as noticed.</param>
/// <param name="LiveAtStart">Resources tracked at the beginning.</param>
/// <param name="Live">Resources tracked at the end, or now.</param>
/// <param name="PeakLive">The most resources tracked at one moment.</param>
/// <param name="BytesAtStart">Their sizes at the beginning, all locations together.</param>
/// <param name="Bytes">Their sizes at the end, or now.</param>
/// <param name="PeakBytes">The largest sum of sizes at one moment.</param>
public readonly record struct TrackerStatistics(
    long Registered,
    long Released,
    long Leaked,
    long LiveAtStart,
    long Live,
    long PeakLive,
    long BytesAtStart,
    long Bytes,
    long PeakBytes)
{
    /// <summary>How much more than at the beginning was needed at the peak, in bytes.</summary>
    public long PeakGrowth => PeakBytes - BytesAtStart;
}
