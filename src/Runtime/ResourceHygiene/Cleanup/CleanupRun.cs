using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// One clean-up: level by level from the mildest, and in each level first the tracked resources, dependents first and
/// otherwise in the prioritizer's order, then the registered cleaners.
/// </summary>
internal sealed class CleanupRun(ResourceCleaner owner, CleanupLevel level, CleanupRecorder recorder, CancellationToken deadline)
{
    private readonly ReleasePrioritizer _prioritizer = owner.Prioritizer;
    private readonly ImmutableArray<Cleaner> _cleaners = owner.Cleaners;

    /// <summary>What a lower level would have released, had nothing needed it: what needs it may go at a higher one.</summary>
    private readonly Dictionary<ResourceHandle, CleanupStep> _blocked = [];

    private int _cleanersCalled;

    /// <summary>Cleaners of this clean-up that had no turn; may be asked from another thread when the time is over.</summary>
    public IEnumerable<Cleaner> CleanersNotCalled =>
        _cleaners.Where(cleaner => cleaner.Level <= level).Skip(Volatile.Read(ref _cleanersCalled));

    private CleanerCall Call => new()
    {
        Level = level,
        Reason = ReleaseReason.Pressure,
        Deadline = deadline,
        Recorder = recorder,
        Time = owner.Tracker.TimeProvider,
    };

    public void Run()
    {
        // Device caches are emptied once, at the end.
        using var round = DeviceRound.Begin(owner.Tracker);
        for (var step = CleanupLevel.Low; step <= level; step++)
        {
            CleanResources(step);
            foreach (var cleaner in CleanersOf(step))
                Call.Run(cleaner);
        }
    }

    public async ValueTask RunAsync()
    {
        for (var step = CleanupLevel.Low; step <= level; step++)
        {
            CleanResources(step);
            foreach (var cleaner in CleanersOf(step))
                await Call.RunAsync(cleaner).ConfigureAwait(false);
        }
    }

    private IEnumerable<Cleaner> CleanersOf(CleanupLevel step)
    {
        foreach (var cleaner in _cleaners.Where(cleaner => cleaner.Level == step))
        {
            Volatile.Write(ref _cleanersCalled, _cleanersCalled + 1);
            yield return cleaner;
        }
    }

    private void CleanResources(CleanupLevel step)
    {
        var resources = owner.Tracker.Snapshot();
        var plan = new CleanupPlan(resources, _prioritizer.Policy, step, level);
        if (!plan.HasWork && _blocked.Count == 0)
            return;

        using var round = DeviceRound.Begin(owner.Tracker);
        var graph = new DependencyGraph(resources);
        var gone = new HashSet<ResourceHandle>();
        foreach (var verdict in _prioritizer.Order(resources, new ReleaseDemand { Critical = level == CleanupLevel.Critical }))
        {
            var resource = verdict.Resource;
            var intended = _blocked.GetValueOrDefault(resource.Handle) ?? plan.ActionFor(resource);
            if (intended is null)
                continue;

            var item = new CleanupItem(resource.Title, step, CleanupItemStatus.NotReached, Resource: resource.Handle);
            if (deadline.IsCancellationRequested)
                recorder.Add(item);
            else if (recorder.TryStart(item))
                recorder.Finish(Clean(item, verdict, intended, graph, gone));
            else
                return;
        }
    }

    private CleanupItem? Clean(
        in CleanupItem item, in ReleaseVerdict verdict, CleanupStep intended, DependencyGraph graph, HashSet<ResourceHandle> gone)
    {
        var resource = verdict.Resource;
        if (verdict.Action == ReleaseAction.None && IsFinal(verdict.Rule))
            return item with { Status = CleanupItemStatus.Kept, Message = verdict.Explanation };

        if (intended.Action == ReleaseAction.Release)
        {
            if (DependentThatStays(resource, graph, gone) is { } dependent)
            {
                if (item.Level < level)
                {
                    _blocked[resource.Handle] = intended;
                    return null;
                }
                // What cannot go may still give something.
                return intended.Milder is { } milder
                    ? Reduce(item, resource, milder)
                    : item with { Status = CleanupItemStatus.Kept, Message = $"needed by {dependent.Title}" };
            }

            // A verdict may have been about something milder than this level intends, so that nobody has asked yet.
            if (level < CleanupLevel.Critical && WhyOfTypeKept(verdict.Profile, resource) is { } why)
                return intended.Milder is { } milder ? Reduce(item, resource, milder) : item with { Status = CleanupItemStatus.Kept, Message = why };

            var result = owner.Reaper.Release(resource.Handle, intended.Reason, WhenLeased.Refuse, deadline);
            if (result.IsGone)
                gone.Add(resource.Handle);
            return Outcome(item, result, intended.Because);
        }
        return Reduce(item, resource, intended);
    }

    private string? WhyOfTypeKept(ResourceTypeProfile profile, in ResourceInfo resource) =>
        profile.KeepAtLeast > 0 && owner.Tracker.TotalsOf(resource.Type).Live is var live && live <= profile.KeepAtLeast
            ? $"{resource.Title} kept: at least {profile.KeepAtLeast} of its type stay, {live} {(live == 1 ? "is" : "are")} left"
            : null;

    /// <summary>Whether the policy's word counts here: who needs whom is asked anew, and everything goes at the deepest level.</summary>
    private bool IsFinal(string rule) =>
        rule is ReleaseRules.Leased or ReleaseRules.Releasing || (rule != ReleaseRules.Needed && level < CleanupLevel.Critical);

    private CleanupItem? Reduce(in CleanupItem item, in ResourceInfo resource, in CleanupStep intended) =>
        Outcome(
            item,
            intended.Action == ReleaseAction.Offload
                ? owner.Reaper.Offload(resource.Handle, deadline)
                : owner.Reaper.Trim(resource.Handle, resource.Bytes > 0 ? resource.Bytes : long.MaxValue, deadline),
            intended.Because);

    private static ResourceInfo? DependentThatStays(in ResourceInfo resource, DependencyGraph graph, HashSet<ResourceHandle> gone)
    {
        if (graph.TryIndexOf(resource.Handle, out var index))
        {
            foreach (var dependent in graph.DependentsOf(index))
            {
                var info = graph[dependent];
                if (!gone.Contains(info.Handle))
                    return info;
            }
        }
        return null;
    }

    /// <summary>Null where somebody else was faster: then it is not this clean-up's doing.</summary>
    private static CleanupItem? Outcome(in CleanupItem item, in ReleaseResult result, string because) => result.Status switch
    {
        ReleaseStatus.Released or ReleaseStatus.Reduced =>
            item with { Status = CleanupItemStatus.Cleaned, BytesFreed = result.BytesFreed, Message = because, Duration = result.Duration },
        ReleaseStatus.Failed =>
            item with { Status = CleanupItemStatus.Failed, Error = result.Exception, Message = result.Message, Duration = result.Duration },
        ReleaseStatus.AlreadyReleased or ReleaseStatus.Collected or ReleaseStatus.NotTracked => null,
        // What could not be saved before its release stays, but that is a failure.
        _ => item with
        {
            Status = result.Exception is null ? CleanupItemStatus.Kept : CleanupItemStatus.Failed,
            Error = result.Exception,
            Message = result.Message,
            Duration = result.Duration,
        },
    };
}
