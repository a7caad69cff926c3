namespace ResourceHygiene.Workers;

/// <summary>An attempt that did not succeed, as a retry policy sees it.</summary>
/// <param name="Name">The program, or the name of the job.</param>
/// <param name="Number">Which attempt it was, from 1.</param>
/// <param name="Result">What became of a command that ended by itself, with another exit code than 0; otherwise <see langword="null"/>.</param>
/// <param name="Exception">What was thrown instead of a result.</param>
public readonly record struct CommandAttempt(string Name, int Number, CommandResult? Result, Exception? Exception)
{
    /// <summary>What happened, where it has a name here; <see langword="null"/> for what a job itself threw.</summary>
    public CommandFailure? Failure => Exception switch
    {
        CommandException command => command.Failure,
        JobException job => job.Failure,
        null => CommandFailure.ExitCode,
        _ => null,
    };
}
