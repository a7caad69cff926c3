namespace ResourceHygiene;

/// <summary>The rules of the decision; the one that decided is <see cref="ReleaseVerdict.Rule"/>.</summary>
public static class ReleaseRules
{
    /// <summary>It is leased, so it stays.</summary>
    public const string Leased = "leased";

    /// <summary>A release of it has begun or is pending, so there is nothing more to do.</summary>
    public const string Releasing = "releasing";

    /// <summary>A resource that stays needs it, so it stays.</summary>
    public const string Needed = "needed";

    /// <summary>No more of its type are left than <see cref="ResourceTypeProfile.KeepAtLeast"/>, so it stays.</summary>
    public const string KeepAtLeast = "keep_at_least";

    /// <summary>The location is not as full as its type's <see cref="ResourceTypeProfile.Threshold"/>, so it stays.</summary>
    public const string BelowThreshold = "below_threshold";

    /// <summary>It stays because its turn has not come: what goes before it is enough.</summary>
    public const string NotReached = "not_reached";

    /// <summary>It was not used for longer than its retention: it goes, before those that are not expired.</summary>
    public const string Expired = "expired";

    /// <summary>A part of it can go, which costs least.</summary>
    public const string Trimmable = "trimmable";

    /// <summary>A part of it goes because its type goes in parts: <see cref="ResourceTypeProfile.Incremental"/>.</summary>
    public const string Incremental = "incremental";

    /// <summary>Its content can move to the host, which costs less than losing it.</summary>
    public const string Offloadable = "offloadable";

    /// <summary>It could be trimmed, but trims would not free what is missing: it goes as a whole.</summary>
    public const string TrimNotEnough = "trim_not_enough";

    /// <summary>It goes because of its place in the order: priority, type, idle time, size, use.</summary>
    public const string Ranked = "ranked";

    /// <summary>It goes because its score is the lowest: <see cref="ReleaseAlgorithms.WeightedScore"/>.</summary>
    public const string Scored = "scored";

    /// <summary>It would have stayed by <see cref="KeepAtLeast"/> or <see cref="BelowThreshold"/>, but the demand was <see cref="ReleaseDemand.Critical"/>.</summary>
    public const string Critical = "critical";
}
