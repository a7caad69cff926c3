using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene.Workers;

// How a worker comes and goes: started, replaced, given up.
public sealed partial class IsolatedWorker
{
    /// <summary>The last placing; under way unless it is complete. Its result is why there is no worker.</summary>
    private Task<WorkerException?>? _placing;

    private TaskCompletionSource<WorkerException?>? _toPlace;

    /// <summary>What subscribers are told when the placing is complete: they may wait for a call.</summary>
    private readonly Queue<WorkerModeChange> _news = new();

    private long _retryFrom;
    private long? _lastCrash;
    private int _epoch;
    private int _placedEpoch = -1;

    /// <summary>Under the lock: sees to it that a worker is placed; <see cref="RunPlacing"/> does it, after the lock.</summary>
    private Task<WorkerException?> Place()
    {
        if (_placing is { IsCompleted: false } underWay)
            return underWay;

        _toPlace = new TaskCompletionSource<WorkerException?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _placing = _toPlace.Task;
    }

    private void RunPlacing()
    {
        TaskCompletionSource<WorkerException?>? toPlace;
        lock (_gate)
        {
            toPlace = _toPlace;
            _toPlace = null;
        }
        if (toPlace is not null)
            Track(_tellings, PlaceAsync(toPlace));
    }

    private async Task PlaceAsync(TaskCompletionSource<WorkerException?> placing)
    {
        WorkerException? failure;
        List<CallEntry> failed = [];
        do
        {
            failure = await PlaceOrSayWhyAsync().ConfigureAwait(false);
        }
        while (!TryComplete(placing, ref failure, failed));

        TellNews();
        failed.ForEach(entry => entry.TryFail(OfCall(failure!, entry)));
        Next();
    }

    private async ValueTask<WorkerException?> PlaceOrSayWhyAsync()
    {
        try
        {
            return await TryPlaceAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return Failure(WorkerFailure.Closed, "was closed");
        }
        catch (Exception unexpected)
        {
            // Of a placement that somebody else wrote.
            return Failure(WorkerFailure.CannotStart, $"has no worker: {unexpected.Message}", null, unexpected);
        }
    }

    /// <returns>Whether it is done; not where another unit was switched to in the last moment.</returns>
    private bool TryComplete(TaskCompletionSource<WorkerException?> placing, ref WorkerException? failure, List<CallEntry> failed)
    {
        if (failure is not null)
            TryGoOnWithout(ref failure);
        lock (_gate)
        {
            if (failure is null && _placedEpoch != _epoch && !_isClosed)
                return false;
            if (failure is not null)
            {
                failed.AddRange(_waiting.TakeAll());
            }
            placing.SetResult(failure);
            return true;
        }
    }

