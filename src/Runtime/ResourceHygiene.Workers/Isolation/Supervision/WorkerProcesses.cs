namespace ResourceHygiene.Workers;

/// <summary>
/// Worker processes on this machine. Where a standby is wanted, the next one is started and rehearsed as soon as one was given away, so that the next
/// unit finds it ready.
/// </summary>
internal sealed class WorkerProcesses(WorkerService service, WorkerOptions options, Action<int, string>? errorLine) : IWorkerPlacement
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private Task<WorkerProcess>? _standby;
    private bool _isClosed;

    /// <summary>Whether a process waits for the next unit.</summary>
    public bool HasStandby
    {
        get
        {
            lock (_gate)
                return _standby is { IsCompletedSuccessfully: true } ready && !ready.Result.Lost.IsCompleted;
        }
    }

    public ValueTask<IWorkerLink> PlaceAsync(string unit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed), this);
        var standby = TakeStandby();
        if (standby is not { IsCompletedSuccessfully: true } || !IsTaken(standby.Result))
            return PlaceSlowlyAsync(standby, unit, cancellationToken);

        var worker = standby.Result;
        worker.Begin(unit);
        Prepare();
        return new(worker);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (TakeStandby() is { } standby)
        {
            await ((Task)standby).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (standby.IsCompletedSuccessfully)
            {
                standby.Result.Standby!.TryTake();
                await standby.Result.DisposeAsync().ConfigureAwait(false);
            }
        }
        _closing.Dispose();
    }

    private async ValueTask<IWorkerLink> PlaceSlowlyAsync(Task<WorkerProcess>? standby, string unit, CancellationToken cancellationToken)
    {
        WorkerProcess? worker = null;
        if (standby is not null)
        {
            // If it could not be started or died meanwhile, a new one says what is wrong, if it still is.
            await ((Task)standby).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                // Somebody has to end it, and to wait for that.
                PutBack(standby);
                throw new OperationCanceledException(cancellationToken);
            }
            if (standby.IsCompletedSuccessfully && IsTaken(standby.Result))
                worker = standby.Result;
        }

        worker ??= await Task.Run(
            () => WorkerProcess.StartAsync(service, options, rehearse: false, errorLine, cancellationToken), cancellationToken).ConfigureAwait(false);
        worker.Begin(unit);
        Prepare();
        return worker;
    }

    private Task<WorkerProcess>? TakeStandby()
    {
        lock (_gate)
        {
            var standby = _standby;
            _standby = null;
            return standby;
        }
    }

    private void PutBack(Task<WorkerProcess> standby)
    {
        lock (_gate)
            _standby ??= standby;
    }

    /// <summary>Starts the next one, off the caller's path.</summary>
    private void Prepare()
    {
        if (!options.Standby)
            return;

        lock (_gate)
        {
            if (_isClosed || _standby is not null)
                return;
            var closing = _closing.Token;
            _standby = Task.Run(() => StartStandbyAsync(closing));
        }
    }

    private async Task<WorkerProcess> StartStandbyAsync(CancellationToken closing)
    {
        var worker = await WorkerProcess.StartAsync(service, options, rehearse: true, errorLine, closing).ConfigureAwait(false);
        worker.Standby = new StandbyResource(worker, service, options.Tracker ?? ResourceTracker.Shared);
        return worker;
    }

    /// <summary>Whether it is there to be taken: it may have died, or been let go because its memory was needed.</summary>
    private static bool IsTaken(WorkerProcess standby) => standby.Standby!.TryTake() && !standby.Lost.IsCompleted;
}
