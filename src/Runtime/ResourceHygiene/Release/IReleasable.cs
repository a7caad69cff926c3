namespace ResourceHygiene;

/// <summary>
/// A resource that knows how to release itself. Generated for <see cref="TrackedResourceAttribute"/> classes; the
/// runtime calls it once, on the thread that asked for the release, and again only if it answered
/// <see cref="ReleaseOutcome.Kept"/>.
/// </summary>
public interface IReleasable
{
    /// <summary>Releases everything the resource owns, or declines. What it throws is recorded, and the entry is gone all the same.</summary>
    /// <param name="context">Which resource, why, and until when.</param>
    ReleaseOutcome Release(in ReleaseContext context);
}

/// <summary>
/// A resource that can release itself without blocking. Generated for <see cref="TrackedResourceAttribute"/> classes that own something
/// with a <c>DisposeAsync</c>; their <c>DisposeAsync</c> comes here, once. Whoever calls <see cref="IReleasable.Release"/> waits.
/// </summary>
public interface IAsyncReleasable : IReleasable
{
    /// <summary>Releases everything the resource owns, or declines. What it throws is recorded, and the entry is gone all the same.</summary>
    /// <param name="context">Which resource, why, and until when.</param>
    ValueTask<ReleaseOutcome> ReleaseAsync(ReleaseContext context);
}

/// <summary>
/// A resource that can let go of a part and keep the rest. No lease is held when a trim begins and none of its
/// releases can run meanwhile, but a lease may be taken: a trim must get on with the type's other methods.
/// </summary>
public interface ITrimmable
{
    /// <summary>Lets go of a part.</summary>
    /// <param name="request">How much is wanted.</param>
    /// <returns>Bytes freed; 0 if there was nothing to spare.</returns>
    long Trim(TrimRequest request);
}

/// <summary>A resource on a device that can move its content to the host. The same concurrency as for <see cref="ITrimmable"/> applies.</summary>
public interface IOffloadable
{
    /// <summary>Moves the content to the host; afterwards no device memory is held.</summary>
    /// <param name="context">Which resource, why, and until when.</param>
    void Offload(ReleaseContext context);
}

/// <summary>A resource whose content should be saved before somebody other than its owner releases it.</summary>
public interface IPersistable
{
    /// <summary>Saves the content. If it throws, the resource is kept.</summary>
    /// <param name="context">Which resource, why, and until when.</param>
    void Persist(ReleaseContext context);
}
