namespace ResourceHygiene;

/// <summary>
/// Where a resource stands in the order of release; the smallest goes first. The members are compared from the first to
/// the last, and this order is the decision tree.
/// </summary>
internal readonly record struct VictimKey : IComparable<VictimKey>
{
    /// <summary>The highest priority of the resource and everything that depends on it.</summary>
    public ReleasePriority Priority { get; init; }

    /// <summary>Frees nothing where room is wanted: goes only to make way for what it needs.</summary>
    public bool FreesNothing { get; init; }

    public bool IsExpired { get; init; }

    /// <summary>The cheapest action that is left.</summary>
    public ReleaseAction Action { get; init; }

    public int Rank { get; init; }

    public TimeSpan Idle { get; init; }

    public long Bytes { get; init; }

    public int Uses { get; init; }

    /// <summary>Makes the order the same each time.</summary>
    public ulong Handle { get; init; }

    public int CompareTo(VictimKey other)
    {
        var order = Priority.CompareTo(other.Priority);
        if (order == 0)
            order = FreesNothing.CompareTo(other.FreesNothing);
        if (order == 0)
            order = other.IsExpired.CompareTo(IsExpired);
        if (order == 0)
            order = Action.CompareTo(other.Action);
        if (order == 0)
            order = Rank.CompareTo(other.Rank);
        if (order == 0)
            order = other.Idle.CompareTo(Idle);
        if (order == 0)
            order = other.Bytes.CompareTo(Bytes);
        if (order == 0)
            order = Uses.CompareTo(other.Uses);
        return order == 0 ? Handle.CompareTo(other.Handle) : order;
    }
}
