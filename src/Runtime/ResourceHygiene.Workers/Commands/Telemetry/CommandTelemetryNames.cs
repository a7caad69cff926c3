namespace ResourceHygiene.Workers;

/// <summary>
/// The names under which command pools are seen from outside, in the meter and activity source <see cref="TelemetryNames.Source"/>. As stable as
/// the API: a dashboard is built on them.
/// </summary>
public static class CommandTelemetryNames
{
    /// <summary>Commands and jobs that wait, by <see cref="Pool"/>. Unit: {command}.</summary>
    public const string Queued = "rh.command.queued";

    /// <summary>Commands and jobs that run, by <see cref="Pool"/>. Unit: {command}.</summary>
    public const string Running = "rh.command.running";

    /// <summary>Commands and jobs that are over, by <see cref="Pool"/>, <see cref="Name"/> and <see cref="TelemetryNames.Outcome"/>. Unit: {command}.</summary>
    public const string Count = "rh.command.count";

    /// <summary>How long an attempt ran, by <see cref="Pool"/>, <see cref="Name"/> and <see cref="TelemetryNames.Outcome"/>. Unit: s.</summary>
    public const string Duration = "rh.command.duration";

    /// <summary>How long one waited, from being brought to its first attempt, by <see cref="Pool"/>. Unit: s.</summary>
    public const string WaitDuration = "rh.command.wait.duration";

    /// <summary>Tag: what the pool is called.</summary>
    public const string Pool = "rh.command.pool";

    /// <summary>Tag: the program without its folder, or the job's name; <see cref="TelemetryNames.Other"/> beyond 100 different ones.</summary>
    public const string Name = "rh.command.name";

    /// <summary>
    /// Name of the activity of one attempt. Its tags are those of the metrics, and <c>rh.command.attempt</c>, from 1; where there is one
    /// <c>process.exit.code</c>, and where the attempt threw <see cref="TelemetryNames.ErrorType"/>.
    /// </summary>
    public const string Activity = "rh.command";
}
