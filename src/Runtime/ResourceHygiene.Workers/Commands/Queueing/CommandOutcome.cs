namespace ResourceHygiene.Workers;

/// <summary>How a message ended: with a result, or with what was thrown. What a queue carries back to whoever brought the message.</summary>
public readonly record struct CommandOutcome
{
    private CommandOutcome(CommandResult? result, Exception? exception)
    {
        Result = result;
        Exception = exception;
    }

    /// <summary>What became of a command that ended by itself; <see langword="null"/> for a job of this process, which keeps its own.</summary>
    public CommandResult? Result { get; }

    /// <summary>Why there is no result: a <see cref="CommandException"/>, an <see cref="OperationCanceledException"/>, or what a job threw.</summary>
    public Exception? Exception { get; }

    /// <summary>It ended by itself.</summary>
    /// <param name="result">With which result.</param>
    public static CommandOutcome Of(CommandResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(result, null);
    }

    /// <summary>It did not.</summary>
    /// <param name="exception">Why.</param>
    public static CommandOutcome Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(null, exception);
    }
}
