namespace ResourceHygiene.Workers;

/// <summary>
/// A job did not run, or was ended before its time: it was not let into the pool, had to make room, or took too long. What a job itself
/// throws is thrown as it is, and one that is cancelled by the caller ends with an <see cref="OperationCanceledException"/>.
/// </summary>
public sealed class JobException : Exception
{
    internal JobException(string name, CommandFailure failure, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Name = name;
        Failure = failure;
    }

    /// <summary>What the job is called.</summary>
    public string Name { get; }

    /// <summary>What happened to it.</summary>
    public CommandFailure Failure { get; }
}
