using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Clean-up work of your own that takes part in the clean-ups of a <see cref="ResourceCleaner"/>, once registered with
/// <see cref="ResourceCleaner.Register"/>. What it throws is reported and never stops the next. It may clean up itself, and
/// is then not asked a second time: one cleaner never runs twice at the same time.
/// </summary>
public sealed class Cleaner
{
    private readonly object _gate = new();
    private TaskCompletionSource? _running;

    /// <summary>What reports and errors call it. Unique among the cleaners registered together.</summary>
    public required string Name { get; init; }

    /// <summary>The lowest level at which it takes part. Default: <see cref="CleanupLevel.Medium"/>.</summary>
    public CleanupLevel Level { get; init; } = CleanupLevel.Medium;

    /// <summary>Among the cleaners of one level the highest number goes first, as far as <see cref="After"/> allows; equals in the order of their registration. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Names of cleaners that must have had their turn before this one: first those that use a thing, then the one that takes
    /// it away. Only an order: where they fail, or take no part, this one runs nevertheless. Their level may not be higher than
    /// this one's, as this one would then run without them.
    /// </summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>The work. May be left out where <see cref="CleanAsync"/> is there, which is then waited for.</summary>
    public Action<CleanerContext>? Clean { get; init; }

    /// <summary>
    /// The work for asynchronous clean-ups. May be left out where <see cref="Clean"/> is there. A clean-up that is not asynchronous
    /// waits for it on its own thread.
    /// </summary>
    public Func<CleanerContext, ValueTask>? CleanAsync { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    internal bool TryBegin()
    {
        lock (_gate)
        {
            if (_running is not null)
                return false;
            _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    internal void End()
    {
        TaskCompletionSource? ended;
        lock (_gate)
        {
            ended = _running;
            _running = null;
        }
        ended?.SetResult();
    }

    /// <summary>Waits until it no longer runs, or until the deadline.</summary>
    internal void AwaitEnd(CancellationToken deadline)
    {
        TaskCompletionSource? running;
        lock (_gate)
            running = _running;
        if (running is null)
            return;

        // Not a wait that throws: the end of the time is no error here.
        WaitHandle.WaitAny([deadline.WaitHandle, ((IAsyncResult)running.Task).AsyncWaitHandle]);
    }
}
