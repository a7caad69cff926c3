namespace ResourceHygiene;

/// <summary>
/// A thread that runs handlers one after another and is watched: at the end of a handler's time its token is cancelled, and
/// if it is still running after the grace, the thread is left behind for good and whoever waits for it learns so.
/// </summary>
/// <remarks>
/// Watching costs a handler two compare-and-swaps and no read of the clock of its own: the timer is not set for each, but runs out at
/// the earliest deadline that it was set for and is then set for the handler that is running.
/// </remarks>
internal sealed class HandlerThread : IDisposable
{
    // The number of the handler above its phase, so that a late decision about one cannot hit the next.
    private const long Running = 1;
    private const long Told = 2;
    private const long LeftBehind = 3;
    private const long PhaseMask = 3;
    private const long NextHandler = 4;

    private readonly TimeProvider _time;
    private readonly TimeSpan _grace;
    private readonly CancellationToken _deadline;
    private readonly TaskCompletionSource _over = new();
    private readonly object _timerGate = new();
    private readonly ITimer _timer;
    private CancellationTokenSource _told;
    private long _state;
    private long _due;
    private long _graceDue;
    private long _timerDue = long.MaxValue;

    private HandlerThread(TimeProvider time, TimeSpan grace, CancellationToken deadline)
    {
        _time = time;
        _grace = grace;
        _deadline = deadline;
        _told = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        _timer = time.CreateTimer(static self => ((HandlerThread)self!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the running handler's time is over. Asked for on this thread, for each handler.</summary>
    public CancellationToken Token => _told.Token;

    /// <summary>
    /// Runs work on a watched thread and returns when it is done (<see langword="true"/>) or had to be left behind
    /// (<see langword="false"/>). The work calls <see cref="Begin"/> and <see cref="TryEnd"/> around each handler; it must not throw.
    /// </summary>
    public static bool Run(Action<HandlerThread> work, TimeProvider time, TimeSpan grace, CancellationToken deadline)
    {
        var watched = new HandlerThread(time, grace, deadline);
        var over = watched._over;
        var thread = new Thread(() =>
        {
            work(watched);
            watched.Dispose();
            over.TrySetResult();
        })
        {
            // Must not hold the process when it is left behind.
            IsBackground = true,
            Name = "ResourceHygiene handlers",
        };
        thread.Start();
        over.Task.Wait(CancellationToken.None);
        return (Volatile.Read(ref watched._state) & PhaseMask) != LeftBehind;
    }

    /// <summary>The thread's work is done, though perhaps too late.</summary>
    public void Dispose()
    {
        // Not while the timer's callback is about to cancel the source.
        lock (_timerGate)
        {
            _timer.Dispose();
            _told.Dispose();
        }
    }

    /// <summary>What is said about a resource whose handler was left behind.</summary>
    public static ReleaseResult Overrun(in ResourceInfo resource, TimeSpan limit) =>
        Overrun($"The handler of {resource.Title} overran its deadline of {ResourceText.Seconds(limit)} and was left behind.");

    /// <inheritdoc cref="Overrun(in ResourceInfo, TimeSpan)"/>
    public static ReleaseResult Overrun(string message) => new(ReleaseStatus.Overrun, 0, new TimeoutException(message), message);

    /// <summary>A handler is about to run.</summary>
    /// <param name="limit">Its time.</param>
    /// <param name="now">When that begins, as a timestamp.</param>
    public void Begin(TimeSpan limit, long now)
    {
        var due = After(limit, now);
        Volatile.Write(ref _due, due);
        // A full fence: either the timer's callback sees the handler, or it is seen here that the timer is not set.
        Interlocked.Exchange(ref _state, _state + Running);
        if (due < Volatile.Read(ref _timerDue))
            SetTimer(due);
    }

    /// <summary>The handler came back. False if it was left behind meanwhile: then this thread must not go on.</summary>
    public bool TryEnd()
    {
        var state = Volatile.Read(ref _state);
        while ((state & PhaseMask) != LeftBehind)
        {
            var seen = Interlocked.CompareExchange(ref _state, (state & ~PhaseMask) + NextHandler, state);
            if (seen == state)
            {
                // Told, but back in time: the next handler needs a token that is not cancelled. The old source stays as it
                // is, as what the handler started may still look at it.
                if ((state & PhaseMask) == Told)
                    _told = CancellationTokenSource.CreateLinkedTokenSource(_deadline);
                return true;
            }
            state = seen;
        }
        return false;
    }

    private long After(TimeSpan span, long now) => span == Timeout.InfiniteTimeSpan
        ? long.MaxValue
        : now + (long)(span.TotalSeconds * _time.TimestampFrequency);

    private void OnTimer()
    {
        lock (_timerGate)
        {
            _timerDue = long.MaxValue;
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref _state) is var state && (state & PhaseMask) is Running or Told)
            {
                var isTold = (state & PhaseMask) == Told;
                var due = isTold ? _graceDue : Volatile.Read(ref _due);
                var source = _told;
                if (_time.GetTimestamp() < due)
                {
                    SetTimer(due);
                    return;
                }

                // If this succeeds, due and source were this handler's.
                if (Interlocked.CompareExchange(ref _state, (state & ~PhaseMask) + (isTold ? LeftBehind : Told), state) != state)
                    continue;

                if (isTold)
                {
                    _over.TrySetResult();
                }
                else
                {
                    _graceDue = After(_grace, _time.GetTimestamp());
                    Deadlines.End(source);
                }
            }
        }
    }

    private void SetTimer(long due)
    {
        lock (_timerGate)
        {
            if (due >= _timerDue)
                return;

            _timerDue = due;
            var left = _time.GetElapsedTime(_time.GetTimestamp(), due);
            // Timers count in whole milliseconds and round down, which would be too early.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(left.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        }
    }
}
