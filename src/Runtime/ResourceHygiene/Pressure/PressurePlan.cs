namespace ResourceHygiene;

/// <summary>What is to be done at one location.</summary>
internal sealed class PressurePlan(
    ResourceLocation location, PressureLevel level, long bytes, CleanupLevel? cleanup, GaugeWatch watch, MemorySample before, string reason, long startedAt)
{
    public ResourceLocation Location => location;

    public PressureLevel Level => level;

    /// <summary>How much is to be freed.</summary>
    public long Bytes => bytes;

    /// <summary>How deep to clean up if a reclaim does not free that much.</summary>
    public CleanupLevel? Cleanup => cleanup;

    /// <summary>Whether what types keep back is to go, too: milder ways have not ended this emergency.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>The gauge that asks for the most.</summary>
    public GaugeWatch Watch => watch;

    /// <summary>What it said.</summary>
    public MemorySample Before => before;

    public string Reason => reason;

    public long StartedAt { get; set; } = startedAt;

    /// <summary>Cancelled when the time for it is over.</summary>
    public CancellationTokenSource Stop { get; } = new();
}
