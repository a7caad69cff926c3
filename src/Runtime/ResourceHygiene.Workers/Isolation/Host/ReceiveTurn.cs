namespace ResourceHygiene.Workers;

/// <summary>
/// Which of two threads receives frames. Who received a call keeps the turn while it runs that, as most calls are over before another thread would be
/// awake; the other takes the turn over where a call lasts, or waits for a frame itself.
/// </summary>
/// <remarks>
/// One number decides: even while whoever has the turn receives, odd while it runs something. Who takes the turn over, and who goes on receiving after
/// a run, both make it even, and only one of them can. While calls come one after another the other thread looks once in a while, and none of them
/// wakes it; when none came between two looks it sleeps until the next begins.
/// </remarks>
internal sealed class ReceiveTurn
{
    /// <summary>In milliseconds: so long, and twice as long at most, a call lasts before the other thread receives.</summary>
    private const int Patience = 4;

    private const long Nothing = -1;

    private readonly object _gate = new();
    private long _run;
    private volatile bool _isWatched;
    private bool _isTaken;
    private bool _isNeeded;
    private bool _isOver;

    /// <summary>Waits for the turn, and takes it.</summary>
    /// <returns>False once all is over.</returns>
    public bool Take()
    {
        lock (_gate)
        {
            if (!_isTaken)
                return _isTaken = true;

            for (var seen = Nothing; !_isOver;)
            {
                var run = Volatile.Read(ref _run);
                var isDue = IsRunning(run) && (_isNeeded || run == seen);
                _isNeeded = false;
                if (isDue && TryEnd(run))
                    return true;
                seen = run == seen ? Sleep(run) : Watch(run);
            }
            return false;
        }
    }

    /// <summary>Whoever has the turn begins to run something, and may lose it.</summary>
    /// <returns>What to give to <see cref="TryGoOn"/>.</returns>
    public long BeginRun()
    {
        var run = Interlocked.Increment(ref _run);
        if (!_isWatched)
            Wake();
        return run;
    }

    /// <summary>What was run is over.</summary>
    /// <returns>Whether this thread still has the turn.</returns>
    public bool TryGoOn(long run) => TryEnd(run);

    /// <summary>What runs waits for a frame: the other thread takes the turn at once.</summary>
    public void Need()
    {
        lock (_gate)
        {
            _isNeeded = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Nobody is to receive any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.Pulse(_gate);
        }
    }

    private static bool IsRunning(long run) => (run & 1) != 0;

    private bool TryEnd(long run) => Interlocked.CompareExchange(ref _run, run + 1, run) == run;

    /// <summary>Looks again after a while.</summary>
    private long Watch(long run)
    {
        _isWatched = true;
        Monitor.Wait(_gate, Patience);
        return run;
    }

    /// <summary>Until something begins. What does at this very moment is either seen here, or sees that nobody watches and wakes this.</summary>
    private long Sleep(long run)
    {
        _isWatched = false;
        Interlocked.MemoryBarrier();
        if (run == Volatile.Read(ref _run))
            Monitor.Wait(_gate);
        return Nothing;
    }

    private void Wake()
    {
        lock (_gate)
        {
            _isWatched = true;
            Monitor.Pulse(_gate);
        }
    }
}
