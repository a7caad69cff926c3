using System.Collections.Concurrent;

namespace ResourceHygiene;

/// <summary>
/// The level at one location, and when it is time to do something about it. Whoever plans an action owns it until
/// <see cref="End"/>; meanwhile nobody else gets one. For any thread.
/// </summary>
internal sealed class LocationPressure(ResourceLocation location, PressureOptions options, TimeProvider time)
{
    private const int LongestRetry = 16;

    private readonly object _gate = new();
    private PressureLevel _level;
    private string _reason = "";
    private long _latest = long.MinValue;

    /// <summary>When the present level was reached.</summary>
    private long _since;

    /// <summary>When the last action ended: older samples do not know what it freed.</summary>
    private long? _actedAt;

    private long _failedAt;
    private TimeSpan _pause;
    private PressurePlan? _running;

    /// <summary>The last action of this emergency did not free enough.</summary>
    private bool _isHard;

    public ResourceLocation Location => location;

    public PressureLevel Level
    {
        get
        {
            lock (_gate)
                return _level;
        }
    }

    /// <summary>Works the level out anew; a change goes to the queue, in the order of events.</summary>
    public PressureLevel Update(GaugeWatch[] watches, StallWatch stall, ConcurrentQueue<PressureChange> changes)
    {
        lock (_gate)
        {
            var now = Now();
            var (level, share) = Measured(watches, stall, now, out var fullest);
            if (level == _level)
                return level;

            // Back from an emergency to a warning is no new warning: its grace is over.
            if (level > _level || level == PressureLevel.Normal)
                _since = now;
            if (level != PressureLevel.Warning)
                _pause = TimeSpan.Zero;
            _isHard = false;
            _reason = Reason(fullest, share);
            changes.Enqueue(new(time.GetUtcNow(), location, _level, level, _reason));
            _level = level;
            return level;
        }
    }

    /// <summary>Whether something is to be done now; if so, what, and nobody else will be told.</summary>
    public PressurePlan? Plan(GaugeWatch[] watches)
    {
        lock (_gate)
        {
            if (_level == PressureLevel.Normal || _running is not null)
                return null;

            var now = Now();
            var grace = _level == PressureLevel.Emergency ? options.EmergencyGrace : options.WarningGrace;
            if (time.GetElapsedTime(_since, now) < grace || (_pause > TimeSpan.Zero && time.GetElapsedTime(_failedAt, now) < _pause))
                return null;

            var simulated = IsSimulated(watches);
            var target = _level == PressureLevel.Emergency ? options.EmergencyTarget : options.NormalBelow;
            PressurePlan? plan = null;
            foreach (var watch in watches)
            {
                if (watch.Location != location || watch.IsSimulation != simulated)
                    continue;

                var reading = watch.Read(now, time);
                // With stall no gauge alone may have reached a threshold; then each that made it count is relieved.
                if (reading.IsStale || reading.Sample.TakenAt <= _actedAt || reading.Sample.Load < options.NormalBelow)
                    continue;

                var (used, limit, _) = reading.Sample;
                // One byte more: the load is to fall below the target, not to it.
                var over = Math.Min(used - (long)(limit * target), long.MaxValue - 1) + 1;
                var bytes = Math.Max(over, (long)(limit * options.MinimumReclaim));
                if (plan is null || bytes > plan.Bytes)
                    plan = new(location, _level, bytes, CleanupNow(), watch, reading.Sample, _reason, now) { IsLastResort = IsLastResort() };
            }
            return _running = plan;
        }
    }

    /// <summary>An action is over, and the next may be planned.</summary>
    public void End(PressurePlan plan, PressureOutcome outcome)
    {
        lock (_gate)
        {
            // It was given up before, and another may be under way.
            if (_running != plan)
                return;

            _running = null;
            var now = Now();
            _actedAt = now;
            _failedAt = now;
            _isHard = _level == PressureLevel.Emergency && plan.Level == PressureLevel.Emergency && outcome != PressureOutcome.Enough;
            _pause = outcome is PressureOutcome.Enough or PressureOutcome.Partial ? TimeSpan.Zero
                : _pause == TimeSpan.Zero ? options.RetryDelay
                : new(Math.Min(_pause.Ticks * 2, options.RetryDelay.Ticks * LongestRetry));
        }
    }

