namespace ResourceHygiene.Workers;

/// <summary>What an <see cref="IsolatedWorker"/> is doing.</summary>
public enum WorkerState
{
    /// <summary>No process: none was needed yet, or the last one ended and nothing has asked for the next.</summary>
    Stopped,

    /// <summary>A process is being started or replaced.</summary>
    Starting,

    /// <summary>A process waits for calls.</summary>
    Idle,

    /// <summary>A call is under way.</summary>
    Busy,

    /// <summary>Workers failed too often; no new one is started before the window is over.</summary>
    Paused,

    /// <summary>Closed for good.</summary>
    Closed,
}

/// <summary>How an <see cref="IsolatedWorker"/> stands, at one moment.</summary>
public sealed record WorkerStatus
{
    /// <summary>What it is doing.</summary>
    public required WorkerState State { get; init; }

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Whether commands run, or would run, in a process of their own.</summary>
    public required bool IsIsolated { get; init; }

    /// <summary>The worker's process; <see langword="null"/> where there is none.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What it occupies, as it said last; in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Whether a rehearsed process waits for the next unit.</summary>
    public bool HasStandby { get; init; }

    /// <summary>Calls that wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Calls that were answered, since the beginning.</summary>
    public long Answered { get; init; }

    /// <summary>Workers that failed within the window (<see cref="WorkerOptions.RestartWindow"/>).</summary>
    public int RecentFailures { get; init; }

    /// <summary>Why the last worker that failed did; <see langword="null"/> where none has.</summary>
    public WorkerException? LastFailure { get; init; }
}

/// <summary>Why a worker's process is no longer there.</summary>
public enum WorkerEndReason
{
    /// <summary>It ended by itself.</summary>
    Crashed,

    /// <summary>A call took too long.</summary>
    TimedOut,

    /// <summary>It gave no sign of life.</summary>
    Unresponsive,

    /// <summary>It sent nonsense.</summary>
    ProtocolViolated,

    /// <summary>Another unit took its place.</summary>
    Switched,

    /// <summary>It had answered as many calls as it may.</summary>
    CallsReached,

    /// <summary>It had become as old as it may.</summary>
    AgeReached,

    /// <summary>Its memory had grown as much as it may.</summary>
    MemoryReached,

    /// <summary>It was idle, and memory was needed.</summary>
    Shed,

    /// <summary>Workers work again, so that commands no longer run in this process.</summary>
    BackToWorkers,

    /// <summary>The <see cref="IsolatedWorker"/> was closed.</summary>
    Closed,
}

/// <summary>A worker is gone.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="ProcessId">Its process; <see langword="null"/> where it was none of its own.</param>
/// <param name="Failure">What went wrong; <see langword="null"/> where it was let go.</param>
public readonly record struct WorkerEnded(WorkerEndReason Reason, string Unit, int? ProcessId, WorkerException? Failure);

/// <summary>Commands began to run somewhere else.</summary>
/// <param name="IsIsolated">Whether they now run in a process of their own.</param>
/// <param name="Cause">Why they do not; <see langword="null"/> where they do.</param>
public readonly record struct WorkerModeChange(bool IsIsolated, WorkerException? Cause);

/// <summary>A line that a worker printed.</summary>
/// <param name="ProcessId">The worker's process.</param>
/// <param name="Text">The line; of a long one the first 4,096 characters.</param>
public readonly record struct WorkerErrorLine(int ProcessId, string Text);
