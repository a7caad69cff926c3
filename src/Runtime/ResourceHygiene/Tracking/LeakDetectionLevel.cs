namespace ResourceHygiene;

/// <summary>Which resources are reported when the garbage collector takes them unreleased.</summary>
public enum LeakDetectionLevel
{
    /// <summary>None. They are still counted in <see cref="TrackerTotals.Leaked"/>.</summary>
    Off,

    /// <summary>One of every 64 that a thread registers: enough to see a leak that happens often.</summary>
    Sampled,

    /// <summary>All. The default, as it costs a registration nothing.</summary>
    All,
}
