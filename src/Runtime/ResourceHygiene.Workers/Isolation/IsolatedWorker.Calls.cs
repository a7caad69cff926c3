using System.Globalization;

namespace ResourceHygiene.Workers;

// One call under way, the others wait. The lock is held for a few instructions, and never while anything else runs.
public sealed partial class IsolatedWorker
{
    private long _armedFor;
    private bool _isArmed;

    /// <summary>Takes a call in.</summary>
    /// <returns>The worker on which the caller runs it now; <see langword="null"/> where it waits or was refused.</returns>
    private PlacedWorker? TryAdmit(CallEntry entry)
    {
        CallEntry? superseded = null;
        WorkerException? refusal = null;
        lock (_gate)
        {
            if (_isClosed)
            {
                refusal = Failure(WorkerFailure.Closed, "is closed", entry);
            }
            else if (entry.Request.Unit is { } unit && unit != _unit)
            {
                refusal = Failure(WorkerFailure.Superseded, $"has another unit now, and the call is for '{unit}'", entry);
            }
            else if (_waiting.Count == 0 && Ready() is { } worker)
            {
                Begin(entry);
                return worker;
            }
            else
            {
                var outcome = _waiting.Post(entry, out var returned);
                if (outcome == PostOutcome.Superseded)
                    superseded = returned;
                else if (outcome == PostOutcome.Full)
                    refusal = Failure(WorkerFailure.QueueFull, string.Create(CultureInfo.InvariantCulture, $"has {_waiting.Count} calls waiting already"), entry);
            }
        }

        if (refusal is not null)
            entry.TryFail(refusal);
        superseded?.TryFail(Failure(WorkerFailure.Superseded, "was given a newer call of it", superseded));
        Next();
        return null;
    }

    /// <summary>The worker, where it can take a call now.</summary>
    private PlacedWorker? Ready() =>
        _current is null && _placing is not { IsCompleted: false } && _worker is { IsLost: false } worker && DueReason(worker) is null ? worker : null;

    /// <summary>Gives the first call that waits to the worker, or sees to it that there is one.</summary>
    private void Next()
    {
        CallEntry? entry = null;
        PlacedWorker? worker;
        lock (_gate)
        {
            worker = Ready();
            if (worker is not null)
            {
                // One that was cancelled at this moment has its outcome, and need not run.
                while (_waiting.TryTake(out entry) && entry.IsSettled)
                    entry = null;
                if (entry is not null)
                    Begin(entry);
            }
            // Of one that is lost the end is awaited, which comes here again.
            else if (_waiting.Count > 0 && _current is null && !_isClosed && _worker is null or { IsLost: false })
            {
                Place();
            }
        }
        if (entry is not null)
            _ = RunAsync(entry, worker!);
        RunPlacing();
    }

    private void Begin(CallEntry entry)
    {
        _current = entry;
        entry.Began = _time.GetTimestamp();
        Arm(entry.Limit);
    }

    private async Task RunAsync(CallEntry entry, PlacedWorker worker)
    {
        entry.Trace?.NoteStart(Service, entry);
        try
        {
            var reply = await worker.Link.SendAsync(entry.Request, entry.CancellationToken).ConfigureAwait(false);
            Finish(entry, worker, reply, null);
        }
        catch (Exception exception)
        {
            Finish(entry, worker, null, exception);
        }
    }

    private void Run(CallEntry entry, PlacedWorker worker)
    {
        entry.Trace?.NoteStart(Service, entry);
        try
        {
            Finish(entry, worker, worker.Link.Send(entry.Request), null);
        }
        catch (Exception exception)
        {
            Finish(entry, worker, null, exception);
        }
    }

