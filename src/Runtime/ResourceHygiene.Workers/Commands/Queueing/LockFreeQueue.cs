using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace ResourceHygiene.Workers;

/// <summary>One lock-free queue a priority, and one number for all of them that says how many messages there are, or how many takers too many.</summary>
/// <remarks>
/// Who makes <see cref="_unclaimed"/> smaller than it was above zero has claimed a message, any one: as many are in the levels as are claimed or
/// unclaimed, so that a claimant always finds one. Who makes it negative must wait, and puts a waiter into the line; who makes it
/// larger than it was below zero owes one waiter of the line an answer. A waiter that was cancelled stays in the line with its debt; who meets it
/// has settled that debt only, and begins again.
/// </remarks>
internal sealed class LockFreeQueue : LocalQueue
{
    private readonly ConcurrentQueue<CommandMessage>[] _levels = [new(), new(), new(), new()];
    private readonly ConcurrentQueue<LeaseWaiter> _line = new();
    private readonly long[] _lastTaken = new long[Levels];
    private int _unclaimed;
    private int _removed;
    private int _passed;
    private int _usedLevels;
    private volatile bool _isComplete;

    public LockFreeQueue(CommandQueueOptions options)
        : base(options)
    {
    }

    public override int Count => Math.Max(0, Volatile.Read(ref _unclaimed) - Volatile.Read(ref _removed));

    public override ValueTask<CommandMessage?> LeaseAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<CommandMessage?>(cancellationToken);

        // As long as a message that is on its way takes: to lie down and be woken costs many times as much. On one processor not at all.
        var spin = new SpinWait();
        while (true)
        {
            while (TryClaim())
            {
                if (TakeClaimed() is { } message)
                    return new(message);
            }
            if (_isComplete)
                return default;
            if (spin.NextSpinWillYield)
                return LeaseLaterAsync(cancellationToken);
            spin.SpinOnce();
        }
    }

    public override bool TryRemove(CommandMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!message.TryEndWaiting())
            return false;

        Interlocked.Increment(ref _removed);
        FreeRoomOf(message);
        return true;
    }

    protected override bool TryPush(CommandMessage message)
    {
        if (_isComplete)
            return !message.TryEndWaiting();

        var level = LevelOf(message);
        if ((Volatile.Read(ref _usedLevels) & (1 << level)) == 0)
            Interlocked.Or(ref _usedLevels, 1 << level);
        _levels[level].Enqueue(message);
        Announce();

        // Completed meanwhile: whoever emptied the queue has found the message, or it is taken back here. Nobody else looks any more.
        if (!_isComplete || !message.TryEndWaiting())
            return true;

        Interlocked.Increment(ref _removed);
        return false;
    }

    protected override CommandMessage? TakeLowest(ReleasePriority upTo)
    {
        while (TryClaim())
        {
            if (!TryDequeueUpTo(upTo, out var message))
            {
                // All that wait have a higher priority: the claim is given back.
                Announce();
                return null;
            }
            if (message.TryEndWaiting())
                return message;

            Interlocked.Decrement(ref _removed);
        }
        return null;
    }

    protected override void CompleteLevels()
    {
        _isComplete = true;
        Interlocked.MemoryBarrier();
        DismissWaiters();
    }

    private async ValueTask<CommandMessage?> LeaseLaterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Interlocked.Decrement(ref _unclaimed) < 0)
            {
                var waiter = new LeaseWaiter();
                _line.Enqueue(waiter);
                if (_isComplete)
                    DismissWaiters();
                if (!await waiter.WaitAsync(cancellationToken).ConfigureAwait(false))
                {
                    // Complete is not empty: a message may have been on its way.
                    while (TryClaim())
                    {
                        if (TakeClaimed() is { } last)
                            return last;
                    }
                    return null;
                }
            }
            if (TakeClaimed() is { } message)
                return message;
        }
    }

    private bool TryClaim()
    {
        var seen = Volatile.Read(ref _unclaimed);
        while (seen > 0)
        {
            var found = Interlocked.CompareExchange(ref _unclaimed, seen - 1, seen);
            if (found == seen)
                return true;
            seen = found;
        }
        return false;
    }

    /// <summary>One message more, for whoever waits longest, or for anybody.</summary>
    private void Announce()
    {
        while (Interlocked.Increment(ref _unclaimed) <= 0 && !NextWaiter().TryTell(isPromised: true))
        {
        }
    }

    private void DismissWaiters()
    {
        var seen = Volatile.Read(ref _unclaimed);
        while (seen < 0)
        {
            var found = Interlocked.CompareExchange(ref _unclaimed, seen + 1, seen);
            if (found == seen)
                NextWaiter().TryTell(isPromised: false);
            seen = Volatile.Read(ref _unclaimed);
        }
    }

    /// <summary>It is in the line, or just about to be.</summary>
    private LeaseWaiter NextWaiter()
    {
        var spin = new SpinWait();
        LeaseWaiter? waiter;
        while (!_line.TryDequeue(out waiter))
            spin.SpinOnce();
        return waiter;
    }

    /// <summary>A message for a claim; null where it had been removed.</summary>
    private CommandMessage? TakeClaimed()
    {
        CommandMessage? message;
        bool isAged;
        for (var spin = new SpinWait(); !TryTake(out message, out isAged); spin.SpinOnce())
        {
        }

        if (message!.TryEndWaiting())
        {
            FreeRoomOf(message);
            return message;
        }

        Interlocked.Decrement(ref _removed);
        if (isAged)
            Interlocked.Decrement(ref _passed);
        return null;
    }

    /// <summary>False where others took what was seen: then something else is there.</summary>
    private bool TryTake(out CommandMessage? message, out bool isAged)
    {
        isAged = false;
        var used = Volatile.Read(ref _usedLevels);
        // Most programs know one priority only.
        if (BitOperations.IsPow2(used))
            return TryDequeue(BitOperations.Log2((uint)used), out message);

        var highest = Highest(Levels - 1);
        message = null;
        if (highest < 0)
            return false;
        if (Highest(highest - 1) < 0 || (uint)Interlocked.Increment(ref _passed) % (uint)AgingInterval != 0)
            return TryDequeue(highest, out message);

        isAged = true;
        return TryDequeue(LongestPassedOver(), out message);
    }

    private bool TryDequeueUpTo(ReleasePriority highest, [NotNullWhen(true)] out CommandMessage? message)
    {
        for (var level = 0; level <= highest - ReleasePriority.Low; level++)
        {
            if (_levels[level].TryDequeue(out message))
                return true;
        }
        message = null;
        return false;
    }

    private int Highest(int from)
    {
        while (from >= 0 && _levels[from].IsEmpty)
            from--;
        return from;
    }

    private bool TryDequeue(int level, out CommandMessage? message)
    {
        if (!_levels[level].TryDequeue(out message))
            return false;

        Volatile.Write(ref _lastTaken[level], message.Number);
        return true;
    }

    /// <summary>
    /// The level whose last message taken is the oldest. Not the one whose first is: to look at that would keep the queue from using the
    /// place again, and what was in it alive.
    /// </summary>
    private int LongestPassedOver()
    {
        var (found, number) = (0, long.MaxValue);
        for (var level = 0; level < Levels; level++)
        {
            if (!_levels[level].IsEmpty && Volatile.Read(ref _lastTaken[level]) is var last && last < number)
                (found, number) = (level, last);
        }
        return found;
    }
}
