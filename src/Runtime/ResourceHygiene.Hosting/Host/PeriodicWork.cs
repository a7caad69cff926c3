namespace ResourceHygiene.Hosting;

/// <summary>
/// Work at regular times that never overlaps itself: the next time is set when it has ended. Each change of the interval
/// starts it anew.
/// </summary>
internal sealed class PeriodicWork : IDisposable
{
    private readonly object _gate = new();
    private readonly ITimer _timer;
    private readonly Action _work;
    private TimeSpan _interval = Timeout.InfiniteTimeSpan;
    private bool _isDisposed;

    /// <summary>Makes it, idle.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="work">The work. Must not throw.</param>
    public PeriodicWork(TimeProvider time, Action work)
    {
        _work = work;
        _timer = time.CreateTimer(static self => ((PeriodicWork)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets how often; <see langword="null"/> never.</summary>
    public void Every(TimeSpan? interval)
    {
        lock (_gate)
        {
            var changed = interval ?? Timeout.InfiniteTimeSpan;
            if (_isDisposed || changed == _interval)
                return;

            _interval = changed;
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _timer.Dispose();
    }

    private void Run()
    {
        _work();
        lock (_gate)
        {
            if (!_isDisposed)
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }
}
