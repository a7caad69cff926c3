using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Releases several resources, dependents before what they need, and remembers what became of each. One thread at a time
/// runs it; another may take a report at any time, so that a hanging handler cannot hold the report back.
/// </summary>
internal sealed class ReleaseBatch(ResourceTracker tracker, ReleaseTerms terms, ReaperOptions? options = null)
{
    private readonly ReaperOptions _options = options ?? ReaperOptions.Default;
    private readonly object _gate = new();
    private readonly long _start = tracker.TimeProvider.GetTimestamp();
    private readonly HashSet<ResourceHandle> _needed = [];
    private readonly HashSet<ResourceHandle> _elsewhere = [];
    private readonly HashSet<ResourceHandle> _leftBehind = [];
    private readonly Dictionary<int, ReleaseResult> _late = [];

    /// <summary>In the order of their turns: those that had theirs, then at most one that has it now, then those that wait.</summary>
    private ResourceInfo[] _resources = [];
    private ReleaseResult[] _results = [];
    private int _count;
    private int _started;
    private int _done;

    /// <summary>Turns that do not count any more, as their resource was given another.</summary>
    private HashSet<int>? _again;
    private HashSet<ResourceHandle>? _seen;
    private bool _closed;

    /// <summary>Adds resources that were not added before; whether there were any. Their order is kept as far as dependencies allow.</summary>
    public bool Add(ImmutableArray<ResourceInfo> resources)
    {
        var ordered = AnyDependsOnAnother(resources.AsSpan())
            ? [.. new DependencyGraph(resources).DependentsFirst().Select(index => resources[index])]
            : ImmutableCollectionsMarshal.AsArray(resources)!;
        lock (_gate)
        {
            if (_count > 0)
            {
                _seen ??= [.. _resources.Take(_count).Select(static resource => resource.Handle)];
                ordered = [.. ordered.Where(resource => _seen.Add(resource.Handle))];
                if (ordered.Length == 0)
                    return false;
                ordered = [.. _resources[.._count], .. ordered];
            }

            var before = _count;
            Hold(ordered, ordered.Length);
            foreach (ref readonly var added in _resources.AsSpan(before))
            {
                if (!added.DependsOn.IsDefaultOrEmpty)
                    _needed.UnionWith(added.DependsOn);
            }
            return _count > before;
        }
    }

    /// <summary>Releases what was added, until the deadline, and then empties the caches of the devices where something went.</summary>
    public void Run()
    {
        // A batch inside a handler of another batch is part of that one.
        var devices = DeviceRound.Current;
        var own = devices is null ? devices = new DeviceRound(tracker) : null;
        try
        {
            if (!_options.HasDeadlines)
            {
                RunInPlace(devices);
                return;
            }

            while (!HandlerThread.Run(thread => RunWatched(thread, devices), tracker.TimeProvider, _options.Grace, terms.Deadline))
                LeaveBehind();
        }
        finally
        {
            own?.End();
        }
    }

    private void RunInPlace(DeviceRound devices)
    {
        var before = devices.Enter();
        try
        {
            if (!TryStart(out var turn))
                return;

            var clock = 0L;
            ReleaseResult result;
            do
                result = Release(turn, terms, ref clock);
            while (TryGoOn(result, ref turn));
        }
        finally
        {
            DeviceRound.Leave(before);
        }
    }

    /// <summary>
    /// Waits, until the deadline, for releases that others carry out: under way, or put off until a lease returns. Whether
    /// that gave another turn to something: to what they had needed, or to what they kept.
    /// </summary>
    /// <param name="patience">Cancelled where the time is needed for something else.</param>
    public bool AwaitOthers(CancellationToken patience = default)
    {
        // Not disposed: a release that ends at this very moment still sets it.
        var settled = new AutoResetEvent(false);
        void OnSettled() => settled.Set();

        tracker.ReleaseSettled += OnSettled;
        try
        {
            do
            {
                lock (_gate)
                {
                    // The report has been given out, and must not change any more.
                    if (_closed)
                        return false;
                    if (_elsewhere.RemoveWhere(IsSettled) > 0 && Requeue())
                        return true;
                    // Who hangs has had his time, and must not take that of the whole batch.
                    if (_elsewhere.IsSubsetOf(_leftBehind))
                        return false;
                }
            }
            while (WaitHandle.WaitAny([terms.Deadline.WaitHandle, patience.WaitHandle, settled]) == 2);
            return false;
        }
        finally
        {
            tracker.ReleaseSettled -= OnSettled;
        }
    }

