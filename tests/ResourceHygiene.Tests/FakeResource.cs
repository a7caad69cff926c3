using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

/// <summary>A resource that counts its releases and does whatever a test wants while it is released.</summary>
internal class FakeResource : IReleasable
{
    private int _releases;

    public int Releases => Volatile.Read(ref _releases);

    /// <summary>Runs inside the release, before it is counted as done.</summary>
    public Func<ReleaseContext, ReleaseOutcome>? OnRelease { get; init; }

    public ReleaseOutcome Release(in ReleaseContext context)
    {
        Interlocked.Increment(ref _releases);
        return OnRelease?.Invoke(context) ?? ReleaseOutcome.Released();
    }
}

/// <summary>One that can do everything short of being released, too.</summary>
internal sealed class FakeModel : FakeResource, ITrimmable, IOffloadable, IPersistable
{
    public Func<TrimRequest, long> OnTrim { get; init; } = static _ => 0;

    public Action<ReleaseContext> OnOffload { get; init; } = static _ => { };

    public Action<ReleaseContext> OnPersist { get; init; } = static _ => { };

    public long Trim(TrimRequest request) => OnTrim(request);

    public void Offload(ReleaseContext context) => OnOffload(context);

    public void Persist(ReleaseContext context) => OnPersist(context);
}

internal sealed class FakeTrimmable(Func<TrimRequest, long> trim) : FakeResource, ITrimmable
{
    public long Trim(TrimRequest request) => trim(request);
}

/// <summary>Keeps the resources of a test alive, as the tracker does not.</summary>
internal sealed class Workbench
{
    private readonly List<object> _alive = [];

    public Workbench(TimeProvider? time = null)
    {
        // A clock that stands still: on a busy machine nothing becomes idle between two lines of a test.
        Tracker = new ResourceTracker(time ?? new ManualTimeProvider());
        Reaper = new Reaper(Tracker);
        Cleaner = new ResourceCleaner(Tracker, null, Reaper);
    }

    public ResourceTracker Tracker { get; }

    public Reaper Reaper { get; }

    public ResourceCleaner Cleaner { get; }

    public ResourceHandle Add(
        object resource,
        string type = "test",
        string? name = null,
        long bytes = 0,
        ResourceLocation location = default,
        ReleasePriority priority = ReleasePriority.Normal,
        ImmutableArray<ResourceHandle> dependsOn = default)
    {
        _alive.Add(resource);
        return Tracker.Register(resource, new ResourceRegistration
        {
            Type = type,
            Name = name,
            Bytes = bytes,
            Location = location,
            Priority = priority,
            DependsOn = dependsOn,
        });
    }

    public ResourceInfo Info(ResourceHandle handle)
    {
        Assert.True(Tracker.TryGetInfo(handle, out var info));
        return info;
    }
}
