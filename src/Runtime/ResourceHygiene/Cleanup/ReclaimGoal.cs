namespace ResourceHygiene;

/// <summary>How much room is to be made, and where.</summary>
/// <param name="Bytes">Bytes to free; not negative. <see cref="long.MaxValue"/> frees whatever can be freed.</param>
/// <param name="Location">Where. Default: host memory.</param>
/// <param name="Reason">Why; handlers are told.</param>
public readonly record struct ReclaimGoal(
    long Bytes, ResourceLocation Location = default, ReleaseReason Reason = ReleaseReason.Pressure)
{
    /// <summary>How full the location is, from 0, as of <see cref="ReleaseDemand.Usage"/>: types whose threshold is above that stay.</summary>
    public double? Usage { get; init; }

    /// <summary>Nothing is worse than not getting the room, as of <see cref="ReleaseDemand.Critical"/>: no type keeps anything back.</summary>
    public bool Critical { get; init; }
}
