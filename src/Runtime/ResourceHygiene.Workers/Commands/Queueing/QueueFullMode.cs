namespace ResourceHygiene.Workers;

/// <summary>What a queue does with work that comes when it is full.</summary>
public enum QueueFullMode
{
    /// <summary>Whoever brings it waits until there is room: the default, as nothing is lost.</summary>
    Wait,

    /// <summary>It is not let in, and ends at once with <see cref="CommandFailure.Rejected"/>.</summary>
    Reject,

    /// <summary>
    /// The oldest among those of the lowest priority that wait makes room for it, and ends with <see cref="CommandFailure.Dropped"/>. Where
    /// all that wait have a higher priority than what comes, that one is dropped itself.
    /// </summary>
    DropOldest,
}
