namespace ResourceHygiene.Workers;

/// <summary>What a <see cref="SegmentPool"/> holds and has done; the numbers may be from neighbouring moments.</summary>
public readonly record struct SegmentPoolStatistics
{
    /// <summary>Segments that exist, used and unused.</summary>
    public int Segments { get; init; }

    /// <summary>Their sizes together, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Segments that wait for the next payload.</summary>
    public int IdleSegments { get; init; }

    /// <summary>Their sizes together, in bytes.</summary>
    public long IdleBytes { get; init; }

    /// <summary>Segments made so far. With a steady load this stops growing.</summary>
    public long Made { get; init; }

    /// <summary>Rents so far.</summary>
    public long Rents { get; init; }
}
