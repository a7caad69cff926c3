using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Releases several resources, dependents before what they need, and remembers what became of each. One thread runs it;
/// another may take a report at any time, so that a hanging handler cannot hold the report back.
/// </summary>
internal sealed class ReleaseBatch(ResourceTracker tracker, ReleaseTerms terms)
{
    private readonly object _gate = new();
    private readonly long _start = tracker.TimeProvider.GetTimestamp();
    private readonly List<ReleaseStep> _steps = [];
    private readonly Queue<ResourceInfo> _waiting = new();
    private readonly HashSet<ResourceHandle> _seen = [];
    private readonly HashSet<ResourceHandle> _needed = [];
    private readonly HashSet<ResourceHandle> _elsewhere = [];
    private ResourceInfo? _running;
    private bool _closed;

    /// <summary>Adds resources that were not added before; whether there were any. Their order is kept as far as dependencies allow.</summary>
    public bool Add(ImmutableArray<ResourceInfo> resources)
    {
        var ordered = new DependencyGraph(resources).DependentsFirst();
        lock (_gate)
        {
            var before = _waiting.Count;
            foreach (var index in ordered)
            {
                if (_seen.Add(resources[index].Handle))
                {
                    _waiting.Enqueue(resources[index]);
                    _needed.UnionWith(resources[index].DependsOn);
                }
            }
            return _waiting.Count > before;
        }
    }

    /// <summary>Releases what was added, until the deadline.</summary>
    public void Run()
    {
        while (!terms.Deadline.IsCancellationRequested && TryStart(out var resource))
        {
            // At exit the reason alone would not protect what a resource still in use needs.
            var result = tracker.Release(resource.Handle, terms with { RespectDependents = !terms.IsOwnersDecision });
            lock (_gate)
            {
                _running = null;
                if (!_closed)
                    _steps.Add(new(resource, result));
                if (result.Status is ReleaseStatus.Deferred or ReleaseStatus.AlreadyReleased)
                    _elsewhere.Add(resource.Handle);
            }
        }
    }

    /// <summary>
    /// Waits, until the deadline, for releases that others carry out: under way, or put off until a lease returns. Whether
    /// that gave another turn to something: to what they had needed, or to what they kept.
    /// </summary>
    public bool AwaitOthers()
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
                    if (_elsewhere.RemoveWhere(IsSettled) > 0 && Requeue())
                        return true;
                    if (_closed || _elsewhere.Count == 0)
                        return false;
                }
            }
            while (WaitHandle.WaitAny([terms.Deadline.WaitHandle, settled]) != 0);
            return false;
        }
        finally
        {
            tracker.ReleaseSettled -= OnSettled;
        }
    }

    /// <summary>Ends the batch and says what became of it; a handler that is still running counts as failed.</summary>
    public ReleaseReport Close()
    {
        var duration = tracker.TimeProvider.GetElapsedTime(_start);
        lock (_gate)
        {
            _closed = true;
            if (_running is { } hanging)
            {
                var overrun = new TimeoutException($"The release of {hanging.Title} was still running at the end of the time.");
                _steps.Add(new(hanging, new(ReleaseStatus.Failed, 0, overrun, overrun.Message)));
            }
            return new(terms.Reason, [.. _steps], [.. _waiting], duration);
        }
    }

    private bool IsSettled(ResourceHandle handle) => !tracker.TryGetInfo(handle, out var info) || info.State == ResourceState.Live;

    /// <summary>Some of those elsewhere settled: notes which went, and asks again, in the old order, those that may go now.</summary>
    private bool Requeue()
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            var step = _steps[i];
            if (step.Result.Status == ReleaseStatus.Deferred && !_elsewhere.Contains(step.Resource.Handle))
                _steps[i] = step with { Result = new(ReleaseStatus.AlreadyReleased, Message: "when its last lease returned") };
        }

        return _steps.RemoveAll(step =>
        {
            var handle = step.Resource.Handle;
            var again = step.Result.Status switch
            {
                ReleaseStatus.Kept => _needed.Contains(handle),
                ReleaseStatus.AlreadyReleased => !_elsewhere.Contains(handle) && tracker.TryGetInfo(handle, out _),
                _ => false,
            };
            if (again)
                _waiting.Enqueue(step.Resource);
            return again;
        }) > 0;
    }

    private bool TryStart(out ResourceInfo resource)
    {
        lock (_gate)
        {
            if (_closed || !_waiting.TryDequeue(out resource))
            {
                resource = default;
                return false;
            }

            _running = resource;
            return true;
        }
    }
}
