namespace ResourceHygiene.Workers;

/// <summary>
/// Makes queues of this process. Both behave alike: higher priorities first, the older one first among equals, nobody waits for ever.
/// </summary>
public static class CommandQueues
{
    /// <summary>
    /// A queue without locks: what comes and goes at the same time never waits for a thread that was interrupted. What is taken back before
    /// its turn keeps its place, emptied, until its turn comes. The one that a pool makes for itself.
    /// </summary>
    /// <param name="options">How it behaves.</param>
    public static ICommandQueue CreateLockFree(CommandQueueOptions? options = null) => new LockFreeQueue(options ?? new());

    /// <summary>A queue under one lock: what is taken back leaves nothing behind. For programs that cancel most of what they bring.</summary>
    /// <param name="options">How it behaves.</param>
    public static ICommandQueue CreateLocked(CommandQueueOptions? options = null) => new LockedQueue(options ?? new());
}
