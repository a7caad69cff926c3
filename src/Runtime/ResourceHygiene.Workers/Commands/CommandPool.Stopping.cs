namespace ResourceHygiene.Workers;

// How a pool ends.
public sealed partial class CommandPool
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationTokenSource _forced = new();
    private readonly CancellationTokenRegistration _stopping;
    private volatile bool _isComplete;
    private volatile bool _isStopping;
    private volatile bool _isForced;
    private Exception? _fault;
    private int _isCleanedUp;

    /// <summary>Cancelled when what runs must end: the token of jobs that have none of their own.</summary>
    internal CancellationToken ForcedToken => _forced.Token;

    /// <summary>Cancelled when nobody is to take work any more; a runner that was left behind may look at it after the end.</summary>
    internal CancellationToken LeavingToken => _leaving.Token;

    /// <summary>
    /// Takes nothing more, and waits until everything that was taken is over, however long that takes. What fails is not tried again. The pool is
    /// still to be disposed.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, and nothing else.</param>
    public Task DrainAsync(CancellationToken cancellationToken = default)
    {
        Complete();
        return _runners.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Ends the pool. It takes nothing more; what waits ends as <see cref="CommandState.Closed"/>; what runs may go on for the grace and is ended
    /// then, commands with their whole process trees. A job that does not look at its token is left behind after
    /// <see cref="CommandPoolOptions.ShutdownGrace"/>: its bringer is told, and its place is never used again. May be called any number of times; a call with a shorter
    /// grace hurries the others up.
    /// </summary>
    /// <param name="grace">How long what runs may go on; <see cref="CommandPoolOptions.ShutdownGrace"/> if it is not said.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grace is negative or longer than 49 days.</exception>
    public async Task StopAsync(TimeSpan? grace = null)
    {
        var patience = grace ?? _options.ShutdownGrace;
        CommandPoolOptions.ThrowIfNotAGrace(patience, nameof(grace));
        _isStopping = true;
        Complete();
        var over = Task.WhenAll(RefuseWaitingAsync(), _runners);
        if (!await IsOverWithinAsync(over, patience).ConfigureAwait(false))
        {
            Force();
            if (!await IsOverWithinAsync(over, LongestEnd()).ConfigureAwait(false))
                Abandon();
        }
        await CleanUpAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the pool; see <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Ends the pool and waits for it; see <see cref="StopAsync"/>.</summary>
    public void Dispose() => StopAsync().GetAwaiter().GetResult();

    /// <summary>The queue failed: work that cannot be taken must not wait for ever.</summary>
    private void Fail(Exception exception)
    {
        if (Interlocked.CompareExchange(ref _fault, exception, null) is not null)
            return;

        _isStopping = true;
        Complete();
        _leaving.Cancel();
        _ = RefuseWaitingAsync();
    }

    private void Complete()
    {
        WorkItem[] pausing;
        lock (_pausing)
        {
            _isComplete = true;
            pausing = [.. _pausing];
            _pausing.Clear();
        }
        _ending.TrySetResult();
        Queue.Complete();
        // There is no time for another attempt: the last one counts.
        foreach (var item in pausing)
            _ = AcknowledgeAsync(item, item.LastOutcome).AsTask();
    }

    private async Task RefuseWaitingAsync()
    {
        try
        {
            while (await Queue.LeaseAsync(ForcedToken).ConfigureAwait(false) is { } message)
                await RefuseAsync(message as WorkItem ?? new CommandItem(this, message)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ForcedToken.IsCancellationRequested)
        {
            // The queue does not come to its end: what it still has is not this pool's.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Work of this process ends with its pool; what a broker delivered is for others.</summary>
    private ValueTask RefuseAsync(WorkItem item) => GiveBackAsync(item, CommandOutcome.Of(PoolFailures.Of(item, CommandFailure.PoolClosed, _fault)));

    private async ValueTask GiveBackAsync(WorkItem item, CommandOutcome outcome)
    {
        if (!item.IsForeign || !await Queue.ReturnAsync(item.Delivery).ConfigureAwait(false))
            await AcknowledgeAsync(item, outcome).ConfigureAwait(false);
    }

    private async Task<bool> IsOverWithinAsync(Task over, TimeSpan patience)
    {
        try
        {
            await over.WaitAsync(patience, Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return over.IsCompleted;
        }
    }

    private void Force()
    {
        _isForced = true;
        Interlocked.MemoryBarrier();
        _leaving.Cancel();
        _ = CancelForcedAsync();
        foreach (var item in Occupied())
            item.EndElsewhere(EndCause.PoolClosed);
    }

    private async Task CancelForcedAsync()
    {
        try
        {
            await _forced.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            System.Diagnostics.Trace.TraceError($"ResourceHygiene: the pool '{Name}' was ended, and a callback of a job failed: {exception}");
        }
    }

    /// <summary>A command takes its own grace to end, and what comes after that is the pool's.</summary>
    private TimeSpan LongestEnd()
    {
        if (_options.ShutdownGrace == Timeout.InfiniteTimeSpan)
            return Timeout.InfiniteTimeSpan;

        var longest = _options.ShutdownGrace + Occupied().Select(static item => item.LongestEnd).DefaultIfEmpty().Max();
        return longest < CommandPoolOptions.LongestTimeLimit ? longest : CommandPoolOptions.LongestTimeLimit;
    }

    private void Abandon()
    {
        foreach (var item in Occupied())
            item.TryComplete(CommandOutcome.Of(PoolFailures.Of(item, CommandFailure.PoolClosed, _fault)));
    }

    private IEnumerable<WorkItem> Occupied()
    {
        for (var place = 0; place < _places.Length; place++)
        {
            if (Volatile.Read(ref _places[place]) is { } item)
                yield return item;
        }
    }

    private async Task CleanUpAsync()
    {
        if (Interlocked.Exchange(ref _isCleanedUp, 1) != 0)
            return;

        // Not disposed: it may be its callback that waits for this very method.
        _stopping.Unregister();
        Threads.Close(_runners.IsCompleted);
        Telemetry.Dispose();
        await Queue.DisposeAsync().ConfigureAwait(false);
    }
}
