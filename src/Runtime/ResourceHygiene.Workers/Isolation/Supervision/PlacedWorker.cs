namespace ResourceHygiene.Workers;

/// <summary>A worker that serves a unit now, with what decides when it is replaced; and the resource that its process is.</summary>
internal sealed class PlacedWorker(IsolatedWorker owner, IWorkerLink link, string unit) : IReleasable
{
    private readonly WorkerOptions _options = owner.Options;
    private readonly long _began = owner.Options.TimeProvider.GetTimestamp();
    // Not for secrets: so that many workers are not replaced at the same time.
#pragma warning disable CA5394
    private readonly double _share = 1 - owner.Options.RecycleJitter * Random.Shared.NextDouble();
#pragma warning restore CA5394
    private ResourceHandle _handle;
    private long _firstBytes;
    private long _reportedBytes;
    private int _calls;
    private int _callsAtLeast;

    public IWorkerLink Link => link;

    public string Unit => unit;

    /// <summary>Whether it can take no call any more; <see cref="IWorkerLink.Lost"/> may say so a little later.</summary>
    public bool IsLost => IsGone || link.Lost.IsCompleted;

    /// <summary>Whether it refused a call as one that is gone.</summary>
    public bool IsGone { get; set; }

    /// <summary>Why it was let go; <see langword="null"/> unless it was.</summary>
    public WorkerEndReason? EndReason { get; set; }

    private ResourceTracker Tracker => _options.Tracker ?? ResourceTracker.Shared;

    public void BeginTracking()
    {
        if (link.ProcessId is not null)
        {
            _reportedBytes = link.MemoryBytes;
            _handle = Tracker.Register(this, new ResourceRegistration
            {
                Type = IsolatedWorker.ResourceType,
                Name = unit is "" ? $"{owner.Service.Name} in {link.Name}" : $"{owner.Service.Name} '{unit}' in {link.Name}",
                Bytes = _reportedBytes,
                Priority = _options.Priority,
            });
        }
    }

    public void EndTracking()
    {
        if (!_handle.IsNone)
            Tracker.ReleaseOwned(_handle, this);
    }

    public void NoteCall()
    {
        _calls++;
        var bytes = link.MemoryBytes;
        if (_firstBytes == 0)
            _firstBytes = bytes;
        if (_handle.IsNone)
            return;

        Tracker.Touch(_handle);
        if (bytes != _reportedBytes)
            Tracker.SetBytes(_handle, _reportedBytes = bytes);
    }

    public WorkerEndReason? DueReason()
    {
        if (_calls < _callsAtLeast)
            return null;
        if (_options.RecycleAfterCalls > 0 && _calls >= Math.Max(1, _options.RecycleAfterCalls * _share))
            return WorkerEndReason.CallsReached;
        if (_options.RecycleAfter != Timeout.InfiniteTimeSpan && _options.TimeProvider.GetElapsedTime(_began) >= _options.RecycleAfter * _share)
            return WorkerEndReason.AgeReached;
        return _options.RecycleAfterGrowth > 0 && _firstBytes > 0 && link.MemoryBytes - _firstBytes >= _options.RecycleAfterGrowth * _share
            ? WorkerEndReason.MemoryReached
            : null;
    }

    /// <summary>There was no other to replace it: some more calls, then that is tried again.</summary>
    public void Postpone() => _callsAtLeast = _calls + 100;

    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        if (IsLost || EndReason is not null)
            return ReleaseOutcome.Released();

        var isFinal = context.Reason is ReleaseReason.Exit or ReleaseReason.Critical;
        return owner.TryShed(this, isFinal) ? ReleaseOutcome.Released() : ReleaseOutcome.Kept("A call is under way.");
    }
}
