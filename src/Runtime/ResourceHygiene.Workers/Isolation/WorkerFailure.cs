namespace ResourceHygiene.Workers;

/// <summary>Why a call of a worker has no result.</summary>
public enum WorkerFailure
{
    /// <summary>The command threw. The worker lives, and so does the unit's state in it.</summary>
    CommandThrew,

    /// <summary>The worker's process ended while the call was under way: its own fault, a signal, the kernel short of memory.</summary>
    Crashed,

    /// <summary>The call took longer than it may; its worker was ended.</summary>
    TimedOut,

    /// <summary>The worker did not answer a heartbeat; it was ended.</summary>
    Unresponsive,

    /// <summary>The worker sent what is no answer: a broken frame, one that is too large, an answer to nothing. It was ended.</summary>
    ProtocolViolated,

    /// <summary>The worker's program is of another version than the parent: protocol or commands differ.</summary>
    VersionMismatch,

    /// <summary>No worker process could be started, or it ended before it was ready.</summary>
    CannotStart,

    /// <summary>Workers failed too often in too short a time; there is a pause until the window is over.</summary>
    OutOfRestarts,

    /// <summary>A newer call of the same command, or another unit, made this one pointless.</summary>
    Superseded,

    /// <summary>The queue of waiting calls is full.</summary>
    QueueFull,

    /// <summary>The <see cref="IsolatedWorker"/> was closed.</summary>
    Closed,
}
