namespace ResourceHygiene;

/// <summary>Releases resources of a class that one cannot change, asynchronously. Started outside every lock, without the caller's synchronization context; whoever asked for the release waits for it.</summary>
/// <typeparam name="T">The class, or an interface that it implements.</typeparam>
/// <param name="resource">The resource, claimed: nobody else releases it.</param>
/// <param name="context">Which resource, why, and until when.</param>
/// <returns>Whether the resource is gone or has to stay.</returns>
public delegate ValueTask<ReleaseOutcome> AsyncReleaseHandler<in T>(T resource, ReleaseContext context)
    where T : class;

/// <summary>A <see cref="ResourceHandler{T}"/> of whatever class.</summary>
public abstract record ResourceHandler
{
    private protected ResourceHandler()
    {
    }

    internal abstract TypedHandler Typed();
}

/// <summary>
/// Everything that can be done with resources of a class that one cannot change. The same as <see cref="IReleasable"/>,
/// <see cref="ITrimmable"/>, <see cref="IOffloadable"/> and <see cref="IPersistable"/> for a class of one's own, which is asked
/// first; the same times and concurrency apply. Members left out are as if the class did not have them.
/// </summary>
/// <typeparam name="T">The class, or an interface that it implements.</typeparam>
public sealed record ResourceHandler<T> : ResourceHandler
    where T : class
{
    /// <summary>Releases the resource. Where this and <see cref="ReleaseAsync"/> are left out, it is disposed.</summary>
    public ReleaseHandler<T>? Release { get; init; }

    /// <summary>Releases the resource asynchronously. Not used where there is a <see cref="Release"/>.</summary>
    public AsyncReleaseHandler<T>? ReleaseAsync { get; init; }

    /// <summary>Lets go of a part and returns the bytes freed.</summary>
    public Func<T, TrimRequest, long>? Trim { get; init; }

    /// <summary>Moves the content from a device to the host.</summary>
    public Action<T, ReleaseContext>? Offload { get; init; }

    /// <summary>Saves the content before somebody other than the owner releases it. If it throws, the resource is kept.</summary>
    public Action<T, ReleaseContext>? Persist { get; init; }

    internal override TypedHandler Typed() => new TypedHandler<T>(this);
}
