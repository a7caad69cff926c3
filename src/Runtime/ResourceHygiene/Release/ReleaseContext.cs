namespace ResourceHygiene;

/// <summary>What a release handler, and the methods marked <c>[Trim]</c>, <c>[Offload]</c> and <c>[Persist]</c>, are told.</summary>
public readonly struct ReleaseContext
{
    internal ReleaseContext(ResourceHandle handle, string type, string? name, ReleaseReason reason, CancellationToken deadline)
    {
        Handle = handle;
        Type = type;
        Name = name;
        Reason = reason;
        Deadline = deadline;
    }

    /// <summary>The registration; <see cref="ResourceHandle.None"/> where the resource was never tracked.</summary>
    public ResourceHandle Handle { get; }

    /// <summary>The resource type.</summary>
    public string Type { get; }

    /// <summary>The resource's name, if it has one.</summary>
    public string? Name { get; }

    /// <summary>Why it is let go.</summary>
    public ReleaseReason Reason { get; }

    /// <summary>Cancelled when the time for this is over; long handlers should look at it. Never cancelled where there is no limit.</summary>
    public CancellationToken Deadline { get; }

    /// <summary>Whoever asked leaves the handler behind when the deadline is over: waiting need not end by itself.</summary>
    internal bool IsWatched { get; init; }
}

/// <summary>What an <see cref="ITrimmable"/> is asked for.</summary>
public readonly struct TrimRequest
{
    internal TrimRequest(long bytesWanted, in ReleaseContext context)
    {
        BytesWanted = bytesWanted;
        Context = context;
    }

    /// <summary>How many bytes are still missing; freeing more is allowed but not wanted.</summary>
    public long BytesWanted { get; }

    /// <summary>Which resource, why, and until when.</summary>
    public ReleaseContext Context { get; }
}
