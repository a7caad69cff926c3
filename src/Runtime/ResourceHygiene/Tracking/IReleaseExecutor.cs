namespace ResourceHygiene;

/// <summary>
/// Runs user code for the tracker, which decides only who may release what and when. Implemented above the tracker,
/// so that the register knows nothing of handlers.
/// </summary>
internal interface IReleaseExecutor
{
    /// <summary>What the resource can do short of being released.</summary>
    LesserActions LesserActionsOf(string type, object resource);

    /// <summary>
    /// Whether releasing runs no code at all, so that <see cref="Execute"/> would do nothing but say so. The answer is the same for all
    /// resources of the same class and type, until <see cref="ResourceTracker.NoteNewHandler"/> is called.
    /// </summary>
    bool RunsNothing(object resource, string type);

    /// <summary>
    /// Releases a claimed resource on this thread; no lock is held. Never throws. Any status but
    /// <see cref="ReleaseStatus.Kept"/> ends the entry.
    /// </summary>
    /// <param name="resource">The resource.</param>
    /// <param name="order">The release.</param>
    /// <param name="clock">When it may be said to have begun, as a timestamp; 0 for now. Afterwards when it ended, where user code ran.</param>
    ReleaseResult Execute(object resource, in ReleaseOrder order, ref long clock);

    /// <summary>The same without blocking where the resource can be released asynchronously.</summary>
    ValueTask<ReleaseResult> ExecuteAsync(object resource, ReleaseOrder order);
}

/// <summary>What can be done with a resource short of releasing it.</summary>
[Flags]
internal enum LesserActions
{
    None = 0,
    Trim = 1,
    Offload = 2,
}

/// <summary>A claimed release.</summary>
/// <param name="Handle">The registration.</param>
/// <param name="Type">Its resource type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Terms">On which terms it is released.</param>
internal readonly record struct ReleaseOrder(ResourceHandle Handle, string Type, string? Name, long Bytes, ReleaseTerms Terms);

/// <summary>On which terms a release was asked for.</summary>
internal readonly record struct ReleaseTerms
{
    public ReleaseReason Reason { get; init; }

    public WhenLeased WhenLeased { get; init; }

    /// <summary>Cancelled when the time for the release is over.</summary>
    public CancellationToken Deadline { get; init; }

    /// <summary>Leaves out persisting: in a dying process what is saved may be half of it.</summary>
    public bool SkipPersist { get; init; }

    /// <summary>
    /// Cancelled when the handler's own time is over; set where whoever asked watches the thread and leaves it behind then. Not good
    /// for longer than that thread: a release that has to wait is carried out without.
    /// </summary>
    public CancellationToken HandlerTime { get; init; }

    /// <summary>Whoever asked leaves a handler behind that overruns: waiting for an asynchronous one need not end by itself.</summary>
    public bool IsWatched => HandlerTime.CanBeCanceled;

    /// <summary>What a handler is told to look at.</summary>
    public CancellationToken HandlerDeadline => IsWatched ? HandlerTime : Deadline;

    /// <summary>Keeps what others need even where the reason alone would not.</summary>
    public bool RespectDependents { get; init; }

    /// <summary>The owner gave the resource up: nobody is left who would release it later.</summary>
    public bool IsOwnersDecision => IsFinal(Reason);

    /// <summary>Whether live dependents hold the resource back.</summary>
    public bool DependentsHold => RespectDependents || !(IsOwnersDecision || Reason == ReleaseReason.Exit);

    public static bool IsFinal(ReleaseReason reason) => reason is ReleaseReason.Disposed or ReleaseReason.Replaced;
}
