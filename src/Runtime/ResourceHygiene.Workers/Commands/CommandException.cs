namespace ResourceHygiene.Workers;

/// <summary>
/// A command did not run, or did not end by itself. The message names the command, what happened to it, and a remedy where there is
/// one. A command that is cancelled by the caller's token ends with an <see cref="OperationCanceledException"/> instead.
/// </summary>
public sealed class CommandException : Exception
{
    /// <summary>Creates one, for an executor or a pool.</summary>
    /// <param name="request">The command.</param>
    /// <param name="failure">What happened to it.</param>
    /// <param name="message">The whole message, which names the command.</param>
    /// <param name="result">What is known of a command that did start.</param>
    /// <param name="innerException">What made it fail.</param>
    public CommandException(CommandRequest request, CommandFailure failure, string message, CommandResult? result = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(request);
        Request = request;
        Failure = failure;
        Result = result;
    }

    /// <summary>The command.</summary>
    public CommandRequest Request { get; }

    /// <summary>What happened to it.</summary>
    public CommandFailure Failure { get; }

    /// <summary>What it did until then, its output so far included; <see langword="null"/> where it never started.</summary>
    public CommandResult? Result { get; }

    /// <summary>The signal that ended it; <see langword="null"/> where none did, or it is not known.</summary>
    public int? Signal => Result?.Signal;
}
