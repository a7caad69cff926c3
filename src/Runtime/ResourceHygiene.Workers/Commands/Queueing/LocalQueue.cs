namespace ResourceHygiene.Workers;

/// <summary>What the queues of this process have in common: places, who makes room for whom, and what ends a lease.</summary>
internal abstract class LocalQueue(CommandQueueOptions options) : ICommandQueue
{
    protected const int Levels = 1 + (int)ReleasePriority.Critical - (int)ReleasePriority.Low;

    // Only of bounded queues: nobody else pays for it.
    private readonly QueueRoom? _room = options.Capacity is { } capacity ? new(capacity) : null;
    private volatile bool _isComplete;

    public abstract int Count { get; }

    protected int AgingInterval => options.AgingInterval;

    public ValueTask<EnqueueResult> EnqueueAsync(CommandMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<EnqueueResult>(cancellationToken);
        if (_room is null)
            return new(Add(message));
        if (_isComplete)
            return new(EnqueueResult.Closed);
        if (_room.TryTake())
            return new(AddToRoom(message));

        return options.FullMode switch
        {
            QueueFullMode.Reject => new(EnqueueResult.Rejected),
            QueueFullMode.DropOldest => new(AddInPlaceOfAnother(message)),
            _ => AddWhenThereIsRoomAsync(message, cancellationToken),
        };
    }

    public abstract ValueTask<CommandMessage?> LeaseAsync(CancellationToken cancellationToken = default);

    public ValueTask AcknowledgeAsync(CommandMessage message, CommandOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.TryComplete(outcome);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> ReturnAsync(CommandMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        // What was let in once is not turned away: it takes no place, and so the queue may be fuller than its capacity for a while.
        message.DeliveryCount++;
        return new(Add(message) == EnqueueResult.Accepted);
    }

    public abstract bool TryRemove(CommandMessage message);

    public void Complete()
    {
        _isComplete = true;
        CompleteLevels();
        _room?.LetThrough();
    }

    public ValueTask DisposeAsync()
    {
        Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Puts a message last of its level; false where the queue is complete.</summary>
    protected abstract bool TryPush(CommandMessage message);

    /// <summary>Ends the waiting of the oldest message of the lowest priority, unless that is above the one given.</summary>
    protected abstract CommandMessage? TakeLowest(ReleasePriority upTo);

    protected abstract void CompleteLevels();

    protected static int LevelOf(CommandMessage message) => message.Priority - ReleasePriority.Low;

    /// <summary>To be called by whoever ended the waiting of a message: its place is free.</summary>
    protected void FreeRoomOf(CommandMessage message)
    {
        if (message.HoldsRoom)
        {
            message.HoldsRoom = false;
            _room!.Free();
        }
    }

    private EnqueueResult Add(CommandMessage message)
    {
        message.BeginWaiting();
        if (TryPush(message))
            return EnqueueResult.Accepted;

        FreeRoomOf(message);
        return EnqueueResult.Closed;
    }

    private EnqueueResult AddToRoom(CommandMessage message)
    {
        message.HoldsRoom = true;
        return Add(message);
    }

    private EnqueueResult AddInPlaceOfAnother(CommandMessage message)
    {
        while (true)
        {
            var victim = TakeLowest(message.Priority);
            if (victim is not null)
            {
                // Its place goes to the new one, unless somebody was quicker.
                FreeRoomOf(victim);
                victim.TryComplete(CommandOutcome.Of(PoolFailures.Of(victim, CommandFailure.Dropped)));
            }
            if (_room!.TryTake())
                return AddToRoom(message);
            if (victim is null)
                return EnqueueResult.Dropped;
        }
    }

    private async ValueTask<EnqueueResult> AddWhenThereIsRoomAsync(CommandMessage message, CancellationToken cancellationToken)
    {
        await _room!.TakeAsync(cancellationToken).ConfigureAwait(false);
        return AddToRoom(message);
    }
}
