namespace ResourceHygiene;

/// <summary>
/// A gate before <see cref="ResourceTracker.Register"/>: while a location is in an emergency, resources of low priority are
/// refused there (<see cref="TryRegister"/>) or wait (<see cref="RegisterAsync"/>, <see cref="WaitAsync"/>). Best asked before the
/// resource is acquired, as memory is needed then and not when it is registered.
/// </summary>
/// <remarks>
/// Those who wait are served by priority and then in order, as many at a time as there is room for: their sizes must fit below
/// the emergency's threshold, though the first always has its turn. Nobody polls: the monitor's samples wake them.
/// After the monitor's disposal the gate stands open. Every member may be called from any thread.
/// </remarks>
public sealed class Admission : IDisposable
{
    private readonly object _gate = new();
    private readonly PressureMonitor _monitor;
    private readonly ReleasePriority _holdsBack;

    /// <summary>By priority, highest first, and then in order of arrival.</summary>
    private readonly List<Waiter> _waiters = [];

    /// <summary>What has been given away of the room that the last sample showed. Under the lock.</summary>
    private readonly Dictionary<ResourceLocation, Room> _rooms = [];

    private readonly CancellationTokenRegistration _stopping;
    private readonly CancellationToken _stopped;

    /// <summary>Written under the lock; read without it, where a stale answer does no harm.</summary>
    private volatile int _waiting;
    private volatile bool _isDisposed;

    /// <summary>Makes a gate.</summary>
    /// <param name="monitor">Whose levels decide.</param>
    /// <param name="holdsBack">The highest priority that is held back. Default: <see cref="ReleasePriority.Low"/>.</param>
    /// <param name="stopping">
    /// When cancelled, as <see cref="ExitCleanup"/>'s Stopping at the end of the process, nothing is admitted any more and those who wait are cancelled.
    /// </param>
    public Admission(PressureMonitor monitor, ReleasePriority holdsBack = ReleasePriority.Low, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        _monitor = monitor;
        _holdsBack = holdsBack;
        _stopped = stopping;
        _monitor.Observed += Serve;
        _stopping = stopping.UnsafeRegister(static gate => ((Admission)gate!).CancelAll(), this);
    }

    /// <summary>How many wait.</summary>
    public int Waiting => _waiting;

    /// <summary>Whether something of this priority would be admitted now: no emergency, and nobody of the same or a higher priority waiting there.</summary>
    /// <param name="priority">How strongly it will be kept.</param>
    /// <param name="location">Where its bytes will lie.</param>
    public bool Admits(ReleasePriority priority, ResourceLocation location = default)
    {
        if (_stopped.IsCancellationRequested)
            return false;
        if (priority > _holdsBack)
            return true;
        if (IsClosed(location))
            return false;
        if (_waiting == 0)
            return true;

        lock (_gate)
            return !_waiters.Exists(waiter => waiter.Location == location && waiter.Priority >= priority);
    }

