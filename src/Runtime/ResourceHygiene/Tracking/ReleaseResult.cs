namespace ResourceHygiene;

/// <summary>The outcome of one request to release, trim or offload one resource.</summary>
/// <param name="Status">What became of the request.</param>
/// <param name="BytesFreed">
/// Bytes freed where they lay: what the handler reported, else the entry's size; 0 unless <see cref="ReleaseStatus.Released"/>
/// or <see cref="ReleaseStatus.Reduced"/>.
/// </param>
/// <param name="Exception">What user code threw, if it did.</param>
/// <param name="Message">Why the resource was kept or refused; <see langword="null"/> where the status says it all.</param>
/// <param name="Duration">Time spent in user code.</param>
public readonly record struct ReleaseResult(
    ReleaseStatus Status,
    long BytesFreed = 0,
    Exception? Exception = null,
    string? Message = null,
    TimeSpan Duration = default)
{
    /// <summary>Whether the resource is no longer tracked, whoever released it.</summary>
    public bool IsGone => Status is ReleaseStatus.Released or ReleaseStatus.AlreadyReleased or ReleaseStatus.Failed
        or ReleaseStatus.Collected or ReleaseStatus.NotTracked;
}

/// <summary>One attempted release that reached user code, as subscribers of <see cref="ResourceTracker.ReleaseCompleted"/> see it.</summary>
/// <param name="Handle">The registration.</param>
/// <param name="Type">Its resource type.</param>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="Reason">Why the release was asked for.</param>
/// <param name="Result">What became of it.</param>
public readonly record struct ReleaseRecord(
    ResourceHandle Handle, string Type, string? Name, ReleaseReason Reason, ReleaseResult Result);
