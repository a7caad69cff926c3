namespace ResourceHygiene.Workers;

/// <summary>A call of a worker has no result. <see cref="Failure"/> says why; the message names service, command and unit.</summary>
public sealed class WorkerException : Exception
{
    /// <summary>Makes one; for those who carry calls.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">What happened, with service, command and unit.</param>
    /// <param name="innerException">What it follows from.</param>
    public WorkerException(WorkerFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public WorkerFailure Failure { get; }

    /// <summary>Whether the call never reached the worker, so that another may run it without running it twice.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>The service; empty where none was concerned.</summary>
    public string Service { get; init; } = "";

    /// <summary>The command; <see langword="null"/> where the failure is the worker's, not a call's.</summary>
    public string? Command { get; init; }

    /// <summary>The unit that the worker had then.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The worker's process; <see langword="null"/> where there was none.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Full name of the type of what the command threw; <see langword="null"/> unless it is <see cref="WorkerFailure.CommandThrew"/>.</summary>
    public string? RemoteType { get; init; }

    /// <summary>Its stack trace in the worker.</summary>
    public string? RemoteStackTrace { get; init; }

    /// <summary>What the worker last wrote to its standard error, a few lines at most; empty where there is nothing.</summary>
    public string ErrorOutput { get; init; } = "";

    /// <summary>The same of a call that never reached the worker.</summary>
    internal WorkerException AsUnsent() => new(Failure, Message, this)
    {
        Service = Service,
        Unit = Unit,
        ProcessId = ProcessId,
        ErrorOutput = ErrorOutput,
        IsUnsent = true,
    };
}
