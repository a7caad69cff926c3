namespace ResourceHygiene.Workers;

/// <summary>How far a command or job of a pool has come.</summary>
public enum CommandState
{
    /// <summary>It waits: for room in the queue, for its turn, or for its next attempt.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended by itself: a command with the exit code 0, a job without an exception.</summary>
    Succeeded,

    /// <summary>It could not be started, ended with another exit code or by a signal, broke a limit, or threw.</summary>
    Failed,

    /// <summary>Whoever brought it cancelled it.</summary>
    Cancelled,

    /// <summary>It did not end within its time limit.</summary>
    TimedOut,

    /// <summary>It was ended to make room in memory.</summary>
    Shed,

    /// <summary>The queue was full, and it was not let in.</summary>
    Rejected,

    /// <summary>The queue was full, and it made room for another.</summary>
    Dropped,

    /// <summary>The pool was closed before it began, or before it ended.</summary>
    Closed,
}
