namespace ResourceHygiene;

/// <summary>How much room is to be made, and where.</summary>
/// <param name="Bytes">Bytes to free; not negative. <see cref="long.MaxValue"/> frees whatever can be freed.</param>
/// <param name="Location">Where. Default: host memory.</param>
/// <param name="Reason">Why; handlers are told.</param>
public readonly record struct ReclaimGoal(
    long Bytes, ResourceLocation Location = default, ReleaseReason Reason = ReleaseReason.Pressure);
