using System.Collections.Immutable;
using System.Globalization;

namespace ResourceHygiene;

/// <summary>When a <see cref="PressureMonitor"/> acts, and how far it goes. Shares are from 0 to 1 of a gauge's limit.</summary>
public sealed record PressureOptions
{
    /// <summary>Load from which on memory is running short. Default: 0.75.</summary>
    public double WarningAt { get; init; } = 0.75;

    /// <summary>Load from which on memory is about to run out. Default: 0.90.</summary>
    public double EmergencyAt { get; init; } = 0.90;

    /// <summary>
    /// Load below which a warning ends; a warning's reclaim goes on until it is reached. An emergency ends as far below its own threshold as this is
    /// below the warning's. Default: 0.70.
    /// </summary>
    public double NormalBelow { get; init; } = 0.70;

    /// <summary>Load that an emergency's reclaim aims at. Default: 0.60.</summary>
    public double EmergencyTarget { get; init; } = 0.60;

    /// <summary>What a reclaim frees at least, as a share of the limit, so that one that just suffices is not followed by the next. Default: 0.02.</summary>
    public double MinimumReclaim { get; init; } = 0.02;

    /// <summary>How long a warning lasts before anything is let go: many pass by themselves. Default: 1 s.</summary>
    public TimeSpan WarningGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an emergency lasts before anything is let go. Default: zero.</summary>
    public TimeSpan EmergencyGrace { get; init; } = TimeSpan.Zero;

    /// <summary>The highest priority of what a warning may let go; an emergency knows no such limit. Default: <see cref="ReleasePriority.Normal"/>.</summary>
    public ReleasePriority WarningReclaims { get; init; } = ReleasePriority.Normal;

    /// <summary>
    /// How deep the cleaner cleans up when a warning's reclaim of host memory did not free enough; <see langword="null"/> leaves that out.
    /// Default: <see cref="CleanupLevel.Low"/>.
    /// </summary>
    public CleanupLevel? WarningCleanup { get; init; } = CleanupLevel.Low;

    /// <summary>
    /// How deep it may clean up when an emergency's reclaim of host memory did not free enough: <see cref="CleanupLevel.High"/> at first, deeper when that did
    /// not help either; <see langword="null"/> leaves that out. Default: <see cref="CleanupLevel.Critical"/>.
    /// </summary>
    public CleanupLevel? EmergencyCleanup { get; init; } = CleanupLevel.Critical;

