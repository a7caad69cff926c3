using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>The registered cleaners' turn after everything was released; a cleaner that overruns its slice is left behind.</summary>
/// <remarks>Keeps the source of the deadline and never disposes of it: it has no timer, and what was left behind may still look at it.</remarks>
internal sealed class CleanersAtEnd(
    ResourceCleaner owner, ReleaseReason reason, bool isEmergency, TimeSpan slice, CancellationTokenSource deadline)
{
    private readonly ImmutableArray<Cleaner> _cleaners = owner.Cleaners;
    private readonly object _gate = new();
    private readonly List<ReleaseStep> _steps = [];
    private readonly HashSet<Cleaner> _leftBehind = [];
    private int _called;
    private bool _closed;

    public bool Any => !_cleaners.IsEmpty;

    public void Run()
    {
        foreach (var cleaner in _cleaners)
        {
            if (deadline.IsCancellationRequested)
                return;

            Volatile.Write(ref _called, _called + 1);
            Run(cleaner);
        }
    }

    /// <summary>Waits, until the deadline, for cleaners that had no turn here because they are running elsewhere.</summary>
    public void AwaitOthers()
    {
        // A cleaner that ends the process would wait for itself.
        if (CleanupTurns.IsInside)
            return;

        foreach (var cleaner in _cleaners)
        {
            if (!_leftBehind.Contains(cleaner))
                cleaner.AwaitEnd(deadline.Token);
        }
    }

    /// <summary>What became of each. Those that had no turn count as overrun, as the time was over.</summary>
    public ImmutableArray<ReleaseStep> Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var cleaner in _cleaners.AsSpan()[Math.Min(Volatile.Read(ref _called), _cleaners.Length)..])
                _steps.Add(new(Named(cleaner.Name), NotReached(cleaner.Name)));
            foreach (var cleaner in _cleaners.AsSpan()[.._called])
            {
                if (!_steps.Exists(step => step.Resource.Name == cleaner.Name))
                    _steps.Add(new(Named(cleaner.Name), HandlerThread.Overrun($"Cleaner '{cleaner.Name}' was still running at the end of the time.")));
            }
            return [.. _steps];
        }
    }

    private void Run(Cleaner cleaner)
    {
        if (slice == Timeout.InfiniteTimeSpan)
        {
            Add(Call(cleaner, deadline.Token));
            return;
        }

        var recorded = ImmutableArray<CleanupItem>.Empty;
        void RunWatched(HandlerThread thread)
        {
            thread.Begin(slice, owner.Tracker.TimeProvider.GetTimestamp());
            var items = Call(cleaner, thread.Token);
            if (thread.TryEnd())
                recorded = items;
        }

        if (HandlerThread.Run(RunWatched, owner.Tracker.TimeProvider, owner.Reaper.Options.Grace, deadline.Token))
            Add(recorded);
        else
            LeaveBehind(cleaner);
    }

    private void LeaveBehind(Cleaner cleaner)
    {
        _leftBehind.Add(cleaner);
        var overrun = new TimeoutException($"Cleaner '{cleaner.Name}' overran its {ResourceText.Seconds(slice)} and was left behind.");
        Add([new(cleaner.Name, cleaner.Level, CleanupItemStatus.Failed, Error: overrun)]);
    }

    private ImmutableArray<CleanupItem> Call(Cleaner cleaner, CancellationToken until)
    {
        var recorder = new CleanupRecorder();
        new CleanerCall
        {
            Level = CleanupLevel.Critical,
            Reason = reason,
            IsEmergency = isEmergency,
            Deadline = until,
            Recorder = recorder,
            Time = owner.Tracker.TimeProvider,
        }.Run(cleaner);
        recorder.Seal();
        return recorder.Report(CleanupLevel.Critical, TimeSpan.Zero).Items;
    }

    private void Add(ImmutableArray<CleanupItem> items)
    {
        lock (_gate)
        {
            if (!_closed)
                _steps.AddRange(items.Select(static item => new ReleaseStep(Named(item.Name), ResultOf(item))));
        }
    }

    private static ResourceInfo Named(string name) => new() { Type = "cleaner", Name = name, DependsOn = [] };

    private static ReleaseResult NotReached(string name) => HandlerThread.Overrun($"Cleaner '{name}' was not reached, the time was over.");

    private static ReleaseResult ResultOf(in CleanupItem item) => item.Status == CleanupItemStatus.NotReached ? NotReached(item.Name) : new(
        item.Status switch
        {
            CleanupItemStatus.Cleaned => ReleaseStatus.Released,
            CleanupItemStatus.Kept => ReleaseStatus.Kept,
            _ => item.Error is TimeoutException ? ReleaseStatus.Overrun : ReleaseStatus.Failed,
        },
        item.BytesFreed,
        item.Error,
        item.Message ?? item.Error?.Message,
        item.Duration);
}