    /// <summary>Ends the batch and says what became of it; a handler that is still running counts as overrun.</summary>
    /// <param name="cleaners">What ran after the resources.</param>
    public ReleaseReport Close(ImmutableArray<ReleaseStep> cleaners = default)
    {
        var duration = tracker.TimeProvider.GetElapsedTime(_start);
        ReleaseStep? hanging = null;
        ReleaseReport report;
        lock (_gate)
        {
            _closed = true;
            if (_started > _done)
            {
                var overrun = HandlerThread.Overrun($"The release of {_resources[_done].Title} was still running at the end of the time.");
                hanging = new(_resources[_done], overrun);
                _results[_done++] = overrun;
            }
            foreach (var (turn, late) in _late)
                _results[turn] = _results[turn] with { Message = $"{_results[turn].Message} It came back later: {ReleaseStep.Text(late)}." };
            report = new(terms.Reason, _resources, _results, _done, _again, [.. _resources.AsSpan(_started, _count - _started)], duration, cleaners);
        }

        if (hanging is { } stuck)
            tracker.RecordAttempt(stuck.Resource, terms.Reason, stuck.Result);
        return report;
    }

    private static bool AnyDependsOnAnother(ReadOnlySpan<ResourceInfo> resources)
    {
        foreach (ref readonly var resource in resources)
        {
            if (!resource.DependsOn.IsDefaultOrEmpty)
                return true;
        }
        return false;
    }

    private void RunWatched(HandlerThread thread, DeviceRound devices)
    {
        devices.Enter();
        if (!TryStart(out var turn))
            return;

        var clock = 0L;
        ReleaseResult result;
        do
        {
            if (clock == 0)
                clock = tracker.TimeProvider.GetTimestamp();
            thread.Begin(_options.DeadlineOf(_resources[turn].Type), clock);
            result = Release(turn, terms with { HandlerTime = thread.Token }, ref clock);
            if (!thread.TryEnd())
            {
                lock (_gate)
                {
                    if (!_closed)
                        _late[turn] = result;
                }
                return;
            }
        }
        while (TryGoOn(result, ref turn));
    }

    /// <summary>The thread was left behind with its handler; the rest of the batch goes on without both.</summary>
    private void LeaveBehind()
    {
        var stuck = _resources[_done];
        var overrun = HandlerThread.Overrun(stuck, _options.DeadlineOf(stuck.Type));
        lock (_gate)
        {
            if (_closed)
                return;

            _results[_done++] = overrun;
            _elsewhere.Add(stuck.Handle);
            _leftBehind.Add(stuck.Handle);
        }
        tracker.RecordAttempt(stuck, terms.Reason, overrun);
    }

    private ReleaseResult Release(int turn, in ReleaseTerms on, ref long clock)
    {
        // At exit the reason alone would not protect what a resource still in use needs.
        var result = tracker.Release(_resources[turn].Handle, on with { RespectDependents = !on.IsOwnersDecision }, ref clock);
        DeviceRound.Note(tracker, _resources[turn], result);
        return result;
    }

    private bool TryStart(out int turn)
    {
        lock (_gate)
            return TryStartNext(out turn);
    }

    /// <summary>Notes the result of one turn and begins the next, if there is one.</summary>
    private bool TryGoOn(in ReleaseResult result, ref int turn)
    {
        lock (_gate)
        {
            if (_closed)
                return false;

            _results[_done++] = result;
            if (result.Status is ReleaseStatus.Deferred or ReleaseStatus.AlreadyReleased)
                _elsewhere.Add(_resources[turn].Handle);
            return TryStartNext(out turn);
        }
    }

    private bool TryStartNext(out int turn)
    {
        turn = _started;
        if (_closed || _started == _count || terms.Deadline.IsCancellationRequested)
            return false;

        _started++;
        return true;
    }

    private bool IsSettled(ResourceHandle handle) => !tracker.TryGetInfo(handle, out var info) || info.State == ResourceState.Live;

    /// <summary>Some of those elsewhere settled: notes which went, and asks again, in the old order, those that may go now.</summary>
    private bool Requeue()
    {
        var again = new List<int>();
        for (var turn = 0; turn < _done; turn++)
        {
            var handle = _resources[turn].Handle;
            if (_again?.Contains(turn) == true)
                continue;
            if (_results[turn].Status == ReleaseStatus.Deferred && !_elsewhere.Contains(handle))
                _results[turn] = new(ReleaseStatus.AlreadyReleased, Message: "when its last lease returned");

            var mayGo = _results[turn].Status switch
            {
                ReleaseStatus.Kept => _needed.Contains(handle),
                ReleaseStatus.AlreadyReleased => !_elsewhere.Contains(handle) && tracker.TryGetInfo(handle, out _),
                _ => false,
            };
            if (mayGo)
                again.Add(turn);
        }

        if (again.Count == 0)
            return false;

        (_again ??= []).UnionWith(again);
        Hold([.. _resources[.._count], .. again.Select(turn => _resources[turn])], _count + again.Count);
        return true;
    }

    private void Hold(ResourceInfo[] resources, int count)
    {
        _resources = resources;
        _count = count;
        Array.Resize(ref _results, count);
    }
}
