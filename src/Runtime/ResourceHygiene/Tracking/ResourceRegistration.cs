using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>What a <see cref="ResourceTracker"/> is told about a resource when it is registered.</summary>
public readonly record struct ResourceRegistration
{
    /// <summary>The resource type, by which policies and release handlers are found: one of <see cref="ResourceTypes"/> or a name of your own.</summary>
    public required string Type { get; init; }

    /// <summary>What people call this resource, for reports; a path, a key, a range.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// What the resource occupies at <see cref="Location"/>, in bytes, below 2^47. 0 asks the resource itself when it
    /// is an <see cref="ISizedResource"/>, and otherwise means that the size does not matter.
    /// </summary>
    public long Bytes { get; init; }

    /// <summary>Where the bytes lie. Default: host memory.</summary>
    public ResourceLocation Location { get; init; }

    /// <summary>How strongly the resource is kept when something has to go.</summary>
    public ReleasePriority Priority { get; init; }

    /// <summary>Time without use after which the resource counts as expired; zero takes the value of the release policy.</summary>
    public TimeSpan Retention { get; init; }

    /// <summary>Where the resource was acquired, for leak reports.</summary>
    public AcquisitionSite Site { get; init; }

    /// <summary>
    /// Live resources that this one needs: they are kept while this one lives, and in a batch this one goes first.
    /// As they must exist already, no cycle can be built.
    /// </summary>
    public ImmutableArray<ResourceHandle> DependsOn { get; init; }
}
