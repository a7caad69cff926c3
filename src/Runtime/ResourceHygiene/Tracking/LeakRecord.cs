namespace ResourceHygiene;

/// <summary>
/// A resource that the garbage collector took although nobody had released it: not its owner, and not its finalizer.
/// </summary>
/// <param name="Handle">Its former registration.</param>
/// <param name="Type">Its resource type.</param>
/// <param name="Name">Its name, if it had one.</param>
/// <param name="Bytes">Its last known size, in bytes.</param>
/// <param name="Location">Where the bytes lay.</param>
/// <param name="Site">Where it was acquired.</param>
public readonly record struct LeakRecord(
    ResourceHandle Handle, string Type, string? Name, long Bytes, ResourceLocation Location, AcquisitionSite Site)
{
    /// <summary>The stack of its registration, where <see cref="ResourceTracker.CapturesStackTraces"/> asked for it.</summary>
    public string? StackTrace { get; init; }

    /// <summary>One sentence that names the resource and where it was acquired.</summary>
    public override string ToString() =>
        $"{ResourceText.Title(Type, Name)} ({ResourceText.Size(Bytes)} on {Location}), acquired at {Site}, was never released";
}
