namespace ResourceHygiene;

/// <summary>
/// The machine's or container's memory as the garbage collector saw it when it last ran, on every platform. The limit lies so that
/// 90 % of it is where the collector turns aggressive, by default that is all there is; <c>GCHighMemPercent</c> moves both.
/// A sample is as old as the last collection. Allocates only after one. For any thread.
/// </summary>
public sealed class GcMemoryGauge : IMemoryGauge
{
    /// <summary>The collector's default for <c>GCHighMemPercent</c>, and the default of <see cref="PressureOptions.EmergencyAt"/>.</summary>
    private const double AggressiveAt = 0.9;

    private readonly LastCollection _last = new();

    /// <summary>Whether this process was configured to turn aggressive sooner than by default.</summary>
    internal static bool IsCareful =>
        GC.GetConfigurationVariables().TryGetValue("GCHighMemPercent", out var value) && value is long and > 0 and < (long)(AggressiveAt * 100);

    /// <inheritdoc/>
    public string Name => "memory seen by the GC";

    /// <inheritdoc/>
    public ResourceLocation Location => ResourceLocation.Host;

    /// <inheritdoc/>
    public MemorySample Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var last = _last.Read(time);
        return new(last.MemoryLoad, (long)(last.HighMemoryLoad / AggressiveAt), last.TakenAt);
    }
}
