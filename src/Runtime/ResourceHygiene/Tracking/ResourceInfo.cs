using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>How far a tracked resource is from being released.</summary>
public enum ResourceState
{
    /// <summary>In service.</summary>
    Live,

    /// <summary>A release was asked for; the return of the last lease carries it out.</summary>
    ReleasePending,

    /// <summary>A release is under way.</summary>
    Releasing,
}

/// <summary>
/// What the tracker knew about one resource at one moment. Values belong together: an entry that changed hands while
/// it was read is read again.
/// </summary>
public readonly record struct ResourceInfo
{
    /// <summary>The registration.</summary>
    public ResourceHandle Handle { get; init; }

    /// <summary>The resource type.</summary>
    public string Type { get; init; }

    /// <summary>What people call the resource, if they do.</summary>
    public string? Name { get; init; }

    /// <summary>Size at <see cref="Location"/>, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Where the bytes lie.</summary>
    public ResourceLocation Location { get; init; }

    /// <summary>How strongly the resource is kept.</summary>
    public ReleasePriority Priority { get; init; }

    /// <summary>The resource's own retention; zero where the policy's applies.</summary>
    public TimeSpan Retention { get; init; }

    /// <summary>Time since registration, the last touch or the last lease, with a resolution of about 15 ms.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>How often it was touched or leased. Uses at the very same moment on several threads may count as one.</summary>
    public int Uses { get; init; }

    /// <summary>Leases held.</summary>
    public int Leases { get; init; }

    /// <summary>How far it is from being released.</summary>
    public ResourceState State { get; init; }

    /// <summary>Whether a part of it can be let go.</summary>
    public bool CanTrim { get; init; }

    /// <summary>Whether its content can be moved from a device to the host.</summary>
    public bool CanOffload { get; init; }

    /// <summary>Where it was acquired.</summary>
    public AcquisitionSite Site { get; init; }

    /// <summary>The resources that it needs; empty for most.</summary>
    public ImmutableArray<ResourceHandle> DependsOn { get; init; }

    /// <summary>Type and name as reports show them: <c>render_cache 'frames 0-24'</c>.</summary>
    public string Title => ResourceText.Title(Type, Name);

    /// <summary>Title, size and location: <c>render_cache 'frames 0-24' (12.4 MB on host)</c>.</summary>
    public override string ToString() => $"{Title} ({ResourceText.Size(Bytes)} on {Location})";
}
