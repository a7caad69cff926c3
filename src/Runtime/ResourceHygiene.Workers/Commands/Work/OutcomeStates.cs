namespace ResourceHygiene.Workers;

/// <summary>Which state an outcome is, and what metrics call it.</summary>
internal static class OutcomeStates
{
    private static readonly string[] s_names =
        ["queued", "running", "succeeded", "failed", "cancelled", "timed_out", "shed", "rejected", "dropped", "closed"];

    public static CommandState Of(in CommandOutcome outcome) => outcome.Exception switch
    {
        null => outcome.Result is null or { IsSuccess: true } ? CommandState.Succeeded : Of(outcome.Result.Failure ?? CommandFailure.ExitCode),
        CommandException command => Of(command.Failure),
        JobException job => Of(job.Failure),
        OperationCanceledException => CommandState.Cancelled,
        _ => CommandState.Failed,
    };

    public static string NameOf(CommandState state) => s_names[(int)state];

    private static CommandState Of(CommandFailure failure) => failure switch
    {
        CommandFailure.TimedOut => CommandState.TimedOut,
        CommandFailure.Cancelled => CommandState.Cancelled,
        CommandFailure.Shed => CommandState.Shed,
        CommandFailure.Rejected => CommandState.Rejected,
        CommandFailure.Dropped => CommandState.Dropped,
        CommandFailure.PoolClosed => CommandState.Closed,
        _ => CommandState.Failed,
    };
}
