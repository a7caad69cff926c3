namespace ResourceHygiene;

/// <summary>What a release handler reports: the resource is gone, or it has to stay. The default value is <see cref="Released"/> with the entry's size.</summary>
public readonly record struct ReleaseOutcome
{
    // One more than the number reported, so that the default value means "unknown".
    private readonly long _bytesFreedPlusOne;

    private ReleaseOutcome(long bytesFreedPlusOne, string? keptBecause)
    {
        _bytesFreedPlusOne = bytesFreedPlusOne;
        KeptBecause = keptBecause;
    }

    /// <summary>Why the resource stays; <see langword="null"/> where it was released.</summary>
    public string? KeptBecause { get; }

    /// <summary>Bytes freed; -1 where the handler does not know, and the entry's size counts.</summary>
    public long BytesFreed => _bytesFreedPlusOne - 1;

    /// <summary>The resource is gone.</summary>
    /// <param name="bytesFreed">Bytes freed; -1 (the default) counts the entry's size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below -1.</exception>
    public static ReleaseOutcome Released(long bytesFreed = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesFreed, -1);
        return new(bytesFreed + 1, null);
    }

    /// <summary>The resource stays live and tracked, and may be asked again later.</summary>
    /// <param name="why">The reason, for reports.</param>
    /// <exception cref="ArgumentException">No reason is given.</exception>
    public static ReleaseOutcome Kept(string why)
    {
        ArgumentException.ThrowIfNullOrEmpty(why);
        return new(1, why);
    }
}
