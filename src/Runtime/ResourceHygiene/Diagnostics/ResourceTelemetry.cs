using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ResourceHygiene;

/// <summary>
/// Shows a tracker to metrics and tracing tools: the meter and the event source named <see cref="TelemetryNames.Source"/>.
/// What is alive and how much of it is counted by the tracker anyway and read only when somebody collects, so that
/// registering pays nothing; a release is timed only while somebody listens.
/// </summary>
/// <remarks>Every member may be called from any thread. Dispose it to take the meter away again.</remarks>
public sealed class ResourceTelemetry : IDisposable
{
    private static readonly string Version = typeof(ResourceTelemetry).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private const double SecondsOfTick = 1.0 / TimeSpan.TicksPerSecond;

    private static readonly KeyValuePair<string, object?>[] s_outcomes =
        [.. Enum.GetValues<ReleaseStatus>().Select(static status => new KeyValuePair<string, object?>(TelemetryNames.Outcome, OutcomeOf(status)))];

    private static readonly KeyValuePair<string, object?> s_otherOutcome = new(TelemetryNames.Outcome, TelemetryNames.Other);

    private readonly ResourceTracker _tracker;
    private readonly ReleaseWatch _watch;
    private readonly Meter _meter;
    private readonly Histogram<double> _releaseDuration;
    private readonly Histogram<double> _cleanupDuration;
    private readonly TagValues _kinds = new();
    private readonly TagValues _errorTypes = new();
    private readonly ConcurrentDictionary<(string Kind, string ErrorType), long> _failed = new();
    private readonly List<Action> _ends = [];
    private volatile bool _isDisposed;

    /// <summary>Made now, not with the first event: a tracing tool finds only sources that exist.</summary>
    private readonly ResourceHygieneEventSource _events = ResourceHygieneEventSource.Log;

    private ResourceTelemetry(ResourceTracker tracker, IMeterFactory? meters)
    {
        _tracker = tracker;
        // The scope tells the meters of several trackers apart; with a factory that is the factory's.
        var options = new MeterOptions(TelemetryNames.Source) { Version = Version, Scope = this };
        if (meters is null)
            _meter = new Meter(options);
        else
            _meter = meters.Create(new MeterOptions(TelemetryNames.Source) { Version = Version });

        _releaseDuration = CreateDuration(_meter, TelemetryNames.ReleaseDuration, "Time a release spent in user code.");
        _cleanupDuration = CreateDuration(_meter, TelemetryNames.CleanupDuration, "Duration of a clean-up by level.");
        CreateObserved();
        _watch = new ReleaseWatch(_releaseDuration, _events, OnReleased);
        tracker.Add(_watch);
        tracker.FailureRecorded += OnFailureRecorded;
        tracker.LeakDetected += OnLeakDetected;
    }

    /// <summary>Begins to show a tracker.</summary>
    /// <param name="tracker">The tracker; <see cref="ResourceTracker.Shared"/> where <see langword="null"/>.</param>
    /// <param name="meters">Makes the meter, in a host with dependency injection; one of its own where <see langword="null"/>.</param>
    /// <returns>What shows it, until it is disposed.</returns>
    public static ResourceTelemetry Start(ResourceTracker? tracker = null, IMeterFactory? meters = null) =>
        new(tracker ?? ResourceTracker.Shared, meters);

    /// <summary>Also shows how long the clean-ups of a cleaner take and how they end.</summary>
    /// <param name="cleaner">The cleaner.</param>
    /// <returns>This object.</returns>
    public ResourceTelemetry Watch(ResourceCleaner cleaner)
    {
        ArgumentNullException.ThrowIfNull(cleaner);
        cleaner.Completed += OnCleaned;
        AtEnd(() => cleaner.Completed -= OnCleaned);
        return this;
    }

    /// <summary>Also shows how full memory is. One monitor for each telemetry.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <returns>This object.</returns>
    public ResourceTelemetry Watch(PressureMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        _meter.CreateObservableGauge(
            TelemetryNames.PressureLevel, () => (int)monitor.Level, unit: null, "Memory pressure: 0 normal, 1 warning, 2 emergency.");
        _meter.CreateObservableUpDownCounter(
            TelemetryNames.PressureUsed, () => Readings(monitor, static sample => sample.Used), "By", "Used memory, by gauge.");
        _meter.CreateObservableUpDownCounter(
            TelemetryNames.PressureLimit, () => Readings(monitor, static sample => sample.Limit), "By", "What the used memory is held against, by gauge.");
        monitor.Changed += OnPressureChanged;
        AtEnd(() => monitor.Changed -= OnPressureChanged);
        return this;
    }

