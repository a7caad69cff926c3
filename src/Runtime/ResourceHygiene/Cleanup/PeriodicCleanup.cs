namespace ResourceHygiene;

/// <summary>
/// Cleans up again and again until it is disposed. One run at a time: what becomes due during a run is done in one run
/// after it, however often it became due. Every member may be called from any thread.
/// </summary>
/// <remarks>Runs on the thread of the timer, in nobody's flow of execution: no ambient scope of the caller is held by it.</remarks>
public sealed class PeriodicCleanup : IDisposable, IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly ResourceCleaner _cleaner;
    private readonly TimeSpan? _budget;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _running;
    private CleanupReport? _lastReport;
    private bool _isDue;

    /// <summary>The thread of the run under way, which subscribers share; 0 if there is none.</summary>
    private int _thread;
    private bool _isDisposed;
    private long _runs;
    private long _coalesced;

    internal PeriodicCleanup(ResourceCleaner cleaner, TimeSpan period, CleanupLevel level, TimeSpan? budget)
    {
        _cleaner = cleaner;
        _budget = budget;
        Period = period;
        Level = level;

        var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        try
        {
            _timer = cleaner.Tracker.TimeProvider.CreateTimer(static state => ((PeriodicCleanup)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            flow?.Undo();
        }
        _timer.Change(period, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time from one run's beginning to the next.</summary>
    public TimeSpan Period { get; }

    /// <summary>How deep it cleans.</summary>
    public CleanupLevel Level { get; }

    /// <summary>What the last run did; <see langword="null"/> before the first has ended.</summary>
    public CleanupReport? LastReport => Volatile.Read(ref _lastReport);

    /// <summary>How many runs have ended.</summary>
    public long Runs => Volatile.Read(ref _runs);

    /// <summary>How often a run was due while one was due already, and so got none of its own.</summary>
    public long Coalesced => Volatile.Read(ref _coalesced);

    /// <summary>
    /// Makes a run due now, apart from the period: at once on this thread, or after the run that is under way. Does nothing once disposed.
    /// </summary>
    public void RunNow() => BecomeDue();

    /// <summary>Starts no further run. One that is under way is told to stop before its next step, and not waited for.</summary>
    public void Dispose() => Stop();

    /// <summary>Starts no further run, and waits until one that is under way has stopped. From inside a run, and from a subscriber that is told of it, it does not wait.</summary>
    public async ValueTask DisposeAsync()
    {
        var running = Stop();
        if (running is not null && !CleanupTurns.IsInside && Volatile.Read(ref _thread) != Environment.CurrentManagedThreadId)
            await running.Task.ConfigureAwait(false);
    }

    private TaskCompletionSource? Stop()
    {
        TaskCompletionSource? running;
        lock (_gate)
        {
            running = _running;
            if (_isDisposed)
                return running;

            _isDisposed = true;
            // Runs nothing of the user's: a clean-up passes it on without waiting. A run under way disposes it at its end.
            _stopped.Cancel();
            if (running is null)
                _stopped.Dispose();
        }
        _timer.Dispose();
        return running;
    }

    private void OnTick()
    {
        // One period after another instead of a timer with a period: a clock that jumps must not make a heap of ticks.
        _timer.Change(Period, Timeout.InfiniteTimeSpan);
        BecomeDue();
    }

    private void BecomeDue()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            if (_running is not null)
            {
                _coalesced += _isDue ? 1 : 0;
                _isDue = true;
                return;
            }
            _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _thread = Environment.CurrentManagedThreadId;
        }

        do
            Run();
        while (IsDueAgain());
    }

    private void Run()
    {
        try
        {
            Volatile.Write(ref _lastReport, _cleaner.Clean(Level, _budget, _stopped.Token));
            Interlocked.Increment(ref _runs);
        }
        catch (Exception exception)
        {
            // No cleaner's fault, as those are in the report: the system had no thread or no timer for it. From a timer it would end the process.
            _cleaner.Tracker.Failures.Add(new(ResourceHandle.None, "cleaner", nameof(PeriodicCleanup), ReleaseReason.Requested, exception));
        }
    }

    private bool IsDueAgain()
    {
        TaskCompletionSource ended;
        lock (_gate)
        {
            if (_isDue && !_isDisposed)
            {
                _isDue = false;
                return true;
            }
            ended = _running!;
            _running = null;
            _thread = 0;
            if (_isDisposed)
                _stopped.Dispose();
        }
        ended.SetResult();
        return false;
    }
}
