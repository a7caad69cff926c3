namespace ResourceHygiene;

/// <summary>
/// One decision about one resource: the rule that made it, the values that it saw, and on request all of it in words.
/// </summary>
public readonly record struct ReleaseVerdict
{
    /// <summary>The resource as it was when the decision was made.</summary>
    public ResourceInfo Resource { get; init; }

    /// <summary>What is to be done.</summary>
    public ReleaseAction Action { get; init; }

    /// <summary>The rule that decided: one of <see cref="ReleaseRules"/>.</summary>
    public string Rule { get; init; }

    /// <summary>The effective priority: the highest of the resource's own and those of everything that depends on it.</summary>
    public ReleasePriority Priority { get; init; }

    /// <summary>How the policy treats the resource's type.</summary>
    public ResourceTypeProfile Profile { get; init; }

    /// <summary>The retention that counted: the resource's own, else its type's.</summary>
    public TimeSpan Retention { get; init; }

    /// <summary>Whether the resource was not used for longer than that.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Whether it counts as active: of critical priority, or used within <see cref="ReleasePolicy.ActiveWithin"/>.</summary>
    public bool IsActive { get; init; }

    /// <summary>The score that decided; <see langword="null"/> under the decision tree.</summary>
    public double? Score { get; init; }

    /// <summary>Bytes that the action frees where room is wanted; of a trim, the most that it may free.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes that were missing when the decision was made; <see langword="null"/> where no number was wanted.</summary>
    public long? Missing { get; init; }

    /// <summary>How many live resources of its type there were, where <see cref="ResourceTypeProfile.KeepAtLeast"/> was asked.</summary>
    public int LiveOfType { get; init; }

    /// <summary>How full the wanted location was said to be.</summary>
    public double? Usage { get; init; }

    /// <summary>What needs it, where that is why it stays; else the default value.</summary>
    public ResourceHandle NeededBy { get; init; }

    /// <summary>One sentence with the rule and the values it saw. Made anew each time it is read.</summary>
    public string Explanation => VerdictText.Of(this);

    internal string? NeededByTitle { get; init; }

    /// <summary>The explanation.</summary>
    public override string ToString() => Explanation;
}
