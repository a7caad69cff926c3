namespace ResourceHygiene;

/// <summary>
/// A pin on a tracked resource: while it is held the resource is neither released nor collected. Returning the last
/// lease carries out a release that was asked for meanwhile; if that release fails, the failure is recorded in the
/// reaper's statistics and not thrown here.
/// </summary>
/// <remarks>
/// Meant for a <see langword="using"/> declaration. Do not copy a lease: each copy would return the same pin.
/// The default value holds nothing and may be disposed.
/// </remarks>
public struct Lease : IDisposable
{
    private ResourceTracker? _tracker;
    private readonly ResourceHandle _handle;
    private readonly object _resource;

    internal Lease(ResourceTracker tracker, ResourceHandle handle, object resource)
    {
        _tracker = tracker;
        _handle = handle;
        _resource = resource;
    }

    /// <summary>Whether the lease is held.</summary>
    public readonly bool IsHeld => _tracker is not null;

    /// <summary>The leased registration; <see cref="ResourceHandle.None"/> for the default value.</summary>
    public readonly ResourceHandle Handle => _handle;

    /// <summary>Returns the lease. Further calls on the same variable do nothing.</summary>
    public void Dispose()
    {
        var tracker = _tracker;
        if (tracker is null)
            return;

        _tracker = null;
        tracker.ReturnLease(_handle, _resource);
    }
}
