using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

// From being brought to being over.
public sealed partial class CommandPool
{
    /// <summary>Jobs that end at once run one after another on one thread; so often others have a turn.</summary>
    private const int TurnsOnOneThread = 256;

    private readonly HashSet<WorkItem> _pausing = [];
    private readonly WorkItem?[] _places;
    private readonly Task _runners;

    /// <summary>Called once for each item, when it is over and before its bringer is told.</summary>
    internal void OnCompleted(WorkItem item, CommandState state)
    {
        if (item.IdempotencyKey is { } key)
            _keyed.TryRemove(new(key, item));
        if (_options.Retry is not null)
        {
            lock (_pausing)
                _pausing.Remove(item);
        }
        Telemetry.NoteOver(item, state);
    }

    /// <summary>The pause before an item's next attempt is over.</summary>
    internal void ComeBack(WorkItem item)
    {
        lock (_pausing)
        {
            if (!_pausing.Remove(item))
                return;
        }
        item.EndPause();
        _ = ReturnAsync(item);
    }

    /// <summary>Puts an item into the queue, or waits until there is room; it is told itself if it does not get there.</summary>
    private TItem Bring<TItem>(TItem item, CancellationToken cancellationToken)
        where TItem : WorkItem
    {
        var bringing = BringAsync(item, cancellationToken);
        // Whoever waits for the item waits for that, too.
        if (!bringing.IsCompletedSuccessfully)
            _ = bringing.AsTask();
        return item;
    }

    private async ValueTask<CommandTicket<T>> SubmitAsync<T>(WorkItem<T> item, CancellationToken cancellationToken)
    {
        var ticket = item.MakeTicket();
        if (item.IdempotencyKey is { } key && _keyed.GetOrAdd(key, item) is var first && !ReferenceEquals(first, item))
        {
            // This one never was: nobody looks at its result.
            return first is WorkItem<T> { Ticket: { } its }
                ? its
                : throw new ArgumentException($"The idempotency key '{key}' belongs to {first.Title}, whose result is of another type than that of {item.Title}.", nameof(item));
        }

        await BringAsync(item, cancellationToken).ConfigureAwait(false);
        return ticket;
    }

    /// <summary>Never fails: what goes wrong is the item's outcome.</summary>
    private ValueTask BringAsync(WorkItem item, CancellationToken cancellationToken)
    {
        item.CancelWith(cancellationToken);
        if (item.IsSettled)
            return default;

        try
        {
            var enqueuing = Queue.EnqueueAsync(item, cancellationToken);
            if (!enqueuing.IsCompletedSuccessfully)
                return AwaitRoomAsync(item, enqueuing, cancellationToken);

            NoteBrought(item, enqueuing.Result);
        }
        catch (Exception exception)
        {
            item.TryComplete(CommandOutcome.Of(exception));
        }
        return default;
    }

