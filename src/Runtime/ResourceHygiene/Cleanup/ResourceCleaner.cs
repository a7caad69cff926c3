using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Makes room, and clears up at the end: takes victims from the prioritizer, has the reaper let them go, and measures
/// after each whether that was enough. Every member may be called from any thread; no lock is held while handlers run.
/// </summary>
public sealed class ResourceCleaner
{
    /// <summary>Makes a cleaner.</summary>
    /// <param name="tracker">Whose resources it lets go.</param>
    /// <param name="prioritizer">Who decides; one with the default policy where <see langword="null"/>.</param>
    /// <param name="reaper">Who carries it out; a new one where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The reaper belongs to another tracker.</exception>
    public ResourceCleaner(ResourceTracker tracker, ReleasePrioritizer? prioritizer = null, Reaper? reaper = null)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        if (reaper is not null && reaper.Tracker != tracker)
            throw new ArgumentException("The reaper belongs to another tracker.", nameof(reaper));

        Tracker = tracker;
        Prioritizer = prioritizer ?? new ReleasePrioritizer();
        Reaper = reaper ?? new Reaper(tracker);
    }

    /// <summary>The cleaner of <see cref="ResourceTracker.Shared"/>, with the default policy.</summary>
    public static ResourceCleaner Shared { get; } = new(ResourceTracker.Shared, null, Reaper.Shared);

    /// <summary>Whose resources it lets go.</summary>
    public ResourceTracker Tracker { get; }

    /// <summary>Who decides.</summary>
    public ReleasePrioritizer Prioritizer { get; }

    /// <summary>Who carries it out.</summary>
    public Reaper Reaper { get; }

    /// <summary>
    /// Lets resources go, one after another in the prioritizer's order, until the tracked bytes at the goal's location have
    /// fallen by as much as asked. Measures after each step, as one release may free more than its own entry. Bytes of a
    /// handler that threw do not count as freed.
    /// </summary>
    /// <param name="goal">How much, and where.</param>
    /// <returns>What was done and why, in order. Never throws what handlers throw.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of bytes is negative.</exception>
    public ReclaimReport Reclaim(ReclaimGoal goal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(goal.Bytes);
        var start = Tracker.TimeProvider.GetTimestamp();
        var steps = ImmutableArray.CreateBuilder<ReclaimStep>();
        var missing = goal.Bytes;
        if (missing > 0)
        {
            var queue = Prioritizer.Queue(Tracker.Snapshot(), goal.Location);
            while (missing > 0 && queue.TryTake(out var verdict))
            {
                var step = Take(verdict, goal, missing, queue);
                steps.Add(step);
                missing -= Math.Min(missing, step.BytesFreed);
            }

            if (missing > 0)
                steps.AddRange(queue.Blocked().Select(PassOver));
        }
        return new(goal, steps.DrainToImmutable(), missing, Tracker.TimeProvider.GetElapsedTime(start));
    }

    /// <summary>
    /// Releases everything, dependents before what they need and high priorities first, within a time budget. Resources
    /// still leased are kept, or at exit released when their last lease returns. Never throws: what goes wrong is in the report.
    /// </summary>
    /// <param name="reason">Why; handlers are told.</param>
    /// <param name="budget">
    /// How long it may take. Handlers then run on a thread of their own, so that one that hangs is left behind at the end
    /// of the time. <see cref="Timeout.InfiniteTimeSpan"/> runs them here, without limit.
    /// </param>
    /// <returns>What became of each resource, and which were not reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative or longer than 24 days.</exception>
    public ReleaseReport ReleaseAll(ReleaseReason reason, TimeSpan budget) => ReleaseAll(reason, budget, skipPersist: false, awaitOthers: false);

    /// <summary>
    /// The same, and on request waits for what others are releasing and for leases, within the budget: the process must not
    /// end in the middle of a release. Without a limit nobody is waited for, as a lost lease never returns.
    /// </summary>
    internal ReleaseReport ReleaseAll(ReleaseReason reason, TimeSpan budget, bool skipPersist, bool awaitOthers)
    {
        BoundedThread.ThrowIfNotABudget(budget, nameof(budget));
        using var deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, Tracker.TimeProvider);
        var batch = new ReleaseBatch(Tracker, new ReleaseTerms
        {
            Reason = reason,
            WhenLeased = reason == ReleaseReason.Exit ? WhenLeased.Defer : WhenLeased.Refuse,
            Deadline = deadline.Token,
            SkipPersist = skipPersist,
        });
        AddWhatIsLive(batch);
        if (budget == Timeout.InfiniteTimeSpan)
            Drain(batch, awaitOthers: false);
        else
            BoundedThread.Run(() => Drain(batch, awaitOthers), budget, deadline, Tracker.TimeProvider);
        return batch.Close();
    }

    private static ReclaimStep PassOver(ReleaseVerdict verdict) => new(
        verdict,
        new(verdict.Rule == ReleaseRules.Leased ? ReleaseStatus.Leased : ReleaseStatus.Kept, Message: verdict.Explanation),
        BytesFreed: 0);

    /// <summary>Again until nothing new turns up: a handler may have registered something.</summary>
    private void Drain(ReleaseBatch batch, bool awaitOthers)
    {
        do
            batch.Run();
        while (AddWhatIsLive(batch) || (awaitOthers && batch.AwaitOthers()));
    }

    private bool AddWhatIsLive(ReleaseBatch batch) =>
        batch.Add([.. Tracker.Snapshot().OrderByDescending(static resource => resource.Priority)]);

    private ReclaimStep Take(in ReleaseVerdict verdict, ReclaimGoal goal, long missing, VictimQueue queue)
    {
        if (verdict.Action == ReleaseAction.None)
            return PassOver(verdict);

        var handle = verdict.Resource.Handle;
        var before = Tracker.BytesAt(goal.Location);
        var result = verdict.Action switch
        {
            ReleaseAction.Trim => Reaper.Trim(handle, missing),
            ReleaseAction.Offload => Reaper.Offload(handle),
            _ => Reaper.Release(handle, verdict.Rule == ReleaseRules.Expired ? ReleaseReason.Expired : goal.Reason),
        };
        var fallen = Math.Max(0, before - Tracker.BytesAt(goal.Location));
        if (result.Status == ReleaseStatus.Failed && verdict.Action == ReleaseAction.Release && verdict.Resource.Location == goal.Location)
            fallen = Math.Max(0, fallen - verdict.Resource.Bytes);

        if (!Tracker.TryGetInfo(handle, out var now))
            queue.Gone(handle);
        else if (verdict.Action != ReleaseAction.Release)
            queue.Remains(now);
        return new(verdict, result, fallen);
    }
}
