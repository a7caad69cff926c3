using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// A clean-up of everything that gets by with what was allocated beforehand: no snapshot, no order on a list, a report of
/// fixed size. What it can still need is a thread; where there is no memory for one it runs on the caller's.
/// </summary>
#pragma warning disable CA1001 // The source has no timer and nothing to dispose of, and left-behind work may still ask for its token.
internal sealed class EmergencyRun
#pragma warning restore CA1001
{
    private const int ReserveSize = 64 * 1024;
    private const int NeedsOfThread = 32 * 1024;

    private readonly ResourceCleaner _owner;
    private readonly CleanupRecorder _recorder = new(ResourceCleaner.EmergencyItems);
    private readonly CancellationTokenSource _deadline = new();
    private readonly TimeProvider _time;
    /// <summary>Given up where memory is really short: what a thread, the runtime itself and handlers need at the least.</summary>
    private byte[]? _reserve = GC.AllocateUninitializedArray<byte>(ReserveSize);

    private long _start;
    private int _cleanersCalled;
    private TimeSpan _budget;
    private ImmutableArray<Cleaner> _cleaners = [];
    private int _isStarted;

    public EmergencyRun(ResourceCleaner owner)
    {
        _owner = owner;
        _time = owner.Tracker.TimeProvider;
    }

    private bool IsOver => _deadline.IsCancellationRequested || _time.GetElapsedTime(_start) >= _budget;

    public CleanupReport Run(TimeSpan budget)
    {
        _budget = budget;
        _cleaners = _owner.Cleaners;
        _start = _time.GetTimestamp();
        try
        {
            if (HasRoomForThread())
                BoundedThread.Run(Work, budget, _deadline, _time);
            else
                Work();
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException or InsufficientExecutionStackException)
        {
            // No memory for a thread: then here, where only what looks at the time keeps to it.
            Work();
        }
        var hanging = _recorder.Seal();
        ListWhatIsLeft(hanging);
        return _recorder.Report(CleanupLevel.Critical, _time.GetElapsedTime(_start));
    }

    /// <summary>For the case that there is not even memory for another report.</summary>
    public static CleanupReport ReportOfNoMemory()
    {
        var recorder = new CleanupRecorder(fixedSize: 1);
        recorder.AddLast(new("emergency", CleanupLevel.Critical, CleanupItemStatus.NotReached, Message: "another emergency is running, and there is no memory for a second report"));
        return recorder.Report(CleanupLevel.Critical, TimeSpan.Zero);
    }

    /// <summary>A thread that finds no memory before it gets to its work ends the process, so that this is asked beforehand.</summary>
    private bool HasRoomForThread()
    {
        if (IsThere(NeedsOfThread))
            return true;

        _reserve = null;
        // The collector has just given up, and would not look again by itself.
        GC.Collect();
        return IsThere(NeedsOfThread);
    }

    private static bool IsThere(int bytes)
    {
        try
        {
            GC.KeepAlive(GC.AllocateUninitializedArray<byte>(bytes));
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private void Work()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            return;

        try
        {
            using (BeginRound())
                ReleaseAll();
            CallCleaners();
        }
        catch (Exception exception)
        {
            _recorder.Add(new("emergency", CleanupLevel.Critical, CleanupItemStatus.Failed, Error: exception, Message: exception.Message));
        }
    }

    /// <summary>Important things first; what others need when these have gone. Later entries first, as they need earlier ones.</summary>
    private void ReleaseAll()
    {
        for (var lowest = ReleasePriority.Critical; lowest >= ReleasePriority.Low; lowest--)
        {
            bool anythingWent;
            do
            {
                anythingWent = Sweep(lowest);
            }
            while (anythingWent);
        }
    }

    /// <summary>Whether anything went.</summary>
    private bool Sweep(ReleasePriority lowest)
    {
        var tracker = _owner.Tracker;
        var anythingWent = false;
        for (var index = tracker.SlotsUsed - 1; index >= 0 && !IsOver; index--)
        {
            if (tracker.TryPeek(index, out var resource, out var isNeeded) && !isNeeded && resource.Leases == 0
                && resource.Priority >= lowest && resource.State == ResourceState.Live)
            {
                anythingWent |= Release(resource);
            }
        }
        return anythingWent && !IsOver;
    }

    private bool Release(in ResourceInfo resource)
    {
        var item = new CleanupItem(TitleOf(resource), CleanupLevel.Critical, CleanupItemStatus.Cleaned, Resource: resource.Handle);
        if (!_recorder.TryStart(item))
            return false;

        var terms = new ReleaseTerms { Reason = ReleaseReason.Pressure, Deadline = _deadline.Token, SkipPersist = true };
        ReleaseResult result;
        try
        {
            result = _owner.Tracker.Release(resource.Handle, terms);
            DeviceRound.Note(_owner.Tracker, resource, result);
        }
        catch (Exception exception)
        {
            // Never a handler's; the bookkeeping around it ran out of memory.
            result = new(ReleaseStatus.Failed, 0, exception, exception.Message);
        }

        _recorder.Finish(result.Status switch
        {
            ReleaseStatus.Released => item with { BytesFreed = result.BytesFreed, Duration = result.Duration },
            ReleaseStatus.Failed => item with
            {
                Status = CleanupItemStatus.Failed, Error = result.Exception, Message = result.Message, Duration = result.Duration,
            },
            // What stays is listed at the end, once.
            _ => null,
        });
        return result.IsGone;
    }

    /// <summary>Device caches are emptied once, at the end; where there is no memory to remember them, after each.</summary>
    private DeviceRound? BeginRound()
    {
        try
        {
            return DeviceRound.Begin(_owner.Tracker);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    private void CallCleaners()
    {
        foreach (var cleaner in _cleaners)
        {
            Volatile.Write(ref _cleanersCalled, _cleanersCalled + 1);
            // Where no timer could be made, nobody else cancels it.
            if (IsOver && !_deadline.IsCancellationRequested)
                _deadline.Cancel();
            new CleanerCall
            {
                Level = CleanupLevel.Critical,
                Reason = ReleaseReason.Pressure,
                IsEmergency = true,
                Deadline = _deadline.Token,
                Recorder = _recorder,
                Time = _time,
            }.Run(cleaner);
        }
    }

    private void ListWhatIsLeft(ResourceHandle hanging)
    {
        var tracker = _owner.Tracker;
        for (var index = tracker.SlotsUsed - 1; index >= 0; index--)
        {
            if (!tracker.TryPeek(index, out var resource, out var isNeeded) || resource.Handle == hanging)
                continue;

            var why = resource.Leases > 0 ? "it is leased"
                : resource.State != ResourceState.Live ? "another caller is releasing it"
                : isNeeded ? "something that stays needs it"
                : IsOver ? null
                : "it declined";
            _recorder.AddLast(new(
                TitleOf(resource), CleanupLevel.Critical, why is null ? CleanupItemStatus.NotReached : CleanupItemStatus.Kept,
                Message: why, Resource: resource.Handle));
        }
        foreach (var cleaner in _cleaners.AsSpan()[Volatile.Read(ref _cleanersCalled)..])
            _recorder.AddLast(new(cleaner.Name, cleaner.Level, CleanupItemStatus.NotReached));
    }

    private static string TitleOf(in ResourceInfo resource)
    {
        try
        {
            return resource.Title;
        }
        catch (OutOfMemoryException)
        {
            // The type's name is there already.
            return resource.Type;
        }
    }
}
