using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ResourceHygiene.Workers;

/// <summary>A pool as metrics and tracing tools see it. What nobody listens to costs a look at a field.</summary>
internal sealed class PoolTelemetry : IDisposable
{
    private static readonly string s_version = typeof(PoolTelemetry).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
    private static readonly ActivitySource s_source = new(TelemetryNames.Source, s_version);

    private readonly Meter _meter;
    private readonly Counter<long> _count;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;
    private readonly TagValues _names = new();
    private readonly TimeProvider _time;
    private readonly string _pool;

    public PoolTelemetry(CommandPool pool, IMeterFactory? meters, TimeProvider time)
    {
        _time = time;
        _pool = pool.Name;
        var options = new MeterOptions(TelemetryNames.Source)
        {
            Version = s_version,
            Tags = [new(CommandTelemetryNames.Pool, pool.Name)],
            // Tells the meters of several pools apart; with a factory that is the factory's.
            Scope = meters is null ? this : null,
        };
        _meter = meters?.Create(options) ?? new Meter(options);

        // Weakly: a meter is held by the process until it is disposed, and must not hold a pool that somebody forgot.
        var weak = new WeakReference<CommandPool>(pool);
        _meter.CreateObservableUpDownCounter(
            CommandTelemetryNames.Queued, () => weak.TryGetTarget(out var target) ? target.Queued : 0, "{command}", "Commands and jobs that wait.");
        _meter.CreateObservableUpDownCounter(
            CommandTelemetryNames.Running, () => weak.TryGetTarget(out var target) ? target.Running : 0, "{command}", "Commands and jobs that run.");
        _count = _meter.CreateCounter<long>(CommandTelemetryNames.Count, "{command}", "Commands and jobs that are over.");
        _duration = CreateDuration(CommandTelemetryNames.Duration, "How long an attempt ran.");
        _wait = CreateDuration(CommandTelemetryNames.WaitDuration, "How long a command or job waited for its turn.");
    }

    public WorkTrace? BeginTrace() => _duration.Enabled || _wait.Enabled || s_source.HasListeners()
        ? new(_time.GetTimestamp(), Activity.Current?.Context ?? default)
        : null;

    public void NoteStart(WorkItem item)
    {
        if (item.Trace is not { } trace)
            return;

        try
        {
            NoteStart(item, trace);
        }
        catch (Exception exception)
        {
            Complain(exception);
        }
    }

    public void NoteAttempt(WorkItem item, in CommandOutcome outcome)
    {
        if (item.Trace is not { } trace)
            return;

        try
        {
            NoteAttempt(item, trace, outcome);
        }
        catch (Exception exception)
        {
            Complain(exception);
        }
    }

    public void NoteOver(WorkItem item, CommandState state)
    {
        if (!_count.Enabled)
            return;

        try
        {
            _count.Add(1, new(CommandTelemetryNames.Name, NameOf(item)), new(TelemetryNames.Outcome, OutcomeStates.NameOf(state)));
        }
        catch (Exception exception)
        {
            Complain(exception);
        }
    }

    /// <summary>One that a factory made is the factory's, and for those this does nothing.</summary>
    public void Dispose() => _meter.Dispose();

    /// <summary>Listeners are the program's code and run right here: what they throw must not keep anybody from being told of his work.</summary>
    private static void Complain(Exception exception) =>
        System.Diagnostics.Trace.TraceError($"ResourceHygiene: a listener of metrics or activities failed: {exception}");

    private void NoteStart(WorkItem item, WorkTrace trace)
    {
        trace.StartedAt = _time.GetTimestamp();
        if (item.Attempt == 1)
            _wait.Record(_time.GetElapsedTime(trace.BroughtAt, trace.StartedAt).TotalSeconds);
        trace.Activity = s_source.StartActivity(CommandTelemetryNames.Activity, ActivityKind.Internal, trace.Parent);
        trace.Activity?.SetTag(CommandTelemetryNames.Pool, _pool).SetTag(CommandTelemetryNames.Name, NameOf(item)).SetTag("rh.command.attempt", item.Attempt);
    }

    private void NoteAttempt(WorkItem item, WorkTrace trace, in CommandOutcome outcome)
    {
        var state = OutcomeStates.NameOf(OutcomeStates.Of(outcome));
        _duration.Record(
            _time.GetElapsedTime(trace.StartedAt).TotalSeconds,
            new(CommandTelemetryNames.Name, NameOf(item)), new(TelemetryNames.Outcome, state));
        if (trace.Activity is { } activity)
        {
            activity.SetTag(TelemetryNames.Outcome, state);
            if (outcome.Result is { } result)
                activity.SetTag("process.exit.code", result.ExitCode);
            if (outcome.Exception is { } exception)
                activity.SetTag(TelemetryNames.ErrorType, exception.GetType().FullName).SetStatus(ActivityStatusCode.Error, exception.Message);
            activity.Dispose();
            trace.Activity = null;
        }
    }

    private string NameOf(WorkItem item) => _names.Admit(Path.GetFileName(item.Name));

    private Histogram<double> CreateDuration(string name, string description)
    {
#if NET9_0_OR_GREATER
        return _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.00001, 0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300],
        });
#else
        return _meter.CreateHistogram<double>(name, "s", description);
#endif
    }
}
