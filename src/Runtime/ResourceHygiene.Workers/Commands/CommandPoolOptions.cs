using System.Diagnostics.Metrics;

namespace ResourceHygiene.Workers;

/// <summary>How a <see cref="CommandPool"/> behaves. Read once, when the pool is made.</summary>
public sealed record CommandPoolOptions
{
    internal static readonly TimeSpan LongestTimeLimit = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>What the pool is called, in metrics, messages and the names of its threads.</summary>
    public string Name { get; init; } = "commands";

    /// <summary>How many run at a time, commands and jobs together; by default as many as there are processors.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>How many may wait; <see langword="null"/>, the default, for any number. Not where <see cref="Queue"/> is given.</summary>
    public int? QueueCapacity { get; init; }

    /// <summary>What happens when as many wait. Not where <see cref="Queue"/> is given.</summary>
    public QueueFullMode QueueFullMode { get; init; }

    /// <summary>Where work waits; a lock-free queue of this process if it is not said. The pool completes and disposes it when it ends.</summary>
    public ICommandQueue? Queue { get; init; }

    /// <summary>Who runs commands; a <see cref="ProcessCommandExecutor"/> if it is not said.</summary>
    public ICommandExecutor? Executor { get; init; }

    /// <summary>How long a command or job may run that does not say it itself; without limit if it is not said.</summary>
    public TimeSpan DefaultTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Asked after each attempt that did not succeed, unless it was cancelled, shed, or the pool is ending: how long until the next one, or
    /// <see langword="null"/> for no further one. What waits for its next attempt takes up no room, and a pause is 49 days at most. No retries if it is
    /// not said. Must not throw; if it does, what it throws is the outcome.
    /// </summary>
    public Func<CommandAttempt, TimeSpan?>? Retry { get; init; }

    /// <summary>
    /// How long what runs may go on when the pool is disposed or <see cref="Stopping"/> is cancelled, before it is ended; and then
    /// how long the pool waits for it to be gone. 5 s by default.
    /// </summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Stops the pool when it is cancelled, and holds back whoever cancels until that has happened: such as <see cref="ExitCleanup.Stopping"/>,
    /// so that a program that is told to end ends its commands first.
    /// </summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Who tracks what runs, so that it can be ended to make room; <see cref="ResourceTracker.Shared"/> if it is not said.</summary>
    public ResourceTracker? Tracker { get; init; }

    /// <summary>The clock of time limits, pauses and graces; that of the system if it is not said.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Makes the pool's meter, in a host with dependency injection; one of its own if it is not said.</summary>
    public IMeterFactory? Meters { get; init; }

    internal static void ThrowIfNotATimeLimit(TimeSpan limit, string parameterName)
    {
        if (limit != Timeout.InfiniteTimeSpan && (limit <= TimeSpan.Zero || limit > LongestTimeLimit))
            throw new ArgumentOutOfRangeException(parameterName, limit, "A time limit must be positive and at most 49 days, or infinite.");
    }

    internal static void ThrowIfNotAGrace(TimeSpan grace, string parameterName)
    {
        if (grace != Timeout.InfiniteTimeSpan && (grace < TimeSpan.Zero || grace > LongestTimeLimit))
            throw new ArgumentOutOfRangeException(parameterName, grace, "A grace must be from 0 to 49 days, or infinite.");
    }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name, nameof(Name));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Concurrency, nameof(Concurrency));
        ThrowIfNotATimeLimit(DefaultTimeout, nameof(DefaultTimeout));
        ThrowIfNotAGrace(ShutdownGrace, nameof(ShutdownGrace));
        if (Queue is not null && (QueueCapacity is not null || QueueFullMode != QueueFullMode.Wait))
            throw new ArgumentException("QueueCapacity and QueueFullMode are those of the pool's own queue: give them to the Queue instead.", nameof(Queue));
    }
}
