namespace ResourceHygiene;

/// <summary>
/// A pin on a tracked resource: while it is held the resource is neither released nor collected. Returning the last
/// lease carries out a release that was asked for meanwhile; if that release fails, the failure is recorded in the
/// reaper's statistics and not thrown here.
/// </summary>
/// <remarks>
/// Meant for a <see langword="using"/> declaration, or <see langword="await"/> <see langword="using"/> where the release may be awaited. Do not copy a lease: each copy would return the same pin.
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

    /// <summary>
    /// The same, where a release that falls due is not to hold up the thread: one that was asked for through DisposeAsync, or
    /// that has nothing synchronous to call, is awaited. Over when that release is.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        var tracker = _tracker;
        if (tracker is null)
            return default;

        _tracker = null;
        return tracker.ReturnLeaseAsync(_handle, _resource);
    }
}
