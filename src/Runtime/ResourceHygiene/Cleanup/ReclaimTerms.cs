namespace ResourceHygiene;

/// <summary>What bounds a reclaim besides its goal.</summary>
internal readonly record struct ReclaimTerms
{
    public ReclaimTerms()
    {
    }

    /// <summary>The highest priority that may be let go.</summary>
    public ReleasePriority UpTo { get; init; } = ReleasePriority.Critical;

    /// <summary>Asked after each victim: bytes still missing by measurement. Less than what is missing by the books ends the reclaim sooner.</summary>
    public Func<long>? Missing { get; init; }

    /// <summary>When cancelled, no further victim is taken, and the handler that runs is told.</summary>
    public CancellationToken Stop { get; init; }
}
