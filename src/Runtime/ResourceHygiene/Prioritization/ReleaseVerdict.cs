namespace ResourceHygiene;

/// <summary>What is to be done with a resource, from the mildest to the strongest.</summary>
public enum ReleaseAction
{
    /// <summary>Nothing: it stays.</summary>
    None,

    /// <summary>Let go of a part.</summary>
    Trim,

    /// <summary>Move its content from the device to the host.</summary>
    Offload,

    /// <summary>Let go of all of it.</summary>
    Release,
}

/// <summary>The rules of the decision tree; the one that decided is <see cref="ReleaseVerdict.Rule"/>.</summary>
public static class ReleaseRules
{
    /// <summary>It is leased, so it stays.</summary>
    public const string Leased = "leased";

    /// <summary>A release of it has begun or is pending, so there is nothing more to do.</summary>
    public const string Releasing = "releasing";

    /// <summary>A resource that stays needs it, so it stays.</summary>
    public const string Needed = "needed";

    /// <summary>It was not used for longer than its retention: it goes, before those of its priority that are not expired.</summary>
    public const string Expired = "expired";

    /// <summary>A part of it can go, which costs least.</summary>
    public const string Trimmable = "trimmable";

    /// <summary>Its content can move to the host, which costs less than losing it.</summary>
    public const string Offloadable = "offloadable";

    /// <summary>It goes because of its place in the order: priority, type, idle time, size, use.</summary>
    public const string Ranked = "ranked";
}

/// <summary>One decision about one resource, with the rule that made it.</summary>
/// <param name="Resource">The resource as it was when the decision was made.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Rule">The rule that decided: one of <see cref="ReleaseRules"/>.</param>
/// <param name="Explanation">One sentence with the rule and the values it saw.</param>
public readonly record struct ReleaseVerdict(ResourceInfo Resource, ReleaseAction Action, string Rule, string Explanation)
{
    /// <summary>The explanation.</summary>
    public override string ToString() => Explanation;
}