    /// <summary>Gives up an action that takes too long; <see langword="null"/> if there is none.</summary>
    public PressurePlan? GiveUpIfLate()
    {
        lock (_gate)
        {
            var now = Now();
            if (_running is not { } plan || time.GetElapsedTime(plan.StartedAt, now) < options.ActionBudget)
                return null;

            End(plan, PressureOutcome.Stopped);
            return plan;
        }
    }

    /// <summary>Bytes left before the next emergency, by the fullest gauge; everything where no gauge counts.</summary>
    public long Room(GaugeWatch[] watches, out long takenAt)
    {
        var now = time.GetTimestamp();
        var room = long.MaxValue;
        takenAt = long.MinValue;
        var simulated = IsSimulated(watches);
        foreach (var watch in watches)
        {
            if (watch.Location != location || watch.IsSimulation != simulated)
                continue;

            var reading = watch.Read(now, time);
            if (reading.IsStale)
                continue;

            room = Math.Min(room, Math.Max(0, (long)(reading.Sample.Limit * options.EmergencyAt) - reading.Sample.Used));
            takenAt = Math.Max(takenAt, reading.Sample.TakenAt);
        }
        return room;
    }

    /// <summary>Tells an action that is running to come to an end.</summary>
    public void Stop()
    {
        PressurePlan? running;
        lock (_gate)
            running = _running;
        _ = running?.Stop.CancelAsync();
    }

    /// <summary>The time; where the clock was set back, everything that was noted counts as from now.</summary>
    private long Now()
    {
        var now = time.GetTimestamp();
        if (now < _latest)
        {
            _since = Math.Min(_since, now);
            _failedAt = Math.Min(_failedAt, now);
            if (_actedAt > now)
                _actedAt = now;
            if (_running is { } plan)
                plan.StartedAt = Math.Min(plan.StartedAt, now);
        }
        _latest = now;
        return now;
    }

    private (PressureLevel Level, double StallShare) Measured(GaugeWatch[] watches, StallWatch stall, long now, out PressureReading fullest)
    {
        fullest = default;
        var simulated = IsSimulated(watches);
        foreach (var watch in watches)
        {
            if (watch.Location != location || watch.IsSimulation != simulated)
                continue;

            var reading = watch.Read(now, time);
            if (!reading.IsStale && (fullest.Gauge is null || reading.Level > fullest.Level || (reading.Level == fullest.Level && reading.Sample.Load > fullest.Sample.Load)))
                fullest = reading;
        }

        // Stall alone may be somebody else's; together with a full memory it says that the rest is not enough.
        if (location == ResourceLocation.Host && !simulated && fullest.Sample.Load >= options.NormalBelow)
        {
            var stalled = stall.Level(now, time, out var share);
            if (stalled > fullest.Level)
                return (stalled, share);
        }
        return (fullest.Level, 0);
    }

    private bool IsSimulated(GaugeWatch[] watches)
    {
        foreach (var watch in watches)
        {
            if (watch.IsSimulation && watch.Location == location)
                return true;
        }
        return false;
    }

    /// <summary>Cleaners know nothing of devices.</summary>
    private CleanupLevel? CleanupNow()
    {
        if (location != ResourceLocation.Host)
            return null;
        if (_level == PressureLevel.Warning)
            return options.WarningCleanup;
        return options.EmergencyCleanup is { } deepest && !_isHard && deepest > CleanupLevel.High ? CleanupLevel.High : options.EmergencyCleanup;
    }

    /// <summary>What a critical clean-up would release whole, a reclaim releases first, for as long as it has to.</summary>
    private bool IsLastResort() => _level == PressureLevel.Emergency && _isHard && options.EmergencyCleanup == CleanupLevel.Critical;

    private static string Reason(in PressureReading fullest, double share)
    {
        if (fullest.Gauge is null)
            return "no gauge has a sample that is new enough";

        var stalled = share > 0 ? $", and tasks wait for memory {PressureText.Percent(share)} of the time" : "";
        return $"{fullest.Gauge} has {fullest.Sample} in use{stalled}";
    }
}
