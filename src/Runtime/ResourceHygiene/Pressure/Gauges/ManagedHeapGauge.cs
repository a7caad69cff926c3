namespace ResourceHygiene;

/// <summary>
/// The managed heap against its hard limit (<c>GCHeapHardLimit</c>, set by hand or by .NET in a container with a memory
/// limit), or against a limit of your own. Beyond a hard limit there is only <see cref="OutOfMemoryException"/>. Garbage counts until it is
/// collected, so a <see cref="PressureMonitor"/> collects before it lets anything go for this gauge's sake. For any thread.
/// </summary>
public sealed class ManagedHeapGauge : IMemoryGauge
{
    private readonly LastCollection _last = new();
    private readonly long _limit;

    /// <summary>Makes a gauge with a limit of your own.</summary>
    /// <param name="limitBytes">The limit, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public ManagedHeapGauge(long limitBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limitBytes);
        _limit = limitBytes;
    }

    /// <inheritdoc/>
    public string Name => "managed heap";

    /// <inheritdoc/>
    public ResourceLocation Location => ResourceLocation.Host;

    /// <summary>A gauge for the hard limit that is in force; <see langword="null"/> where there is none.</summary>
    public static ManagedHeapGauge? ForHardLimit() =>
        GC.GetConfigurationVariables().TryGetValue("GCHeapHardLimit", out var value) && value is long and > 0
            ? new((long)value)
            : null;

    /// <inheritdoc/>
    public MemorySample Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var takenAt = time.GetTimestamp();
        var last = _last.Read(time);
        // The collector's own figure is as old as its last run, and a heap can fill up between two; the other leaves out what is fragmented.
        return new(Math.Max(GC.GetTotalMemory(forceFullCollection: false), last.HeapSize), _limit, takenAt);
    }
}
