namespace ResourceHygiene.Workers;

/// <summary>Why a command did not run, or did not end by itself.</summary>
public enum CommandFailure
{
    /// <summary>No program of that name is there.</summary>
    NotFound = 1,

    /// <summary>The file is there and is no program, or none that this user may run.</summary>
    NotExecutable = 2,

    /// <summary>The working directory is not there, is no directory, or may not be entered.</summary>
    BadDirectory = 3,

    /// <summary>The system could not start it, for another reason: too many processes, arguments too long, no memory.</summary>
    StartFailed = 4,

    /// <summary>It ended by itself with another exit code than 0. Only said by <see cref="CommandResult.EnsureSuccess"/> and by enumerations of its output.</summary>
    ExitCode = 5,

    /// <summary>A signal that nobody here sent ended it: a crash, the kernel when memory ran out, or somebody else.</summary>
    Killed = 6,

    /// <summary>It did not end within its time limit.</summary>
    TimedOut = 7,

    /// <summary>It wrote more than it was allowed to.</summary>
    OutputLimit = 8,

    /// <summary>What gives it its input, or takes its output, failed; or it ended by itself, and somebody who could not be ended holds its output open.</summary>
    StreamFailed = 9,

    /// <summary>It was cancelled by the caller.</summary>
    Cancelled = 10,

    /// <summary>It was ended, or not begun, because memory had to be found and others have a higher priority.</summary>
    Shed = 11,

    /// <summary>The queue was full, and it was not let in.</summary>
    Rejected = 12,

    /// <summary>The queue was full, and it made room for a newer one.</summary>
    Dropped = 13,

    /// <summary>The pool was closed before it ended, or before it began.</summary>
    PoolClosed = 14,
}
