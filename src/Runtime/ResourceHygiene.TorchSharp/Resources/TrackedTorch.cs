namespace ResourceHygiene;

/// <summary>
/// An object of TorchSharp as a tracked resource: this object owns it, the tracker knows its size and device, and it is released once, by
/// <see cref="Dispose"/>, by a scope, under pressure or at exit. Use it under a lease where it may be released at any time.
/// </summary>
/// <typeparam name="T">The object's class.</typeparam>
/// <remarks>Every member may be called from any thread.</remarks>
public abstract class TrackedTorch<T> : IReleasable, ISizedResource, IDisposable
    where T : class, IDisposable
{
    private readonly T _value;
    private TrackingEntry _entry;
    private volatile bool _isReleased;

    private protected TrackedTorch(T value) => _value = value;

    /// <summary>The registration in <see cref="ResourceTracker.Shared"/>.</summary>
    public ResourceHandle Handle => _entry.Handle;

    /// <summary>The object. Do not dispose it: it belongs to this one.</summary>
    /// <exception cref="ObjectDisposedException">It was released.</exception>
    public T Value
    {
        [return: Borrowed]
        get
        {
            _entry.ThrowIfReleased(this);
            return _value;
        }
    }

    /// <summary>What it occupies now, in bytes; 0 once it was released.</summary>
    public long SizeInBytes => _isReleased ? 0 : Measure().Bytes;

    /// <summary>Pins it: it is neither released nor offloaded until the lease is returned.</summary>
    /// <param name="lease">The lease, to be disposed.</param>
    /// <returns><see langword="false"/> where it was released, or is to be.</returns>
    public bool TryLease([Owned] out Lease lease) => _entry.TryLease(out lease);

    /// <summary>Tells the tracker size and device anew, after the object has grown or was moved.</summary>
    public void Refresh()
    {
        var (bytes, location) = Measure();
        ResourceTracker.Shared.SetBytes(_entry.Handle, bytes, location);
    }

    /// <summary>Releases it, once; while it is leased, the last lease's return does.</summary>
    public void Dispose()
    {
        _entry.Dispose(this);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        _isReleased = true;
        _value.Dispose();
        return default;
    }

    private protected abstract TorchMemory.Footprint Measure();

    /// <summary>The object while it is pinned or being released, when <see cref="Value"/> would refuse.</summary>
    private protected T Held => _value;

    private protected void Begin(in TorchTracking tracking, ResourceHandle dependsOn = default)
    {
        var (bytes, location) = Measure();
        _entry.Track(this, new ResourceRegistration
        {
            Type = tracking.Type,
            Name = tracking.Name,
            Bytes = bytes,
            Location = location,
            Priority = tracking.Priority,
            Site = tracking.Site,
            DependsOn = dependsOn.IsNone ? [] : [dependsOn],
        });
    }
}

/// <summary>What the tracker is to know of an object of TorchSharp, apart from what the object says itself.</summary>
internal readonly record struct TorchTracking(string Type, string? Name, ReleasePriority Priority, AcquisitionSite Site);
