using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>What one level of a clean-up does with a resource.</summary>
/// <param name="Action">Release, offload or trim.</param>
/// <param name="Because">Why, for the report.</param>
/// <param name="Reason">What a release handler is told.</param>
internal sealed record CleanupStep(ReleaseAction Action, string Because, ReleaseReason Reason = ReleaseReason.Pressure)
{
    /// <summary>What to do instead where a release is not possible because something needs the resource.</summary>
    public CleanupStep? Milder { get; init; }
}

/// <summary>Which level of a clean-up does what with which resource: the table in the documentation of <see cref="CleanupLevel"/>.</summary>
internal readonly struct CleanupPlan
{
    private static readonly CleanupStep s_trim = new(ReleaseAction.Trim, "trimmed");
    private static readonly CleanupStep s_offload = new(ReleaseAction.Offload, "offloaded");

    private readonly ReleasePolicy _policy;
    private readonly CleanupLevel _step;
    private readonly CleanupLevel _deepest;

    /// <summary>Makes the plan of one step of a clean-up that goes as deep as given.</summary>
    public CleanupPlan(ImmutableArray<ResourceInfo> resources, ReleasePolicy policy, CleanupLevel step, CleanupLevel deepest)
    {
        _policy = policy;
        _step = step;
        _deepest = deepest;
        HasWork = false;
        foreach (var resource in resources)
        {
            if (ActionFor(resource) is not null)
            {
                HasWork = true;
                break;
            }
        }
    }

    public bool HasWork { get; }

    /// <summary>What this step does with the resource; nothing for most.</summary>
    public CleanupStep? ActionFor(in ResourceInfo resource)
    {
        var goesAt = GoesAt(resource, out var because, out var reason);
        if (goesAt == _step)
            return new(ReleaseAction.Release, because, reason) { Milder = Milder(resource) };

        // Neither trimmed nor moved first if this very clean-up is going to release it.
        return goesAt <= _deepest ? null
            : _step == CleanupLevel.Medium && resource.CanTrim ? s_trim
            : _step == CleanupLevel.High && CanOffload(resource) ? s_offload
            : null;
    }

    private static bool CanOffload(in ResourceInfo resource) => resource.CanOffload && resource.Location.IsDevice;

    private CleanupStep? Milder(in ResourceInfo resource) =>
        _deepest >= CleanupLevel.High && CanOffload(resource) ? s_offload
        : _deepest >= CleanupLevel.Medium && resource.CanTrim ? s_trim
        : null;

    private CleanupLevel GoesAt(in ResourceInfo resource, out string because, out ReleaseReason reason)
    {
        reason = ReleaseReason.Pressure;
        if (resource.Idle > _policy.RetentionOf(resource))
        {
            because = "expired";
            reason = ReleaseReason.Expired;
            return CleanupLevel.Low;
        }
        if (resource.Type is ResourceTypes.TempBuffers or ResourceTypes.TempDirectory or ResourceTypes.TempFile)
        {
            because = "temporary";
            return CleanupLevel.Medium;
        }
        if (resource.Priority == ReleasePriority.Low)
        {
            because = "low priority";
            return CleanupLevel.High;
        }
        because = "everything goes";
        return CleanupLevel.Critical;
    }
}
