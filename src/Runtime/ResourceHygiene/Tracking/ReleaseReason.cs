namespace ResourceHygiene;

/// <summary>Why a release was asked for.</summary>
public enum ReleaseReason
{
    /// <summary>The owner disposed the resource. Nothing is persisted, and dependents do not hold it back.</summary>
    Disposed,

    /// <summary>Somebody who is not the owner asked for it by name.</summary>
    Requested,

    /// <summary>The owner put another resource in its place. Treated like <see cref="Disposed"/>.</summary>
    Replaced,

    /// <summary>Room was needed.</summary>
    Pressure,

    /// <summary>It was not used for longer than its retention.</summary>
    Expired,

    /// <summary>The process is ending.</summary>
    Exit,

    /// <summary>Room is needed at any price: what cannot be persisted is released nevertheless, and its content is lost.</summary>
    Critical,
}

/// <summary>What to do when a release is asked for while the resource is leased.</summary>
public enum WhenLeased
{
    /// <summary>Do nothing and say so.</summary>
    Refuse,

    /// <summary>Refuse new leases from now on; the return of the last lease carries out the release.</summary>
    Defer,
}

/// <summary>What became of a request to release, trim or offload.</summary>
public enum ReleaseStatus
{
    /// <summary>This call released the resource.</summary>
    Released,

    /// <summary>Another call has released it or is doing so now; this one did nothing.</summary>
    AlreadyReleased,

    /// <summary>It is leased and stays.</summary>
    Leased,

    /// <summary>It is leased; the return of the last lease releases it.</summary>
    Deferred,

    /// <summary>
    /// User code threw; <see cref="ReleaseResult.Exception"/> has the exception. After a release the entry is gone
    /// nevertheless, as nobody can tell what is left of the resource; after a trim or offload it is still live.
    /// </summary>
    Failed,

    /// <summary>It stays live: its handler declined, it could not be persisted, or another resource needs it.</summary>
    Kept,

    /// <summary>The garbage collector had taken the resource before anybody released it; recorded as a leak.</summary>
    Collected,

    /// <summary>It was trimmed or offloaded: it is still live and occupies less where room was wanted.</summary>
    Reduced,

    /// <summary>The handle is not from this tracker.</summary>
    NotTracked,

    /// <summary>
    /// Its handler was still running when its time was over, and was left behind on a thread of its own. The resource stays
    /// tracked until the handler comes back, if it ever does; what became of it then is counted like any other outcome.
    /// </summary>
    Overrun,
}
