using System.Diagnostics;

namespace ResourceHygiene.Workers;

/// <summary>A call as tracing tools see it. Made only where somebody listens.</summary>
internal sealed class CallTrace
{
    private static readonly ActivitySource s_source = new(TelemetryNames.Source, typeof(CallTrace).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");

    // What the caller was doing: the call belongs to that, and not to what its worker did before.
    private readonly ActivityContext _caller = Activity.Current?.Context ?? default;
    private Activity? _before;
    private Activity? _activity;

    /// <summary>For a call that is being made; <see langword="null"/> where nobody listens.</summary>
    public static CallTrace? Begin() => s_source.HasListeners() ? new() : null;

    /// <summary>A worker has the call; of one that another had before, nothing new.</summary>
    public void NoteStart(WorkerService service, CallEntry entry)
    {
        if (_activity is not null)
            return;

        try
        {
            _before = Activity.Current;
            // Else that of the call before would be taken for it.
            if (_caller == default)
                Activity.Current = null;
            _activity = s_source.StartActivity(WorkerTelemetryNames.Activity, ActivityKind.Internal, _caller);
            _activity?.SetTag(WorkerTelemetryNames.Service, service.Name).SetTag(WorkerTelemetryNames.Command, entry.Command.Name);
        }
        catch (Exception exception)
        {
            Complain(exception);
        }
    }

    /// <summary>The worker is done with it, or gone.</summary>
    public void NoteEnd(PlacedWorker worker, in CallOutcome outcome)
    {
        try
        {
            if (_activity is { } activity)
            {
                activity.SetTag(WorkerTelemetryNames.Unit, worker.Unit).SetTag(TelemetryNames.Outcome, outcome.Name);
                if (worker.Link.ProcessId is { } process)
                    activity.SetTag(WorkerTelemetryNames.ProcessId, process);
                if (outcome.Failure is { } exception)
                    activity.SetTag(TelemetryNames.ErrorType, exception.GetType().FullName).SetStatus(ActivityStatusCode.Error, exception.Message);
                activity.Dispose();
            }
        }
        catch (Exception exception)
        {
            Complain(exception);
        }

        try
        {
            Activity.Current = _before;
        }
        catch (Exception exception)
        {
            Complain(exception);
        }
    }

    /// <summary>Listeners are the program's code and run right here: what they throw must not keep anybody from his answer.</summary>
    private static void Complain(Exception exception) =>
        Trace.TraceError($"ResourceHygiene: a listener of activities failed: {exception}");
}
