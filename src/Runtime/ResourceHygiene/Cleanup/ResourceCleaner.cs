using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Makes room, and clears up at the end: takes victims from the prioritizer, has the reaper let them go, and measures
/// after each whether that was enough. Every member may be called from any thread; no lock is held while handlers run.
/// </summary>
public sealed partial class ResourceCleaner
{
    private volatile ReleasePrioritizer _prioritizer;

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
        _prioritizer = prioritizer ?? new ReleasePrioritizer();
        Reaper = reaper ?? new Reaper(tracker);
        _emergency = new EmergencyRun(this);
    }

    /// <summary>The cleaner of <see cref="ResourceTracker.Shared"/>, with the default policy.</summary>
    public static ResourceCleaner Shared { get; } = new(ResourceTracker.Shared, null, Reaper.Shared);

    /// <summary>Whose resources it lets go.</summary>
    public ResourceTracker Tracker { get; }

    /// <summary>Who decides.</summary>
    public ReleasePrioritizer Prioritizer => _prioritizer;

    /// <summary>
    /// By what it decides. May be replaced at any time: a clean-up that runs ends by the policy it began with, the next one goes
    /// by the new one.
    /// </summary>
    /// <exception cref="ArgumentNullException">The policy is <see langword="null"/>.</exception>
    public ReleasePolicy Policy
    {
        get => _prioritizer.Policy;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _prioritizer = new ReleasePrioritizer(value);
        }
    }

    /// <summary>Who carries it out.</summary>
    public Reaper Reaper { get; }

    /// <summary>
    /// Lets resources go, one after another in the prioritizer's order, until the tracked bytes at the goal's location have
    /// fallen by as much as asked. Measures after each step, as one release may free more than its own entry. Bytes of a
    /// handler that threw do not count as freed.
    /// </summary>
    /// <param name="goal">How much, and where.</param>
    /// <returns>What was done and why, in order. Never throws what handlers throw.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of bytes is negative, or the usage is no number from 0.</exception>
    public ReclaimReport Reclaim(ReclaimGoal goal) => Reclaim(goal, new ReclaimTerms());

    internal ReclaimReport Reclaim(ReclaimGoal goal, ReclaimTerms terms)
    {
        var demand = new ReleaseDemand { Location = goal.Location, Bytes = goal.Bytes, Usage = goal.Usage, Critical = goal.Critical };
        demand.Validate(nameof(goal));
        using var activity = CleanupActivity.OfReclaim(goal);
        var start = Tracker.TimeProvider.GetTimestamp();
        var steps = ImmutableArray.CreateBuilder<ReclaimStep>();
        var missing = goal.Bytes;
        if (missing > 0)
        {
            // One batch: what it frees on a device goes back to the device once, at its end.
            using var round = DeviceRound.Begin(Tracker);
            using var queue = Prioritizer.Queue(Tracker, demand);
            while (missing > 0 && !terms.Stop.IsCancellationRequested && queue.TryTake(out var verdict))
            {
                if (verdict.Resource.Priority > terms.UpTo)
                    continue;

                var step = Take(verdict, goal, missing, queue, terms.Stop);
                steps.Add(step);
                missing -= Math.Min(missing, step.BytesFreed);
                if (missing > 0 && verdict.Action != ReleaseAction.None && terms.Missing is { } measure)
                    missing = Math.Clamp(measure(), 0, missing);
                queue.Missing = missing;
            }

            if (missing > 0)
                steps.AddRange(queue.Kept().Select(PassOver));
        }
        var report = new ReclaimReport(goal, steps.DrainToImmutable(), missing, Tracker.TimeProvider.GetElapsedTime(start));
        return CleanupActivity.Note(activity, report);
    }

    /// <summary>
    /// Releases everything, dependents before what they need and high priorities first, and then runs the registered cleaners,
    /// whatever their level, within a time budget. Resources still leased are kept, or at exit released when their last lease
    /// returns. Never throws: what goes wrong is in the report.
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
    /// <remarks>
    /// A handler that runs for longer than its slice is left behind, and the next one has its turn; one that the reaper grants
    /// less has less.
    /// </remarks>
    internal ReleaseReport ReleaseAll(ReleaseReason reason, TimeSpan budget, bool skipPersist, bool awaitOthers, TimeSpan? slice = null)
    {
        BoundedThread.ThrowIfNotABudget(budget, nameof(budget));
        using var activity = CleanupActivity.OfReleaseAll(reason);
        var deadline = new CancellationTokenSource();
        var batch = new ReleaseBatch(Tracker, new ReleaseTerms
        {
            Reason = reason,
            WhenLeased = reason == ReleaseReason.Exit ? WhenLeased.Defer : WhenLeased.Refuse,
            Deadline = deadline.Token,
            SkipPersist = skipPersist,
        }, WithSlices(Reaper.Options, slice));
        AddWhatIsLive(batch);
        var cleaners = new CleanersAtEnd(this, reason, skipPersist, WithSlices(Reaper.Options, slice).HandlerDeadline, deadline);
        if (budget == Timeout.InfiniteTimeSpan)
            Finish(batch, cleaners, awaitOthers: false, budget);
        else
            BoundedThread.Run(() => Finish(batch, cleaners, awaitOthers, budget), budget, deadline, Tracker.TimeProvider);
        return CleanupActivity.Note(activity, batch.Close(cleaners.Close()));
    }

    /// <summary>Resources first, then the cleaners, then what cleaners registered and what others have released meanwhile.</summary>
    private void Finish(ReleaseBatch batch, CleanersAtEnd cleaners, bool awaitOthers, TimeSpan budget)
    {
        if (!cleaners.Any)
        {
            Drain(batch, awaitOthers, CancellationToken.None);
            return;
        }

        // A lease that nobody returns must not take the cleaners' time.
        using var patience = new CancellationTokenSource();
        using (Tracker.TimeProvider.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, awaitOthers ? budget / 2 : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))
            Drain(batch, awaitOthers, patience.Token);
        cleaners.Run();
        Drain(batch, awaitOthers, CancellationToken.None);
        if (awaitOthers)
            cleaners.AwaitOthers();
    }

    private static ReaperOptions WithSlices(ReaperOptions options, TimeSpan? slice)
    {
        if (slice is not { } limit)
            return options;

        return options with
        {
            HandlerDeadline = Sooner(options.HandlerDeadline, limit),
            HandlerDeadlines = options.HandlerDeadlines.ToImmutableDictionary(static pair => pair.Key, pair => Sooner(pair.Value, limit)),
        };
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan || (other != Timeout.InfiniteTimeSpan && other < one) ? other : one;

    private static ReclaimStep PassOver(ReleaseVerdict verdict) => new(
        verdict,
        new(verdict.Rule == ReleaseRules.Leased ? ReleaseStatus.Leased : ReleaseStatus.Kept, Message: verdict.Explanation),
        BytesFreed: 0);

    /// <summary>Again until nothing new turns up: a handler may have registered something.</summary>
    private void Drain(ReleaseBatch batch, bool awaitOthers, CancellationToken patience)
    {
        do
            batch.Run();
        while (AddWhatIsLive(batch) || (awaitOthers && batch.AwaitOthers(patience)));
    }

    private bool AddWhatIsLive(ReleaseBatch batch)
    {
        var live = Tracker.Snapshot();
        // Mostly there is nothing to sort, and sorting copies everything twice.
        var isSorted = true;
        for (var i = 1; i < live.Length && isSorted; i++)
            isSorted = live[i].Priority <= live[i - 1].Priority;
        return !live.IsEmpty && batch.Add(isSorted ? live : [.. live.OrderByDescending(static resource => resource.Priority)]);
    }

    private ReclaimStep Take(in ReleaseVerdict verdict, ReclaimGoal goal, long missing, VictimQueue queue, CancellationToken stop)
    {
        var handle = verdict.Resource.Handle;
        var before = Tracker.BytesAt(goal.Location);
        var result = verdict.Action switch
        {
            ReleaseAction.Trim => Reaper.Trim(handle, missing, stop),
            ReleaseAction.Offload => Reaper.Offload(handle, stop),
            _ => Reaper.Release(handle, verdict.IsExpired ? ReleaseReason.Expired : goal.Reason, deadline: stop),
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