    /// <returns>Why there is none; <see langword="null"/> where there is.</returns>
    private async ValueTask<WorkerException?> TryPlaceAsync()
    {
        WorkerException? failure = null;
        while (true)
        {
            int epoch;
            string unit;
            TimeSpan pause;
            bool isHere;
            lock (_gate)
            {
                if (_isClosed)
                    return Failure(WorkerFailure.Closed, "is closed");
                isHere = IsToBeInProcess();
                pause = TimeSpan.Zero;
                if (!isHere && !_limiter.MayStart(out pause))
                    return failure ?? OutOfRestarts();
                (epoch, unit) = (_epoch, _unit);
            }
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, _time, _closing.Token).ConfigureAwait(false);

            try
            {
                IWorkerLink link = isHere ? new InProcessWorker(Service, Options, unit) : await _placement!.PlaceAsync(unit, _closing.Token).ConfigureAwait(false);
                if (TryAdopt(link, unit, epoch))
                    return null;
                // Another unit is wanted by now.
                Track(_endings, DisposeAsync(link));
            }
            catch (WorkerException failed)
            {
                failure = failed;
                lock (_gate)
                {
                    _lastFailure = failed;
                    if (failed.Failure == WorkerFailure.VersionMismatch)
                        return failed;
                    _limiter.NoteFailure();
                }
            }
        }
    }

    private bool IsToBeInProcess() => Options.Mode == WorkerMode.Never || (_isInProcess && !MayRetry());

    private bool MayRetry() => Options.Mode == WorkerMode.Auto && _isInProcess && _time.GetElapsedTime(_retryFrom) >= Options.RetryAfter;

    private bool TryAdopt([TakesOwnership] IWorkerLink link, string unit, int epoch)
    {
        var worker = new PlacedWorker(this, link, unit);
        PlacedWorker? old;
        WorkerEndReason reason;
        lock (_gate)
        {
            if (_isClosed || _epoch != epoch)
                return false;

            old = _worker;
            reason = old is null ? WorkerEndReason.Closed : DueReason(old) ?? WorkerEndReason.BackToWorkers;
            _worker = worker;
            _placedEpoch = epoch;
            if (_isInProcess && link is not InProcessWorker)
            {
                _isInProcess = false;
                _news.Enqueue(new WorkerModeChange(IsIsolated: true, null));
            }
        }
        worker.BeginTracking();
        Watch(worker);
        if (old is not null)
            LetGo(old, reason);
        return true;
    }

    /// <summary>
    /// Where no worker can be had: goes on with the old one that was to be replaced, or in this process where that is allowed. Never where
    /// workers could be started and failed later: what killed them would then run here.
    /// </summary>
    private void TryGoOnWithout(ref WorkerException? failure)
    {
        PlacedWorker? worker = null;
        lock (_gate)
        {
            if (_isClosed)
                return;

            if (_worker is not null)
            {
                _worker.Postpone();
            }
            else
            {
                var isSafe = _lastCrash is not { } crash || _time.GetElapsedTime(crash) >= Options.RestartWindow;
                if (Options.Mode != WorkerMode.Auto || !isSafe || failure!.Failure == WorkerFailure.Closed)
                    return;
                _worker = worker = new PlacedWorker(this, new InProcessWorker(Service, Options, _unit), _unit);
                if (!_isInProcess)
                    _news.Enqueue(new WorkerModeChange(IsIsolated: false, failure));
                _isInProcess = true;
            }
            _retryFrom = _time.GetTimestamp();
            _placedEpoch = _epoch;
        }

        if (worker is not null)
            Watch(worker);
        failure = null;
    }

    private void TellNews()
    {
        while (true)
        {
            WorkerModeChange news;
            lock (_gate)
            {
                if (!_news.TryDequeue(out news))
                    return;
            }
            Raise(ModeChanged, news);
        }
    }

    /// <summary>Why a worker is to be replaced before the next call; <see langword="null"/> where it is not.</summary>
    private WorkerEndReason? DueReason(PlacedWorker worker) =>
        worker.Link is InProcessWorker ? MayRetry() ? WorkerEndReason.BackToWorkers : null : worker.DueReason();

    /// <summary>Learns when a worker is gone, and says why.</summary>
    private void Watch(PlacedWorker worker)
    {
        var ending = AwaitEndAsync(worker);
        Track(_endings, ending);
        Track(_tellings, TellEndAsync(worker, ending));
    }

    private async Task<WorkerException> AwaitEndAsync(PlacedWorker worker)
    {
        var why = await worker.Link.Lost.ConfigureAwait(false);
        worker.EndTracking();
        lock (_gate)
        {
            if (_worker == worker)
            {
                _worker = null;
                if (worker.Link is not InProcessWorker)
                {
                    _limiter.NoteFailure();
                    _lastCrash = _time.GetTimestamp();
                }
                _lastFailure = why;
            }
        }
        // What a link that died still holds.
        await DisposeAsync(worker.Link).ConfigureAwait(false);
        return why;
    }

    private async Task TellEndAsync(PlacedWorker worker, Task<WorkerException> ending)
    {
        var why = await ending.ConfigureAwait(false);
        var reason = worker.EndReason ?? ReasonOf(why.Failure);
        WorkerMetrics.NoteEnd(Service, reason);
        Raise(Ended, new WorkerEnded(reason, worker.Unit, worker.Link.ProcessId, worker.EndReason is null ? why : null));
        Next();
    }

    private static WorkerEndReason ReasonOf(WorkerFailure failure) => failure switch
    {
        WorkerFailure.TimedOut => WorkerEndReason.TimedOut,
        WorkerFailure.Unresponsive => WorkerEndReason.Unresponsive,
        WorkerFailure.ProtocolViolated => WorkerEndReason.ProtocolViolated,
        WorkerFailure.Closed => WorkerEndReason.Closed,
        _ => WorkerEndReason.Crashed,
    };

    /// <summary>Lets an idle worker go because its memory is needed; the next call starts another.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="evenIfBusy">At the end of this process.</param>
    /// <returns>Whether it goes.</returns>
    internal bool TryShed(PlacedWorker worker, bool evenIfBusy)
    {
        lock (_gate)
        {
            if (_worker == worker)
            {
                if (!evenIfBusy && (_current is not null || _waiting.Count > 0))
                    return false;
                _worker = null;
            }
        }
        LetGo(worker, WorkerEndReason.Shed);
        return true;
    }

    private void LetGo(PlacedWorker worker, WorkerEndReason reason)
    {
        worker.EndReason ??= reason;
        Track(_endings, DisposeAsync(worker.Link));
    }

    private static async Task DisposeAsync([TakesOwnership] IWorkerLink link)
    {
        try
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Of a placement that somebody else wrote: the worker is let go all the same.
            Trace.TraceError($"ResourceHygiene: letting {link.Name} go failed: {exception}");
        }
    }

    /// <summary>What <see cref="DisposeAsync()"/> has to wait for.</summary>
    private void Track(HashSet<Task> those, Task task)
    {
        if (task.IsCompleted)
            return;

        lock (_gate)
            those.Add(task);
        task.ContinueWith(
            over =>
            {
                lock (_gate)
                    those.Remove(over);
            },
            TaskScheduler.Default);
    }

    private WorkerException OutOfRestarts() => Failure(
        WorkerFailure.OutOfRestarts,
        string.Create(
            CultureInfo.InvariantCulture,
            $"has lost {_limiter.Recent} workers within {Options.RestartWindow.TotalSeconds:0.###} s, the last as follows, and waits {_limiter.UntilForgiven().TotalSeconds:0.###} s before the next: {_lastFailure?.Message}"),
        null,
        _lastFailure);
}
