namespace ResourceHygiene.Workers;

/// <summary>A worker that stands by, as the tracker knows it: nobody misses it, and so it is among the first to go.</summary>
internal sealed class StandbyResource : IReleasable
{
    private readonly WorkerProcess _worker;
    private readonly ResourceTracker _tracker;
    private readonly ResourceHandle _handle;
    private int _isTaken;

    public StandbyResource(WorkerProcess worker, WorkerService service, ResourceTracker tracker)
    {
        _worker = worker;
        _tracker = tracker;
        _handle = tracker.Register(this, new ResourceRegistration
        {
            Type = IsolatedWorker.ResourceType,
            Name = $"{service.Name} standing by in {worker.Name}",
            Bytes = worker.MemoryBytes,
            Priority = ReleasePriority.Low,
        });
    }

    /// <summary>Takes it into service, unless it is going.</summary>
    public bool TryTake()
    {
        var isMine = Interlocked.Exchange(ref _isTaken, 1) == 0;
        _tracker.ReleaseOwned(_handle, this);
        return isMine;
    }

    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) == 0)
            _ = _worker.DisposeAsync().AsTask();
        return ReleaseOutcome.Released();
    }
}
