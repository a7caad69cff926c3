using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ResourceHygiene.Workers;

/// <summary>What metrics tools see of workers. Nothing is measured while nobody listens.</summary>
internal static class WorkerMetrics
{
    private static readonly Meter s_meter = new(TelemetryNames.Source, typeof(WorkerMetrics).Assembly.GetName().Version?.ToString(3));

    private static readonly Histogram<double> s_calls = s_meter.CreateHistogram<double>(
        WorkerTelemetryNames.CallDuration, "s", "Time of a call in a worker, by service and outcome.");

    private static readonly Counter<long> s_ends = s_meter.CreateCounter<long>(
        WorkerTelemetryNames.Ends, "{worker}", "Workers that are gone, by service and reason.");

    public static void NoteCall(WorkerService service, CallEntry entry, in CallOutcome outcome, TimeProvider time)
    {
        if (!s_calls.Enabled)
            return;

        try
        {
            s_calls.Record(
                time.GetElapsedTime(entry.Began).TotalSeconds, new(WorkerTelemetryNames.Service, service.Name), new(TelemetryNames.Outcome, outcome.Name));
        }
        catch (Exception exception)
        {
            Complain(exception);
        }
    }

    public static void NoteEnd(WorkerService service, WorkerEndReason reason)
    {
        if (!s_ends.Enabled)
            return;

        try
        {
            s_ends.Add(1, new(WorkerTelemetryNames.Service, service.Name), new(WorkerTelemetryNames.Reason, NameOf(reason)));
        }
        catch (Exception exception)
        {
            Complain(exception);
        }
    }

    /// <summary>Listeners are the program's code and run right here: what they throw must not keep anybody from his answer.</summary>
    private static void Complain(Exception exception) =>
        Trace.TraceError($"ResourceHygiene: a listener of measurements failed: {exception}");

    /// <summary>As other outcomes are written: timed_out.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select(static (letter, index) =>
            char.IsUpper(letter) ? (index == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