    /// <summary>Takes the meter away and listens no longer.</summary>
    public void Dispose()
    {
        lock (_ends)
        {
            _ends.ForEach(static end => end());
            _ends.Clear();
        }
        _isDisposed = true;
        _tracker.Remove(_watch);
        _tracker.FailureRecorded -= OnFailureRecorded;
        _tracker.LeakDetected -= OnLeakDetected;
        // One that a factory made is the factory's, and for those Dispose does nothing.
        _meter.Dispose();
    }

    /// <summary>A histogram of seconds from 10 us to 10 s: what collectors assume by themselves begins at 5 ms.</summary>
    internal static Histogram<double> CreateDuration(Meter meter, string name, string description)
    {
#if NET9_0_OR_GREATER
        return meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.00001, 0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
        });
#else
        return meter.CreateHistogram<double>(name, "s", description);
#endif
    }

    private static string OutcomeOf(ReleaseStatus status) => status switch
    {
        ReleaseStatus.Released => "released",
        ReleaseStatus.Failed => "failed",
        ReleaseStatus.Kept => "kept",
        ReleaseStatus.Collected => "leaked",
        ReleaseStatus.Reduced => "reduced",
        ReleaseStatus.Leased => "refused",
        ReleaseStatus.Deferred => "deferred",
        ReleaseStatus.Overrun => "overrun",
        _ => TelemetryNames.Other,
    };

    private void CreateObserved()
    {
        _meter.CreateObservableUpDownCounter(
            TelemetryNames.Live, () => PerKind(static totals => totals.Live), "{resource}", "Resources tracked now.");
        _meter.CreateObservableUpDownCounter(
            TelemetryNames.Bytes, () => PerKind(static totals => totals.Bytes), "By", "Sizes of the resources tracked now.");
        _meter.CreateObservableCounter(
            TelemetryNames.Registered, () => PerKind(static totals => totals.Registered), "{resource}", "Registrations.");
        _meter.CreateObservableCounter(
            TelemetryNames.Leaked, () => PerKind(static totals => totals.Leaked), "{resource}", "Resources collected unreleased.");
        _meter.CreateObservableCounter(
            TelemetryNames.ReleaseCount, Outcomes, "{release}", "Requests to let go, by what became of them.");
        _meter.CreateObservableCounter(
            TelemetryNames.ReleaseBytes, () => Sum(Counts().Select(static kind => (kind.Kind, kind.Counts.BytesFreed))), "By", "Bytes freed.");
    }

    private IEnumerable<Measurement<long>> PerKind(Func<ResourceTypeTotals, long> value) =>
        Sum(_tracker.TotalsByType.Select(totals => (totals.Type, value(totals))));

    /// <summary>One measurement for each listed kind, and one for all others together.</summary>
    private IEnumerable<Measurement<long>> Sum(IEnumerable<(string Type, long Value)> values) => values
        .GroupBy(pair => _kinds.Admit(pair.Type), static pair => pair.Value)
        .Select(static kind => new Measurement<long>(kind.Sum(), new KeyValuePair<string, object?>(TelemetryNames.Kind, kind.Key)));

    private IEnumerable<(string Kind, ReleaseCounts Counts)> Counts() =>
        _tracker.Accounts.Types.Select(account => (_kinds.Admit(account.Type), account.Counts()));

    private IEnumerable<Measurement<long>> Outcomes()
    {
        foreach (var same in Counts().GroupBy(static pair => pair.Kind, static pair => pair.Counts))
        {
            var counts = same.Aggregate(ReleaseCounts.Add);
            // Failed trims and offloads are among the failed, but end no entry: the released ones are what is left of all attempts.
            var ended = counts.Attempts - counts.Refused - counts.Deferred - counts.Kept - counts.Reduced - counts.Failed;
            yield return Outcome(same.Key, "released", Math.Max(0, ended));
            yield return Outcome(same.Key, "refused", counts.Refused);
            yield return Outcome(same.Key, "deferred", counts.Deferred);
            yield return Outcome(same.Key, "kept", counts.Kept);
            yield return Outcome(same.Key, "reduced", counts.Reduced);
            yield return Outcome(same.Key, "overrun", counts.Overrun);

            var rest = counts.Failed;
            foreach (var ((kind, errorType), count) in _failed)
            {
                if (kind == same.Key && errorType != TelemetryNames.Other)
                {
                    yield return Failure(kind, errorType, count);
                    rest -= count;
                }
            }
            // Those from before this telemetry was started, and those of seldom kinds.
            yield return Failure(same.Key, TelemetryNames.Other, Math.Max(0, rest));
        }
    }

    private static Measurement<long> Outcome(string kind, string outcome, long value) => new(
        value,
        new KeyValuePair<string, object?>(TelemetryNames.Kind, kind),
        new KeyValuePair<string, object?>(TelemetryNames.Outcome, outcome));

    private static Measurement<long> Failure(string kind, string errorType, long value) => new(
        value,
        new KeyValuePair<string, object?>(TelemetryNames.Kind, kind),
        new KeyValuePair<string, object?>(TelemetryNames.Outcome, "failed"),
        new KeyValuePair<string, object?>(TelemetryNames.ErrorType, errorType));

    private void OnReleased(TypeAccount account, ResourceHandle handle, string? name, ReleaseReason reason, in ReleaseResult result)
    {
        if (_events.IsEnabled())
            _events.Completed(new(handle, account.Type, name, reason, result));

        var kind = KindOf(account);
        if (result.Status == ReleaseStatus.Failed)
        {
            var errorType = ErrorTypeOf(result.Exception);
            _failed.AddOrUpdate(((string)kind.Value!, errorType), 1, static (_, count) => count + 1);
            _releaseDuration.Record(result.Duration.TotalSeconds, kind, OutcomeTag(result.Status), new(TelemetryNames.ErrorType, errorType));
        }
        else
        {
            _releaseDuration.Record(result.Duration.Ticks * SecondsOfTick, kind, OutcomeTag(result.Status));
        }
    }

    /// <summary>The tag of a type, made once: of the first telemetry that asks, it is kept with the type's counters.</summary>
    private KeyValuePair<string, object?> KindOf(TypeAccount account)
    {
        if (account.WatchersNote is KindNote note && ReferenceEquals(note.Owner, this))
            return note.Tag;

        var tag = new KeyValuePair<string, object?>(TelemetryNames.Kind, _kinds.Admit(account.Type));
        if (account.WatchersNote is not KindNote { Owner._isDisposed: false })
            account.WatchersNote = new KindNote(this, tag);
        return tag;
    }

    private static KeyValuePair<string, object?> OutcomeTag(ReleaseStatus status) =>
        (uint)status < (uint)s_outcomes.Length ? s_outcomes[(int)status] : s_otherOutcome;

    private static IEnumerable<Measurement<long>> Readings(PressureMonitor monitor, Func<MemorySample, long> value) => monitor.Readings
        .Where(static reading => reading.Sample.IsValid)
        .Select(reading => new Measurement<long>(
            value(reading.Sample),
            new KeyValuePair<string, object?>(TelemetryNames.Gauge, reading.Gauge),
            new KeyValuePair<string, object?>(TelemetryNames.Location, reading.Location.ToString())));

    private void AtEnd(Action end)
    {
        lock (_ends)
            _ends.Add(end);
    }

    private void OnCleaned(CleanupReport report)
    {
        var level = report.Level.ToString().ToLowerInvariant();
        var outcome = report.Status.ToString().ToLowerInvariant();
        _events.Cleaned(report, level, outcome);
        _cleanupDuration.Record(
            report.Duration.TotalSeconds, KeyValuePair.Create<string, object?>(TelemetryNames.Level, level), KeyValuePair.Create<string, object?>(TelemetryNames.Outcome, outcome));
    }

    private void OnPressureChanged(PressureChange change) => _events.Changed(change);

    private void OnFailureRecorded(ReleaseFailure failure) => _events.Failed(failure);

    private void OnLeakDetected(LeakRecord leak) => _events.Leaked(leak);

    private string ErrorTypeOf(Exception? exception) =>
        exception?.GetType() is { } type ? _errorTypes.Admit(type.FullName ?? type.Name) : TelemetryNames.Other;

    private sealed record KindNote(ResourceTelemetry Owner, KeyValuePair<string, object?> Tag);
}
