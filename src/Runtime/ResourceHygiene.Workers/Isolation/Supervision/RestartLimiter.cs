namespace ResourceHygiene.Workers;

/// <summary>
/// How many failures within a window are forgiven, and what pause comes before each replacement. Old failures are forgotten one by one, so that a few in
/// a long session do no harm. Not thread-safe.
/// </summary>
internal sealed class RestartLimiter(WorkerOptions options)
{
    private readonly Queue<long> _failures = new();
    private readonly TimeProvider _time = options.TimeProvider;

    public int Recent
    {
        get
        {
            Forget();
            return _failures.Count;
        }
    }

    public void NoteFailure()
    {
        Forget();
        _failures.Enqueue(_time.GetTimestamp());
    }

    /// <summary>Whether a worker may be started now, and after what pause.</summary>
    public bool MayStart(out TimeSpan pause)
    {
        var failures = Recent;
        // None before the first replacement; then one, two, four... times the back-off, but no longer than a failure is remembered.
        pause = failures < 2
            ? TimeSpan.Zero
            : TimeSpan.FromTicks(Math.Min(options.RestartWindow.Ticks, (long)(options.RestartBackOff.Ticks * Math.Pow(2, Math.Min(failures - 2, 30)))));
        return failures <= options.RestartLimit;
    }

    /// <summary>How long until <see cref="MayStart"/> says yes.</summary>
    public TimeSpan UntilForgiven()
    {
        if (Recent <= options.RestartLimit)
            return TimeSpan.Zero;

        var decisive = _failures.ElementAt(_failures.Count - options.RestartLimit - 1);
        return options.RestartWindow - _time.GetElapsedTime(decisive);
    }

    private void Forget()
    {
        while (_failures.TryPeek(out var oldest) && _time.GetElapsedTime(oldest) >= options.RestartWindow)
            _failures.Dequeue();
    }
}
