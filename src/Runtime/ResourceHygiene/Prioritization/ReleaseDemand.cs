namespace ResourceHygiene;

/// <summary>What is wanted of a <see cref="ReleasePrioritizer"/>: how much room, where, and how urgently.</summary>
public readonly record struct ReleaseDemand
{
    /// <summary>
    /// Where room is wanted; resources that free nothing there, directly or by making way, are left out.
    /// <see langword="null"/> takes all.
    /// </summary>
    public ResourceLocation? Location { get; init; }

    /// <summary>
    /// How many bytes are wanted. What would be enough decides which action is the cheapest sufficient one.
    /// Needs a <see cref="Location"/>. <see langword="null"/> asks for everything that can go, the mildest actions first.
    /// </summary>
    public long? Bytes { get; init; }

    /// <summary>The most actions that may be taken; <see langword="null"/> sets no limit.</summary>
    public int? Count { get; init; }

    /// <summary>How full the location is: 0.7 for 70 %. Types with a <see cref="ResourceTypeProfile.Threshold"/> above that are held back unless they are expired.</summary>
    public double? Usage { get; init; }

    /// <summary>Nothing is worse than not getting the room: <see cref="ResourceTypeProfile.KeepAtLeast"/> and <see cref="ResourceTypeProfile.Threshold"/> do not hold.</summary>
    public bool Critical { get; init; }

    internal void Validate(string parameterName)
    {
        if (Bytes is < 0)
            throw new ArgumentOutOfRangeException(parameterName, Bytes, "The number of bytes must not be negative.");
        if (Bytes is not null && Location is null)
            throw new ArgumentException("A number of bytes is wanted somewhere: set Location.", parameterName);
        if (Count is < 0)
            throw new ArgumentOutOfRangeException(parameterName, Count, "The number of actions must not be negative.");
        if (Usage is { } usage && !(usage >= 0))
            throw new ArgumentOutOfRangeException(parameterName, Usage, "The usage must be a number from 0.");
    }
}
