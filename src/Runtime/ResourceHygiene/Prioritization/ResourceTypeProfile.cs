namespace ResourceHygiene;

/// <summary>How a release policy treats one resource type.</summary>
/// <param name="Type">The resource type; empty for types without a profile of their own.</param>
/// <param name="Rank">Which types go first among otherwise equal resources: the lowest rank, from 0 to 10,000.</param>
/// <param name="Retention">Time without use after which a resource of the type counts as expired, unless it has a retention of its own.</param>
public sealed record ResourceTypeProfile(string Type, int Rank, TimeSpan Retention)
{
    internal const int HighestRank = 10_000;

    /// <summary>
    /// How many live resources of the type stay, whatever else is asked; those that would go last. They may still be
    /// trimmed and offloaded. Only a <see cref="ReleaseDemand.Critical"/> demand goes below.
    /// </summary>
    public int KeepAtLeast { get; init; }

    /// <summary>
    /// How full the wanted location must be, from 0 to 1, before anything of the type goes that is not expired. Where
    /// <see cref="ReleaseDemand.Usage"/> does not say how full it is, room is simply wanted, and the threshold holds nothing back.
    /// </summary>
    public double Threshold { get; init; }

    /// <summary>The type goes in parts: what can be trimmed is trimmed before anything stronger happens to it, even where it is expired or a trim will not be enough.</summary>
    public bool Incremental { get; init; }

    /// <summary>The content compresses well, so dropping it gains less: only the weighted score asks.</summary>
    public bool Compressible { get; init; }

    /// <summary>Refuses what cannot be meant, by type and value.</summary>
    internal void Validate(string parameterName)
    {
        var subject = Type.Length == 0 ? "other types" : $"'{Type}'";
        if (Rank is < 0 or > HighestRank)
            throw new ArgumentOutOfRangeException(parameterName, Rank, $"The rank of {subject} must be from 0 to {HighestRank}.");
        if (Retention <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(parameterName, Retention, $"The retention of {subject} must be positive.");
        if (KeepAtLeast < 0)
            throw new ArgumentOutOfRangeException(parameterName, KeepAtLeast, $"The number of {subject} to keep must not be negative.");
        if (!(Threshold >= 0 && Threshold <= 1))
            throw new ArgumentOutOfRangeException(parameterName, Threshold, $"The threshold of {subject} must be from 0 to 1.");
    }
}
