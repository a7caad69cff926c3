namespace ResourceHygiene;

/// <summary>One gauge, its last sample, and the level that this makes. For any thread.</summary>
internal sealed class GaugeWatch
{
    private readonly object _gate = new();
    private readonly IMemoryGauge _gauge;
    private readonly PressureOptions _options;
    private readonly PressureLog _log;
    private MemorySample _sample;
    private bool _hasSample;
    private PressureLevel _level;

    /// <summary>By how many bytes a second the use grew between the last two samples; 0 where it fell.</summary>
    private double _growth;
    private int _isFailing;

    public GaugeWatch(IMemoryGauge gauge, PressureOptions options, PressureLog log, bool isSimulation = false)
    {
        _gauge = gauge;
        _options = options;
        _log = log;
        IsSimulation = isSimulation;
        Name = gauge.Name;
        Location = gauge.Location;
    }

    public string Name { get; }

    public ResourceLocation Location { get; }

    /// <summary>While there is one at a location, the real gauges there do not count.</summary>
    public bool IsSimulation { get; }

    /// <summary>What it shows falls only when garbage is collected, and may be garbage in the first place.</summary>
    public bool CountsGarbage => _gauge is ManagedHeapGauge;

    /// <summary>Takes a sample. What goes wrong is recorded once, until it goes well again.</summary>
    public void Measure(TimeProvider time)
    {
        MemorySample sample;
        try
        {
            sample = _gauge.Measure(time);
        }
        catch (Exception exception)
        {
            if (Interlocked.Exchange(ref _isFailing, 1) == 0)
                _log.Add(Name, exception);
            return;
        }

        if (!sample.IsValid)
        {
            if (Interlocked.Exchange(ref _isFailing, 1) == 0)
                _log.Add(Name, new InvalidDataException($"The gauge shows {sample}, which cannot be."));
            return;
        }

        Volatile.Write(ref _isFailing, 0);
        Take(sample, time);
    }

    /// <summary>What the gauge last said.</summary>
    public PressureReading Read(long now, TimeProvider time)
    {
        lock (_gate)
        {
            // A clock that was set back makes nothing stale.
            var isStale = !_hasSample || time.GetElapsedTime(_sample.TakenAt, now) > _options.StaleAfter;
            return new(Name, Location, _sample, isStale ? PressureLevel.Normal : _level, isStale);
        }
    }

    /// <summary>When the level would become a warning, if use went on to grow as it does.</summary>
    public TimeSpan UntilWarning()
    {
        lock (_gate)
        {
            var seconds = _growth > 0 ? ((_sample.Limit * _options.WarningAt) - _sample.Used) / _growth : double.PositiveInfinity;
            return seconds < 1e6 ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : TimeSpan.MaxValue;
        }
    }

    private void Take(MemorySample sample, TimeProvider time)
    {
        var now = time.GetTimestamp();
        // Nothing was measured in the future.
        if (sample.TakenAt > now)
            sample = sample with { TakenAt = now };

        lock (_gate)
        {
            // Another thread measured later and was quicker; unless the clock was set back.
            if (_hasSample && sample.TakenAt < _sample.TakenAt && _sample.TakenAt <= now)
                return;

            var elapsed = time.GetElapsedTime(_sample.TakenAt, sample.TakenAt).TotalSeconds;
            if (_hasSample && elapsed != 0)
                _growth = elapsed > 0 ? Math.Max(0, ((double)sample.Used - _sample.Used) / elapsed) : 0;
            _sample = sample;
            _hasSample = true;
            _level = Next(sample.Load);
        }
    }

    /// <summary>Up at a threshold, down only some way below it, so that a load that hovers there does not flap.</summary>
    private PressureLevel Next(double load)
    {
        var gap = _options.WarningAt - _options.NormalBelow;
        if (load >= _options.EmergencyAt || (_level == PressureLevel.Emergency && load >= _options.EmergencyAt - gap))
            return PressureLevel.Emergency;
        if (load >= _options.WarningAt || (_level != PressureLevel.Normal && load >= _options.NormalBelow))
            return PressureLevel.Warning;
        return PressureLevel.Normal;
    }
}
