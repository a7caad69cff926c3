namespace ResourceHygiene;

/// <summary>
/// A limit for the tracked bytes at one location. Soft: it makes room when asked and reserves nothing, so two threads that
/// make room at the same time may go over it together. Every member may be called from any thread.
/// </summary>
public sealed class ResourceBudget
{
    private readonly ResourceCleaner _cleaner;

    /// <summary>Makes a budget.</summary>
    /// <param name="cleaner">Who makes the room.</param>
    /// <param name="limitBytes">The limit, in bytes; not negative.</param>
    /// <param name="location">Where it applies.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public ResourceBudget(ResourceCleaner cleaner, long limitBytes, ResourceLocation location = default)
    {
        ArgumentNullException.ThrowIfNull(cleaner);
        ArgumentOutOfRangeException.ThrowIfNegative(limitBytes);
        _cleaner = cleaner;
        Limit = limitBytes;
        Location = location;
    }

    /// <summary>The limit, in bytes.</summary>
    public long Limit { get; }

    /// <summary>Where it applies.</summary>
    public ResourceLocation Location { get; }

    /// <summary>Tracked bytes there now.</summary>
    public long Used => _cleaner.Tracker.BytesAt(Location);

    /// <summary>
    /// Lets resources go until a number of bytes fits. What is larger than the whole limit never fits: then nothing is let
    /// go, and <see cref="ReclaimReport.Missing"/> says by how much it is too large.
    /// </summary>
    /// <param name="bytes">What is about to be acquired, in bytes.</param>
    /// <returns>What was done; without steps where there was room.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public ReclaimReport MakeRoom(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes > Limit)
            return new(new ReclaimGoal(bytes - Limit, Location), [], bytes - Limit, TimeSpan.Zero);

        return _cleaner.Reclaim(new ReclaimGoal(Math.Max(0, Used - (Limit - bytes)), Location));
    }
}
