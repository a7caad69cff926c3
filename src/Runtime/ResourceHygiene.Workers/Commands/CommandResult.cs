using System.Globalization;

namespace ResourceHygiene.Workers;

/// <summary>What became of a command that started. Immutable.</summary>
public sealed record CommandResult
{
    /// <summary>Creates one, for an executor.</summary>
    /// <param name="request">The command.</param>
    public CommandResult(CommandRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Request = request;
    }

    /// <summary>The command.</summary>
    public CommandRequest Request { get; }

    /// <summary>The id that its process had; it may be another's by now. 0 where the executor knows of none.</summary>
    public int ProcessId { get; init; }

    /// <summary>Its exit code; of one that a signal ended 128 and the signal's number, as shells say it.</summary>
    public int ExitCode { get; init; }

    /// <summary>The signal that ended it; <see langword="null"/> where it ended by itself.</summary>
    public int? Signal { get; init; }

    /// <summary>Why it did not end by itself; <see langword="null"/> where it did.</summary>
    public CommandFailure? Failure { get; init; }

    /// <summary>What was captured of its output; empty where it was not captured.</summary>
    public CapturedOutput Output { get; init; } = CapturedOutput.Empty;

    /// <summary>What was captured of its error output; empty where it was not captured.</summary>
    public CapturedOutput Error { get; init; } = CapturedOutput.Empty;

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>From its start until nothing of it was left and its output had been taken.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Processor time of its own code, with descendants that it waited for. Zero where the platform does not say.</summary>
    public TimeSpan UserTime { get; init; }

    /// <summary>Processor time of the system on its behalf, with descendants that it waited for. Zero where the platform does not say.</summary>
    public TimeSpan SystemTime { get; init; }

    /// <summary>
    /// The most memory that its process, or one descendant that it waited for, had at a time, in bytes; <see langword="null"/> where the
    /// platform does not say. Linux says it only of a command that needed more than this process ever had: below that, a new process
    /// counts with the peak of the one that started it.
    /// </summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Whether it ended by itself, with the exit code 0.</summary>
    public bool IsSuccess => Failure is null && Signal is null && ExitCode == 0;

    /// <summary>Throws unless it ended by itself with the exit code 0; the message has the last line of its error output.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="CommandException">It did not.</exception>
    public CommandResult EnsureSuccess()
    {
        if (IsSuccess)
            return this;

        var failure = Failure ?? (Signal is null ? CommandFailure.ExitCode : CommandFailure.Killed);
        var lastLine = Error.LastLine;
        throw new CommandException(
            Request, failure,
            string.Create(CultureInfo.InvariantCulture, $"{Request} ended with exit code {ExitCode}{(lastLine.Length == 0 ? "." : $": {lastLine}")}"),
            this);
    }
}
