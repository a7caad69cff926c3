namespace ResourceHygiene.Workers;

/// <summary>How a <see cref="SegmentPool"/> makes and keeps segments.</summary>
public sealed record SegmentPoolOptions
{
    /// <summary>What people call the pool, for reports. Default: <c>segments</c>.</summary>
    public string Name { get; init; } = "segments";

    /// <summary>
    /// How many bytes of segments may lie there unused, for the next payload; what was unused longest is let go beyond that.
    /// 0 keeps none. Default: an eighth of the memory that the process may have, and at least 256 MiB.
    /// </summary>
    public long? MaxIdleBytes { get; init; }

    /// <summary>How many bytes all segments together may have, used and unused. Default: no limit.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>What the segments are made of.</summary>
    public SegmentBacking Backing { get; init; }

    /// <summary>
    /// Where <see cref="SegmentBacking.File"/> makes its files; a full path. Default: <c>/dev/shm</c> where it is there, else the
    /// directory for temporary files. The other process must be told of another one: see <see cref="SegmentMap(string?)"/>.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Who tracks the segments. Default: <see cref="ResourceTracker.Shared"/>.</summary>
    public ResourceTracker? Tracker { get; init; }

    /// <summary>Where the names of files are written down. Default: <see cref="LeftoverJournal.Shared"/>, which is opened by the first file.</summary>
    public LeftoverJournal? Journal { get; init; }
}
