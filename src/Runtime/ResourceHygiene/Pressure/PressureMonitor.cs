using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// Watches how full memory is, and lets resources go before it runs out: from a warning on by policy, in an emergency whatever
/// the policy allows, one victim after another, measuring after each. Make one, <see cref="Start"/> it, and dispose it at the end.
/// </summary>
/// <remarks>
/// Every member may be called from any thread, also from handlers and subscribers. No lock is held while gauges, handlers or
/// subscribers run, and nothing that they throw stops the monitor: see <see cref="Failures"/>.
/// </remarks>
public sealed partial class PressureMonitor : IDisposable, IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly ResourceCleaner _cleaner;
    private readonly TimeProvider _time;
    private readonly PressureLog _log;
    private readonly StallWatch _stall;
    private readonly PressureResponse _response;
    private readonly RecentList<PressureAction> _history;
    private readonly ConcurrentQueue<PressureChange> _changes = new();
    private readonly ImmutableArray<IDisposable> _owned;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Replaced, never changed.</summary>
    private volatile GaugeWatch[] _watches = [];
    private volatile LocationPressure[] _locations = [];
    private volatile PressureTicker? _ticker;
    private volatile PressureLevel _level;
    private int _isDelivering;
    private int _running;
    private bool _isDisposed;

    /// <summary>Makes a monitor. It does nothing yet: see <see cref="Start"/> and <see cref="Check"/>.</summary>
    /// <param name="cleaner">Who lets go; <see cref="ResourceCleaner.Shared"/> where <see langword="null"/>. Its tracker's clock is the monitor's.</param>
    /// <param name="options">When and how far.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message names it.</exception>
    public PressureMonitor(ResourceCleaner? cleaner = null, PressureOptions? options = null)
    {
        Options = options ?? new PressureOptions();
        Options.Validate();
        _cleaner = cleaner ?? ResourceCleaner.Shared;
        _time = _cleaner.Tracker.TimeProvider;
        _log = new PressureLog(_time);
        _history = new(Options.HistorySize);
        _response = new(_cleaner, Options, _time, Observe);

        var arePlatforms = Options.Gauges.IsDefault;
        var gauges = arePlatforms ? PlatformGauges() : Options.Gauges;
        var stall = Options.Stall ?? (arePlatforms ? HostStallGauge.TryOpen() : null);
        _stall = new(stall, Options, _log);
        _owned = [.. (arePlatforms ? gauges : []).OfType<IDisposable>()];
        if (stall is IDisposable disposable && Options.Stall is null)
            _owned = _owned.Add(disposable);

        Notices = [.. gauges.SelectMany(static gauge => gauge.Notices)];
        foreach (var notice in Notices)
            Trace.TraceWarning($"ResourceHygiene: {notice}");
        foreach (var gauge in gauges)
            Add(new GaugeWatch(gauge, Options, _log));
    }

    /// <summary>Raised when the level at a location changes; in order, one at a time, on the thread that noticed. What a subscriber throws is recorded.</summary>
    public event Action<PressureChange>? Changed;

    /// <summary>Raised after each action, on the thread that carried it out. What a subscriber throws is recorded.</summary>
    public event Action<PressureAction>? Acted;

    /// <summary>Raised when something goes wrong; of a gauge once, until it works again. What a subscriber throws is recorded.</summary>
    public event Action<PressureFailure>? Failed
    {
        add => _log.Failed += value;
        remove => _log.Failed -= value;
    }

    /// <summary>Raised after each sample; subscribers never throw.</summary>
    internal event Action? Observed;

    /// <summary>When and how far.</summary>
    public PressureOptions Options { get; }

    /// <summary>The highest level of all locations, as of the last sample.</summary>
    public PressureLevel Level => _level;

    /// <summary>What this machine does not give, one sentence each. Also written to <see cref="Trace"/>, once.</summary>
    public ImmutableArray<string> Notices { get; }

    /// <summary>The last actions, oldest first; as many as <see cref="PressureOptions.HistorySize"/>.</summary>
    public ImmutableArray<PressureAction> History => _history.Read();

    /// <summary>The last things that went wrong, oldest first; 64 at most.</summary>
    public ImmutableArray<PressureFailure> Failures => _log.Failures;

    /// <summary>What each gauge last said.</summary>
    public ImmutableArray<PressureReading> Readings
    {
        get
        {
            var now = _time.GetTimestamp();
            return [.. _watches.Select(watch => watch.Read(now, _time))];
        }
    }

    internal TimeProvider TimeProvider => _time;

    internal ResourceTracker Tracker => _cleaner.Tracker;

    /// <summary>
    /// The gauges that fit this machine: host memory; the managed heap where it has a hard limit; and memory as the garbage collector
    /// sees it where the kernel tells no more, or where <c>GCHighMemPercent</c> asks it to be careful sooner than usual.
    /// </summary>
    public static ImmutableArray<IMemoryGauge> PlatformGauges()
    {
        var host = new HostMemoryGauge();
        ImmutableArray<IMemoryGauge> gauges = [host];
        if (!host.IsLive || GcMemoryGauge.IsCareful)
            gauges = gauges.Add(new GcMemoryGauge());
        return ManagedHeapGauge.ForHardLimit() is { } heap ? gauges.Add(heap) : gauges;
    }

    /// <summary>The level at one location, as of the last sample; normal where nothing is measured.</summary>
    /// <param name="location">The location.</param>
    public PressureLevel LevelAt(ResourceLocation location)
    {
        foreach (var known in _locations)
        {
            if (known.Location == location)
                return known.Level;
        }
        return PressureLevel.Normal;
    }

    /// <summary>
    /// Watches from now on, until disposed. With the system's clock it does so on a thread of its own, and acts on another, so
    /// that neither a busy thread pool nor a handler that hangs makes it blind. With another clock both happen in that clock's timer callback.
    /// </summary>
    /// <returns>This monitor.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public PressureMonitor Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_ticker is not null)
                return this;

            _ticker = PressureTicker.For(_time, Tick);
        }

        // Outside the lock: some clocks run what is due on the spot, and gauges and handlers with it.
        _ticker.Wake();
        if (_ticker.HasOwnThread && RuntimeFeature.IsDynamicCodeCompiled)
            new Thread(Rehearse) { IsBackground = true, Name = "ResourceHygiene rehearsal" }.UnsafeStart();
        return this;
    }

    /// <summary>Measures, and does what is due, on the calling thread. For programs and tests that decide themselves when.</summary>
    /// <returns>What was done; empty if nothing was due, if others are at it, and after disposal.</returns>
    public ImmutableArray<PressureAction> Check()
    {
        if (!Enter())
            return [];

        try
        {
            Observe();
            ImmutableArray<PressureAction> actions = [];
            foreach (var location in _locations)
            {
                if (location.Plan(_watches) is { } plan && Act(location, plan) is { } action)
                    actions = actions.Add(action);
            }
            return actions;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Watches one more gauge, of which the caller stays the owner.</summary>
    /// <param name="gauge">The gauge.</param>
    /// <returns>Ends that when disposed.</returns>
    public IDisposable Watch(IMemoryGauge gauge)
    {
        ArgumentNullException.ThrowIfNull(gauge);
        var watch = new GaugeWatch(gauge, Options, _log);
        Add(watch);
        return new Watching(this, watch);
    }

    /// <summary>
    /// Pretends that a location is at some level, with all that follows from it: as if its limit were so small that what is
    /// tracked there now makes that level. So letting go relieves it, as it does in earnest. Where nothing is tracked the level simply stays.
    /// The real gauges of that location do not count meanwhile.
    /// </summary>
    /// <param name="level">The level.</param>
    /// <param name="location">Where. Default: host memory.</param>
    /// <returns>Ends the simulation when disposed.</returns>
    public IDisposable Simulate(PressureLevel level, ResourceLocation location = default)
    {
        var load = level switch
        {
            PressureLevel.Normal => 0,
            PressureLevel.Warning => (Options.WarningAt + Options.EmergencyAt) / 2,
            PressureLevel.Emergency => (Options.EmergencyAt + 1) / 2,
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Not a level."),
        };
        const long Limit = 1_000_000;
        var tracked = Tracker.BytesAt(location);
        // Of a few bytes no limit makes exactly that load.
        var gauge = tracked >= 100 && load > 0
            ? new SimulatedMemoryGauge((long)(tracked / load), location) { Tracker = Tracker }
            : new SimulatedMemoryGauge(Limit, location) { Used = (long)(Limit * load) };
        var watch = new GaugeWatch(gauge, Options, _log, isSimulation: true);
        Add(watch);
        Observe();
        _ticker?.Wake();
        return new Watching(this, watch);
    }

    /// <summary>Stops: no further sample is taken, no further action begins, and one that is running takes no further victim.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
            _ticker?.Dispose();
            if (_running == 0)
                _ended.TrySetResult();
        }

        foreach (var location in _locations)
            location.Stop();
        // A measurement that is still under way keeps its file's handle; the next one is not taken.
        foreach (var gauge in _owned)
            gauge.Dispose();
        Observed?.Invoke();
    }

    /// <summary>Stops, and waits until what is running has ended.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return new(_ended.Task);
    }
}
