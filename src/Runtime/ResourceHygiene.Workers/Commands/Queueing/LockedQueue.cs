namespace ResourceHygiene.Workers;

/// <summary>One list a priority under one lock; who removes a message takes it out of its list.</summary>
internal sealed class LockedQueue : LocalQueue
{
    private readonly object _gate = new();
    private readonly Queue<CommandMessage>[] _levels = [new(), new(), new(), new()];
    private readonly Queue<LeaseWaiter> _line = new();
    private readonly long[] _lastTaken = new long[Levels];
    private int _waiting;
    private int _removed;
    private int _promised;
    private int _passed;
    private bool _isComplete;

    public LockedQueue(CommandQueueOptions options)
        : base(options)
    {
    }

    public override int Count
    {
        get
        {
            lock (_gate)
                return Math.Max(0, _waiting - _promised);
        }
    }

    public override ValueTask<CommandMessage?> LeaseAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<CommandMessage?>(cancellationToken);

        lock (_gate)
        {
            if (_waiting > _promised)
                return new(Take());
            if (_isComplete)
                return default;

            var waiter = new LeaseWaiter();
            _line.Enqueue(waiter);
            return LeaseLaterAsync(waiter, cancellationToken);
        }
    }

    public override bool TryRemove(CommandMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            if (!message.TryEndWaiting())
                return false;

            _waiting--;
            _removed++;
            // Each costs a look at every other one: so many are removed together that a removal costs the same on average.
            if (_removed > 32 && _removed > _waiting)
                Compact();
        }
        FreeRoomOf(message);
        return true;
    }

    protected override bool TryPush(CommandMessage message)
    {
        lock (_gate)
        {
            if (_isComplete)
                return !message.TryEndWaiting();

            _levels[LevelOf(message)].Enqueue(message);
            _waiting++;
            Promise();
            return true;
        }
    }

    protected override CommandMessage? TakeLowest(ReleasePriority upTo)
    {
        lock (_gate)
        {
            for (var level = 0; level <= upTo - ReleasePriority.Low && _waiting > _promised; level++)
            {
                if (Peek(level) is null)
                    continue;

                var message = _levels[level].Dequeue();
                message.TryEndWaiting();
                _waiting--;
                return message;
            }
            return null;
        }
    }

    protected override void CompleteLevels()
    {
        lock (_gate)
        {
            _isComplete = true;
            while (_line.TryDequeue(out var waiter))
                waiter.TryTell(isPromised: false);
        }
    }

    private async ValueTask<CommandMessage?> LeaseLaterAsync(LeaseWaiter waiter, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isPromised = await waiter.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                if (isPromised)
                    _promised--;
                // Not where what was promised has been removed meanwhile.
                if (_waiting > _promised)
                    return Take();
                if (_isComplete)
                    return null;

                waiter = new LeaseWaiter();
                _line.Enqueue(waiter);
            }
        }
    }

    /// <summary>Continuations run elsewhere: telling somebody under the lock runs nobody's code.</summary>
    private void Promise()
    {
        while (_line.TryDequeue(out var waiter))
        {
            if (waiter.TryTell(isPromised: true))
            {
                _promised++;
                return;
            }
        }
    }

    private CommandMessage Take()
    {
        var level = Highest(Levels - 1);
        if (Highest(level - 1) >= 0 && (uint)++_passed % (uint)AgingInterval == 0)
            level = LongestPassedOver();

        var message = _levels[level].Dequeue();
        message.TryEndWaiting();
        _waiting--;
        _lastTaken[level] = message.Number;
        FreeRoomOf(message);
        return message;
    }

    private int Highest(int from)
    {
        while (from >= 0 && Peek(from) is null)
            from--;
        return from;
    }

    /// <summary>The level whose last message taken is the oldest, as in the other queue.</summary>
    private int LongestPassedOver()
    {
        var (found, number) = (0, long.MaxValue);
        for (var level = 0; level < Levels; level++)
        {
            if (Peek(level) is not null && _lastTaken[level] < number)
                (found, number) = (level, _lastTaken[level]);
        }
        return found;
    }

    /// <summary>The first of a level that still waits.</summary>
    private CommandMessage? Peek(int level)
    {
        while (_levels[level].TryPeek(out var first))
        {
            if (first.IsWaiting)
                return first;

            _levels[level].Dequeue();
            _removed--;
        }
        return null;
    }

    private void Compact()
    {
        foreach (var level in _levels)
        {
            for (var left = level.Count; left > 0; left--)
            {
                var message = level.Dequeue();
                if (message.IsWaiting)
                    level.Enqueue(message);
            }
            level.TrimExcess();
        }
        _removed = 0;
    }
}