    private void Finish(CallEntry entry, PlacedWorker worker, [TakesOwnership] WorkerReply? reply, Exception? exception)
    {
        if (exception is WorkerException { IsUnsent: true } && TryPutBack(entry, worker))
        {
            Next();
            return;
        }

        var failure = exception is WorkerException { Failure: not WorkerFailure.CommandThrew } lost ? OfCall(lost, entry) : exception;
        // The worker is free: listeners that take their time must not make its answer late.
        lock (_gate)
        {
            if (_current == entry)
                _current = null;
            if (reply is not null)
                _answered++;
            worker.NoteCall();
        }

        // First: whoever has his answer goes on, and what he does next comes after the call for whoever listens. A caller who gives up at this
        // very moment may be told so, while they hear of an answer: there was one.
        var outcome = CallOutcome.Of(entry, failure);
        WorkerMetrics.NoteCall(Service, entry, outcome, _time);
        entry.Trace?.NoteEnd(worker, outcome);
        if (failure is not null)
            entry.TryFail(failure);
        else if (!entry.TrySucceed(reply!))
            reply!.Dispose();
        Next();
    }

    /// <summary>A worker that died between two calls costs none: the call waits for the next worker, before all others.</summary>
    private bool TryPutBack(CallEntry entry, PlacedWorker worker)
    {
        lock (_gate)
        {
            worker.IsGone = true;
            if (_isClosed || entry.IsSettled || _current != entry)
                return false;

            _current = null;
            _waiting.PutBack(entry);
            return true;
        }
    }

    /// <summary>The caller gave up: it learns that at once; the command has a little time to learn it, too.</summary>
    private async ValueTask<WorkerReply> AwaitAsync(CallEntry entry)
    {
        using var cancelled = entry.CancellationToken.UnsafeRegister(
            static (state, _) => ((Action)state!)(), (Action)(() => OnCancelled(entry)));
        return await entry.Result.ConfigureAwait(false);
    }

    private void OnCancelled(CallEntry entry)
    {
        if (!entry.TryCancel())
            return;

        lock (_gate)
        {
            if (_current != entry)
            {
                _waiting.TryRemove(entry);
                return;
            }
            var limit = _time.GetElapsedTime(entry.Began) + Options.EndGrace;
            if (entry.Limit == Timeout.InfiniteTimeSpan || limit < entry.Limit)
                entry.Limit = limit;
            Arm(Options.EndGrace);
        }
    }

    /// <summary>Sets the timer, unless it goes off before then anyway: most calls are over long before, and cost it nothing.</summary>
    private void Arm(TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan)
            return;

        var due = _time.GetTimestamp() + (long)(limit.TotalSeconds * _time.TimestampFrequency);
        if (_isArmed && _armedFor <= due)
            return;

        _isArmed = true;
        _armedFor = due;
        _deadline.Change(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void OnDeadline()
    {
        CallEntry entry;
        PlacedWorker? worker;
        lock (_gate)
        {
            _isArmed = false;
            if (_current is null || _current.Limit == Timeout.InfiniteTimeSpan)
                return;

            entry = _current;
            worker = _worker;
            var left = entry.Limit - _time.GetElapsedTime(entry.Began);
            // Timers go off a little early; a rest that a timer cannot measure is none.
            if (left >= TimeSpan.FromMilliseconds(1))
            {
                Arm(left);
                return;
            }
        }

        var what = entry.IsSettled
            ? string.Create(CultureInfo.InvariantCulture, $"went on for {Options.EndGrace.TotalSeconds:0.###} s with {entry.Command} after that was cancelled")
            : string.Create(CultureInfo.InvariantCulture, $"took longer than {entry.Timeout.TotalSeconds:0.###} s for {entry.Command}");
        entry.TryFail(Failure(WorkerFailure.TimedOut, what, entry));
        worker?.Link.Abandon(WorkerFailure.TimedOut, what);
    }

    private static WorkerException OfCall(WorkerException lost, CallEntry entry) =>
        new(lost.Failure, $"Command {entry.Command} has no result: {lost.Message}", lost)
        {
            Service = lost.Service,
            Command = entry.Command.Name,
            Unit = lost.Unit,
            ProcessId = lost.ProcessId,
            ErrorOutput = lost.ErrorOutput,
        };
}
