using System.Diagnostics.Metrics;

namespace ResourceHygiene.Workers;

/// <summary>What metrics tools see of workers. Nothing is measured while nobody listens.</summary>
internal static class WorkerMetrics
{
    private const string Service = "rh.worker.service";
    private const string Reason = "rh.worker.reason";

    private static readonly Meter s_meter = new(TelemetryNames.Source, typeof(WorkerMetrics).Assembly.GetName().Version?.ToString(3));

    private static readonly Histogram<double> s_calls = s_meter.CreateHistogram<double>(
        "rh.worker.call.duration", "s", "Time of a call in a worker, by service and outcome.");

    private static readonly Counter<long> s_ends = s_meter.CreateCounter<long>(
        "rh.worker.ends", "{worker}", "Workers that are gone, by service and reason.");

    public static void NoteCall(WorkerService service, Task<WorkerReply> result, TimeProvider time, long began)
    {
        if (!s_calls.Enabled)
            return;

        var outcome = result.IsCompletedSuccessfully ? "answered"
            : result.IsCanceled ? "cancelled"
            : result.Exception?.InnerException is WorkerException failed ? NameOf(failed.Failure)
            : TelemetryNames.Other;
        s_calls.Record(time.GetElapsedTime(began).TotalSeconds, new(Service, service.Name), new(TelemetryNames.Outcome, outcome));
    }

    public static void NoteEnd(WorkerService service, WorkerEndReason reason) =>
        s_ends.Add(1, new(Service, service.Name), new(Reason, NameOf(reason)));

    /// <summary>As other outcomes are written: timed_out.</summary>
    private static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select(static (letter, index) =>
            char.IsUpper(letter) ? (index == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