    /// <summary>Time between two samples while all is normal. Default: 100 ms.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Time between two samples under pressure. Default: 10 ms.</summary>
    public TimeSpan TightInterval { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Pause after an action that freed nothing. Doubles with each further one, up to 16 times as long; ends at once when a warning becomes an
    /// emergency. Default: 500 ms.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long one action may take. Then its handlers are told by their deadline, no further victim is taken, and the monitor goes on without it.
    /// Observed by a monitor that has a thread of its own. Default: 10 s.
    /// </summary>
    public TimeSpan ActionBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a gauge's last sample counts when no newer one comes. Default: 5 s.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Share of time that some task waits for memory which makes a warning, where host memory is at least at
    /// <see cref="NormalBelow"/>; the warning lasts until it is below half of that. Default: 0.10. 1 or more turns it off.
    /// </summary>
    public double StallWarningAt { get; init; } = 0.10;

    /// <summary>The same for an emergency and time that all tasks wait. Default: 0.40.</summary>
    public double StallEmergencyAt { get; init; } = 0.40;

    /// <summary>Whether actions that freed much, and emergencies in which nothing could be freed, run one garbage collection. Default: yes.</summary>
    public bool CollectGarbage { get; init; } = true;

    /// <summary>Whether after such a collection glibc's heap is trimmed, where there is one. Default: yes.</summary>
    public bool TrimNativeHeap { get; init; } = true;

    /// <summary>Bytes of host memory that actions have to free before a collection and a trim are worth their time. Default: 32 MiB.</summary>
    public long TrimAfterBytes { get; init; } = 32L << 20;

    /// <summary>How many actions are remembered. Default: 64.</summary>
    public int HistorySize { get; init; } = 64;

    /// <summary>What to measure. The default value takes <see cref="PressureMonitor.PlatformGauges"/>; an empty array measures nothing until <see cref="PressureMonitor.Watch"/>.</summary>
    public ImmutableArray<IMemoryGauge> Gauges { get; init; }

    /// <summary>What measures stall; <see langword="null"/> takes the platform's where <see cref="Gauges"/> are the platform's, and otherwise none.</summary>
    public IStallGauge? Stall { get; init; }

    /// <summary>Checks that the values make sense together.</summary>
    /// <exception cref="ArgumentException">One does not; the message names it.</exception>
    public void Validate()
    {
        Check(NormalBelow is > 0 and < 1, nameof(NormalBelow), NormalBelow, "must be above 0 and below 1");
        Check(WarningAt > NormalBelow && WarningAt < 1, nameof(WarningAt), WarningAt, $"must be above {nameof(NormalBelow)} ({Text(NormalBelow)}) and below 1");
        Check(EmergencyAt > WarningAt && EmergencyAt <= 1, nameof(EmergencyAt), EmergencyAt, $"must be above {nameof(WarningAt)} ({Text(WarningAt)}) and at most 1");
        Check(EmergencyTarget > 0 && EmergencyTarget <= NormalBelow, nameof(EmergencyTarget), EmergencyTarget, $"must be above 0 and at most {nameof(NormalBelow)} ({Text(NormalBelow)})");
        Check(MinimumReclaim is >= 0 and <= 1, nameof(MinimumReclaim), MinimumReclaim, "must be from 0 to 1");
        Check(StallWarningAt > 0, nameof(StallWarningAt), StallWarningAt, "must be above 0");
        Check(StallEmergencyAt > 0, nameof(StallEmergencyAt), StallEmergencyAt, "must be above 0");
        Check(TrimAfterBytes >= 0, nameof(TrimAfterBytes), TrimAfterBytes, "must not be negative");
        Check(HistorySize >= 1, nameof(HistorySize), HistorySize, "must be at least 1");
        Check(Enum.IsDefined(WarningReclaims), nameof(WarningReclaims), WarningReclaims, "must be a priority");
        Check(WarningCleanup is not { } warning || Enum.IsDefined(warning), nameof(WarningCleanup), WarningCleanup, "must be a level or null");
        Check(EmergencyCleanup is not { } emergency || Enum.IsDefined(emergency), nameof(EmergencyCleanup), EmergencyCleanup, "must be a level or null");
        CheckTime(Interval, nameof(Interval), isZeroAllowed: false);
        CheckTime(TightInterval, nameof(TightInterval), isZeroAllowed: false);
        CheckTime(RetryDelay, nameof(RetryDelay), isZeroAllowed: false);
        CheckTime(ActionBudget, nameof(ActionBudget), isZeroAllowed: false);
        CheckTime(StaleAfter, nameof(StaleAfter), isZeroAllowed: false);
        CheckTime(WarningGrace, nameof(WarningGrace), isZeroAllowed: true);
        CheckTime(EmergencyGrace, nameof(EmergencyGrace), isZeroAllowed: true);
        Check(TightInterval <= Interval, nameof(TightInterval), TightInterval, $"must not be longer than {nameof(Interval)} ({Interval})");
        if (!Gauges.IsDefault && Gauges.Contains(null!))
            throw new ArgumentException($"{nameof(PressureOptions)}.{nameof(Gauges)} contains null.");
    }

    private static void CheckTime(TimeSpan value, string name, bool isZeroAllowed) =>
        Check((isZeroAllowed ? value >= TimeSpan.Zero : value > TimeSpan.Zero) && value <= TimeSpan.FromDays(1), name, value,
            isZeroAllowed ? "must be from 0 to 1 day" : "must be positive and at most 1 day");

    private static void Check(bool isGood, string name, object? value, string rule)
    {
        if (!isGood)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(PressureOptions)}.{name} is {value}; it {rule}."));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
