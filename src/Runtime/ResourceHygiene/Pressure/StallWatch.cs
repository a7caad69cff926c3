namespace ResourceHygiene;

/// <summary>Turns the growth of stall times into shares of time, a second at a time. For any thread.</summary>
internal sealed class StallWatch(IStallGauge? gauge, PressureOptions options, PressureLog log)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private StallSample _start;
    private bool _hasStart;
    private double _some;
    private double _full;
    private PressureLevel _level;
    private long _knownAt;
    private int _isFailing;

    public void Measure(TimeProvider time)
    {
        if (gauge is null)
            return;

        StallSample sample;
        try
        {
            sample = gauge.Measure(time);
        }
        catch (Exception exception)
        {
            if (Interlocked.Exchange(ref _isFailing, 1) == 0)
                log.Add(gauge.Name, exception);
            return;
        }

        Volatile.Write(ref _isFailing, 0);
        lock (_gate)
        {
            var elapsed = time.GetElapsedTime(_start.TakenAt, sample.TakenAt);
            if (_hasStart && elapsed >= TimeSpan.Zero && elapsed < Window)
                return;

            // Where the clock was set back, or the counters were, a new window begins and the old shares stay.
            if (_hasStart && elapsed > TimeSpan.Zero && sample.Some >= _start.Some && sample.Full >= _start.Full)
            {
                _some = (sample.Some - _start.Some) / elapsed;
                _full = (sample.Full - _start.Full) / elapsed;
                _knownAt = sample.TakenAt;
                _level = Next();
            }
            _start = sample;
            _hasStart = true;
        }
    }

    /// <summary>The level that stall makes, and why.</summary>
    public PressureLevel Level(long now, TimeProvider time, out double share)
    {
        lock (_gate)
        {
            share = 0;
            if (gauge is null || time.GetElapsedTime(_knownAt, now) > options.StaleAfter)
                return PressureLevel.Normal;

            share = _level == PressureLevel.Emergency ? _full : _some;
            return _level;
        }
    }

    /// <summary>Up at a threshold, down at half of it, so that stall that hovers there does not flap.</summary>
    private PressureLevel Next()
    {
        if (_full >= options.StallEmergencyAt || (_level == PressureLevel.Emergency && _full >= options.StallEmergencyAt / 2))
            return PressureLevel.Emergency;
        if (_some >= options.StallWarningAt || (_level != PressureLevel.Normal && _some >= options.StallWarningAt / 2))
            return PressureLevel.Warning;
        return PressureLevel.Normal;
    }
}
