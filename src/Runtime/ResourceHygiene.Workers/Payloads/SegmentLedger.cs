namespace ResourceHygiene.Workers;

/// <summary>
/// The segments that one process gives another one for the results of one call. What the other answers is looked up here and nowhere
/// else, so that no answer, however wrong, reaches memory that was not given. Every member may be called from any thread.
/// </summary>
public sealed class SegmentLedger : IDisposable
{
    private readonly object _gate = new();
    private readonly SegmentPool _pool;
    private readonly int _limit;
    private readonly List<SegmentLease> _rooms = [];
    private bool _isDisposed;

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="pool">Where room is rented.</param>
    /// <param name="limit">How many segments the other process may ask for.</param>
    public SegmentLedger(SegmentPool pool, int limit = 128)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _pool = pool;
        _limit = limit;
    }

    /// <summary>Rents room for a result of the other process.</summary>
    /// <param name="bytes">How much it wants; its word, which may be nonsense.</param>
    /// <returns>Where it lies, to be told to the other process.</returns>
    /// <exception cref="InvalidDataException">No segment is so large, or so many were asked for already.</exception>
    /// <exception cref="IOException">The system has no memory or no file descriptors left for it.</exception>
    /// <exception cref="InvalidOperationException">The pool's limit is reached.</exception>
    /// <exception cref="ObjectDisposedException">The call is over.</exception>
    public SegmentDescriptor Grant(long bytes)
    {
        if (bytes is < 0 or > SegmentDescriptor.MaxCapacity)
            throw new InvalidDataException($"Room for {bytes} bytes was asked for; no segment is so large.");

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_rooms.Count >= _limit)
                throw new InvalidDataException($"Room for another result was asked for; {_limit} were given for this call already.");
        }

        // Outside the lock: it may take a while, and somebody may end the call meanwhile.
        var room = _pool.Rent(bytes);
        var descriptor = room.Describe(0, bytes);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _rooms.Add(room);
                return descriptor;
            }
        }

        // It was told to nobody.
        room.Dispose();
        throw new ObjectDisposedException(nameof(SegmentLedger));
    }

    /// <summary>Takes the segment that the other process says its result lies in: once, if it is room that was given.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="answer">What the other process says.</param>
    /// <returns>The result, which belongs to the caller.</returns>
    /// <exception cref="InvalidDataException">It was given no such room, or the part does not lie within, or is no array of such elements.</exception>
    [return: Owned]
    public SharedPayload<T> Take<T>(in SegmentDescriptor answer)
        where T : unmanaged
    {
        var length = answer.CountOf<T>();
        return new(Take(answer), length, answer.Offset);
    }

    /// <summary>Takes the segment that the other process says its result lies in: once, if it is room that was given.</summary>
    /// <param name="answer">What the other process says.</param>
    /// <returns>The segment, which belongs to the caller.</returns>
    /// <exception cref="InvalidDataException">It was given no such room, or the part does not lie within.</exception>
    [return: Owned]
    public SegmentLease Take(in SegmentDescriptor answer)
    {
        lock (_gate)
        {
            for (var index = 0; index < _rooms.Count; index++)
            {
                var room = _rooms[index];
                if (room.SegmentId != answer.SegmentId)
                    continue;
                if (room.Generation != answer.Generation || room.Capacity != answer.Capacity || !answer.IsWellFormed)
                    throw new InvalidDataException($"The {answer} is refused: what was given is rent {room.Generation} of {room.Capacity} bytes.");

                _rooms.RemoveAt(index);
                return room;
            }
        }
        throw new InvalidDataException($"The {answer} is refused: it was not given for this call, or was answered with before.");
    }

    /// <summary>Opens room that was given and not taken, for who uses it in this process.</summary>
    [return: Owned]
    internal SegmentLease Open(in SegmentDescriptor room)
    {
        lock (_gate)
        {
            foreach (var given in _rooms)
            {
                if (given.SegmentId == room.SegmentId)
                    return given.Share();
            }
        }
        throw new ObjectDisposedException(nameof(SegmentLedger), $"The {room} was taken back.");
    }

    /// <summary>Takes everything back: the other process has answered, and uses nothing of it any more.</summary>
    public void Dispose() => End(static (lease, _) => lease.LetGo(), Task.CompletedTask);

    /// <summary>Takes everything back when the other process is gone: it did not answer, and may still write.</summary>
    /// <param name="peerGone">Completes, in whichever way, when the process was reaped.</param>
    public void Abandon(Task peerGone)
    {
        ArgumentNullException.ThrowIfNull(peerGone);
        End(static (lease, peerGone) => lease.LetGoAfter(peerGone), peerGone);
    }

    private void End(Action<SegmentLease, Task> letGo, Task peerGone)
    {
        SegmentLease[] all;
        lock (_gate)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
            all = [.. _rooms];
            _rooms.Clear();
        }
        // Outside the lock: a return may run what subscribes to releases.
        foreach (var lease in all)
            letGo(lease, peerGone);
    }
}