    private async ValueTask AwaitRoomAsync(WorkItem item, ValueTask<EnqueueResult> enqueuing, CancellationToken cancellationToken)
    {
        try
        {
            NoteBrought(item, await enqueuing.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            item.End(EndCause.Cancelled);
        }
        catch (Exception exception)
        {
            item.TryComplete(CommandOutcome.Of(exception));
        }
    }

    private void NoteBrought(WorkItem item, EnqueueResult result)
    {
        switch (result)
        {
            case EnqueueResult.Accepted:
                // Cancelled on its way into the queue, where nobody could find it yet.
                if (item.IsSettled)
                    Queue.TryRemove(item);
                break;
            case EnqueueResult.Rejected:
                item.TryComplete(CommandOutcome.Of(PoolFailures.Of(item, CommandFailure.Rejected)));
                break;
            case EnqueueResult.Dropped:
                item.TryComplete(CommandOutcome.Of(PoolFailures.Of(item, CommandFailure.Dropped)));
                break;
            default:
                item.TryComplete(CommandOutcome.Of(PoolFailures.Of(item, CommandFailure.PoolClosed, _fault)));
                break;
        }
    }

    private Task StartRunners()
    {
        if (ExecutionContext.IsFlowSuppressed())
            return StartAll();

        // They outlive whoever makes the pool, and must not keep what that has in its context.
        using (ExecutionContext.SuppressFlow())
            return StartAll();

        Task StartAll() => Task.WhenAll(Enumerable.Range(0, _places.Length).Select(RunAsync).ToArray());
    }

    /// <summary>Takes and runs one item after another, until the queue is complete and empty. Never fails.</summary>
    private async Task RunAsync(int place)
    {
        while (true)
        {
            var taking = TakingToken;
            try
            {
                await RunAsync(place, taking).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (LeavingToken.IsCancellationRequested)
            {
                // The pool ends, and the queue does not come to its end: what it still has is not this pool's.
                return;
            }
            catch (OperationCanceledException) when (taking.IsCancellationRequested)
            {
                await ComeBackAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                Fail(exception);
                return;
            }
        }
    }

    private async Task RunAsync(int place, CancellationToken taking)
    {
        for (var turn = 1; await Queue.LeaseAsync(taking).ConfigureAwait(false) is { } message; turn++)
        {
            var item = message as WorkItem ?? new CommandItem(this, message);
            if (_isStopping)
                await RefuseAsync(item).ConfigureAwait(false);
            else
                await RunAsync(item, place).ConfigureAwait(false);
            if (turn % TurnsOnOneThread == 0)
                await Task.Yield();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(WorkItem item, int place)
    {
        // Settled while it waited, where the queue could not take it out.
        if (!item.TryStart())
            return;

        Volatile.Write(ref _places[place], item);
        // Whoever ends the pool looks at the places after saying so, and this looks after taking its place.
        Interlocked.MemoryBarrier();
        if (_isForced)
            item.EndElsewhere(EndCause.PoolClosed);
        Telemetry.NoteStart(item);
        var outcome = await item.RunAsync().ConfigureAwait(false);
        Telemetry.NoteAttempt(item, outcome);
        Volatile.Write(ref _places[place], null);
        if (_options.Retry is not null && TryRunLater(item, ref outcome))
            return;
        // That this machine had no room or no time is no outcome for work that others can do.
        if (item.IsForeign && OutcomeStates.Of(outcome) is CommandState.Shed or CommandState.Closed)
        {
            StepBack();
            await GiveBackAsync(item, outcome).ConfigureAwait(false);
        }
        else
            await AcknowledgeAsync(item, outcome).ConfigureAwait(false);
    }

    /// <summary>It is over: its bringer is told by the queue, which may have to reach another process.</summary>
    private async ValueTask AcknowledgeAsync(WorkItem item, CommandOutcome outcome)
    {
        try
        {
            await Queue.AcknowledgeAsync(item.Delivery, outcome).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        // Of what a broker delivered, this pool's own account; of the rest only where the queue failed.
        item.TryComplete(outcome);
    }

    /// <summary>Whether the item has another attempt before it.</summary>
    private bool TryRunLater(WorkItem item, ref CommandOutcome outcome)
    {
        var state = OutcomeStates.Of(outcome);
        if (state is not (CommandState.Failed or CommandState.TimedOut) || item.IsSettled || _isComplete)
            return false;

        TimeSpan? pause;
        try
        {
            pause = _options.Retry!(new(item.Name, item.Attempt, outcome.Result, outcome.Exception));
        }
        catch (Exception exception)
        {
            outcome = CommandOutcome.Of(exception);
            return false;
        }

        if (pause is not { } length || !item.TryWaitAgain(outcome))
            return false;

        lock (_pausing)
        {
            // Completed meanwhile: nobody would wake it.
            if (_isComplete)
                return false;

            _pausing.Add(item);
        }
        if (length > TimeSpan.Zero)
            item.PauseFor(length < CommandPoolOptions.LongestTimeLimit ? length : CommandPoolOptions.LongestTimeLimit);
        else
            ComeBack(item);
        return true;
    }

    private async Task ReturnAsync(WorkItem item)
    {
        try
        {
            if (await Queue.ReturnAsync(item.Delivery).ConfigureAwait(false))
                return;
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        await AcknowledgeAsync(item, item.LastOutcome).ConfigureAwait(false);
    }
}
