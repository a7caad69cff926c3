namespace ResourceHygiene.Workers;

/// <summary>
/// The names under which workers are seen from outside, in the meter and activity source <see cref="TelemetryNames.Source"/>. As stable as the API: a
/// dashboard is built on them.
/// </summary>
public static class WorkerTelemetryNames
{
    /// <summary>How long calls took, from when the worker had them, by <see cref="Service"/> and <see cref="TelemetryNames.Outcome"/>. Unit: s.</summary>
    public const string CallDuration = "rh.worker.call.duration";

    /// <summary>Workers that are gone, by <see cref="Service"/> and <see cref="Reason"/>. Unit: {worker}.</summary>
    public const string Ends = "rh.worker.ends";

    /// <summary>Tag: the service's name.</summary>
    public const string Service = "rh.worker.service";

    /// <summary>Tag: why a worker is gone, as <see cref="WorkerEndReason"/> has it: timed_out.</summary>
    public const string Reason = "rh.worker.reason";

    /// <summary>Tag of the activity: the command's name.</summary>
    public const string Command = "rh.worker.command";

    /// <summary>Tag of the activity: the unit.</summary>
    public const string Unit = "rh.worker.unit";

    /// <summary>Tag of the activity: the worker's process; left out where it is none of its own.</summary>
    public const string ProcessId = "rh.worker.process.id";

    /// <summary>
    /// Name of the activity of one call, from when a worker has it to its end in the worker, which a caller who cancelled does not wait for. Its
    /// tags are those named here and <see cref="TelemetryNames.Outcome"/>; where the call failed <see cref="TelemetryNames.ErrorType"/>.
    /// </summary>
    public const string Activity = "rh.worker.call";
}