    /// <summary>Registers a resource if it is admitted.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="registration">What is to be known about it.</param>
    /// <param name="handle">The registration; <see cref="ResourceHandle.None"/> where it was refused.</param>
    /// <returns>Whether it was admitted. If not, it stays the caller's, to be released.</returns>
    /// <exception cref="ArgumentException">As of <see cref="ResourceTracker.Register"/>.</exception>
    public bool TryRegister(object resource, in ResourceRegistration registration, out ResourceHandle handle)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var isAdmitted = Admits(registration.Priority, registration.Location);
        handle = isAdmitted ? _monitor.Tracker.Register(resource, registration) : ResourceHandle.None;
        return isAdmitted;
    }

    /// <summary>Waits until a resource is admitted, and registers it.</summary>
    /// <param name="resource">The resource; kept alive meanwhile.</param>
    /// <param name="registration">What is to be known about it. Its size counts as room to be had.</param>
    /// <param name="cancellationToken">Ends the wait; the resource is not registered then.</param>
    /// <returns>The registration.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the gate was closed for good.</exception>
    public async ValueTask<ResourceHandle> RegisterAsync(object resource, ResourceRegistration registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        await WaitAsync(registration.Priority, registration.Bytes, registration.Location, cancellationToken).ConfigureAwait(false);
        return _monitor.Tracker.Register(resource, registration);
    }

    /// <summary>Waits until something is admitted, to be acquired and registered then.</summary>
    /// <param name="priority">How strongly it will be kept.</param>
    /// <param name="bytes">Its size, in bytes; 0 where it does not matter.</param>
    /// <param name="location">Where its bytes will lie.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the gate was closed for good.</exception>
    public ValueTask WaitAsync(ReleasePriority priority, long bytes = 0, ResourceLocation location = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        if (_stopped.IsCancellationRequested)
            return ValueTask.FromCanceled(_stopped);
        if (Admits(priority, location))
            return ValueTask.CompletedTask;

        var waiter = new Waiter(priority, bytes, location);
        lock (_gate)
        {
            if (_isDisposed)
                return ValueTask.CompletedTask;

            var at = _waiters.FindIndex(other => other.Priority < priority);
            _waiters.Insert(at < 0 ? _waiters.Count : at, waiter);
            _waiting = _waiters.Count;
        }

        if (cancellationToken.CanBeCanceled)
            waiter.Cancellation = cancellationToken.UnsafeRegister((state, token) => Cancel((Waiter)state!, token), waiter);
        // The level may have changed, or the gate been closed, before the waiter was in the list.
        if (_stopped.IsCancellationRequested)
            CancelAll();
        else
            Serve();
        return new(AwaitAsync(waiter));
    }

    /// <summary>Opens the gate for good: those who wait are admitted, and nobody is held back any more.</summary>
    public void Dispose()
    {
        _monitor.Observed -= Serve;
        List<Waiter> waiters;
        lock (_gate)
        {
            _isDisposed = true;
            waiters = [.. _waiters];
            _waiters.Clear();
            _waiting = 0;
        }
        _stopping.Dispose();
        waiters.ForEach(static waiter => waiter.Done.TrySetResult());
    }

    private static async Task AwaitAsync(Waiter waiter)
    {
        try
        {
            await waiter.Done.Task.ConfigureAwait(false);
        }
        finally
        {
            await waiter.Cancellation.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool IsClosed(ResourceLocation location) =>
        !_isDisposed && !_monitor.IsDisposed && _monitor.LevelAt(location) == PressureLevel.Emergency;

    /// <summary>Admits those for whom there is room. Runs after each sample.</summary>
    private void Serve()
    {
        if (_waiting == 0)
            return;

        foreach (var location in Locations())
        {
            if (!IsClosed(location))
                Serve(location, _monitor.RoomAt(location, out var takenAt), takenAt);
        }
    }

    private void Serve(ResourceLocation location, long bytes, long takenAt)
    {
        List<Waiter> admitted = [];
        lock (_gate)
        {
            // What was admitted after a sample is not in that sample: only the next one shows what it took.
            if (!_rooms.TryGetValue(location, out var room) || room.TakenAt != takenAt)
                room = new Room(takenAt, bytes, IsUntouched: true);
            foreach (var waiter in _waiters)
            {
                if (waiter.Location != location)
                    continue;
                if (!room.IsUntouched && waiter.Bytes > room.Bytes)
                    break;

                admitted.Add(waiter);
                room = room with { Bytes = Math.Max(0, room.Bytes - waiter.Bytes), IsUntouched = false };
            }
            _rooms[location] = room;
            _waiters.RemoveAll(admitted.Contains);
            _waiting = _waiters.Count;
        }
        admitted.ForEach(static waiter => waiter.Done.TrySetResult());
    }

    private HashSet<ResourceLocation> Locations()
    {
        lock (_gate)
            return [.. _waiters.Select(static waiter => waiter.Location)];
    }

    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        bool wasWaiting;
        lock (_gate)
        {
            wasWaiting = _waiters.Remove(waiter);
            _waiting = _waiters.Count;
        }
        if (!wasWaiting)
            return;

        waiter.Done.TrySetCanceled(cancellationToken);
        // It may have been the one that did not fit, with others behind it that do.
        Serve();
    }

    private void CancelAll()
    {
        List<Waiter> waiters;
        lock (_gate)
        {
            waiters = [.. _waiters];
            _waiters.Clear();
            _waiting = 0;
        }
        waiters.ForEach(waiter => waiter.Done.TrySetCanceled(_stopped));
    }

    private readonly record struct Room(long TakenAt, long Bytes, bool IsUntouched);

    private sealed class Waiter(ReleasePriority priority, long bytes, ResourceLocation location)
    {
        public ReleasePriority Priority => priority;

        public long Bytes => bytes;

        public ResourceLocation Location => location;

        /// <summary>Continuations run elsewhere: they are user code, and this is the monitor's thread.</summary>
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenRegistration Cancellation { get; set; }
    }
}
