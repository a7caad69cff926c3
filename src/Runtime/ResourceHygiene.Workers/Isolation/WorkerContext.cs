namespace ResourceHygiene.Workers;

/// <summary>Where a <see cref="IWorkerDispatcher"/> finds itself.</summary>
public sealed class WorkerContext
{
    internal WorkerContext(string unit, bool isIsolated, bool isRehearsal, CancellationToken stopping)
    {
        Unit = unit;
        IsIsolated = isIsolated;
        IsRehearsal = isRehearsal;
        Stopping = stopping;
    }

    /// <summary>The call that is under way.</summary>
    internal WorkerCall? Call { get; set; }

    /// <summary>The unit of work, as the parent named it in <see cref="IsolatedWorker.SwitchAsync"/>; empty where it named none.</summary>
    public string Unit { get; }

    /// <summary>Whether this is a process of its own: <see langword="false"/> in the parent, where workers are off or could not start.</summary>
    public bool IsIsolated { get; }

    /// <summary>Whether the object is made only for <see cref="IWorkerDispatcher.RehearseAsync"/>, before there is a unit.</summary>
    public bool IsRehearsal { get; }

    /// <summary>Cancelled when the unit ends, in good order or because the parent is gone.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>
    /// Room in the caller's memory, to produce a result in place. Belongs to the call that is under way; return it from the command, and it is
    /// the caller's without a copy.
    /// </summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="length">Elements. They hold what was there before.</param>
    /// <exception cref="InvalidOperationException">No command is running, or the caller has no room.</exception>
    [return: Borrowed]
    public SharedPayload<T> Rent<T>(int length)
        where T : unmanaged
    {
        var current = Call ?? throw new InvalidOperationException($"{nameof(WorkerContext)}.{nameof(Rent)} gives room for the result of a command; none is running.");
        return current.Rent<T>(length);
    }
}
