using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Decides in which order resources go, and says why. The decision tree, from the first question to the last:
/// <list type="number">
/// <item><description>Leased, being released, needed by something that stays, among the last of a type of which some are kept, or of
/// a type whose threshold is not reached? It stays.</description></item>
/// <item><description>Active, that is of critical priority or just used, goes only when nothing else is left to go.</description></item>
/// <item><description>Expired goes before not expired, and is released outright.</description></item>
/// <item><description>Priority: the lowest goes first. What others need has at least their priority, and goes after them.</description></item>
/// <item><description>The cheapest sufficient action: trim, then offload (from a device), then release. Where a number of bytes is wanted,
/// a kind of action has its turn only if it can free as many.</description></item>
/// <item><description>The type's rank, lowest first; then the longest idle, the largest where room is wanted, the least used.</description></item>
/// </list>
/// Under <see cref="ReleaseAlgorithms.WeightedScore"/> questions 2 to 4 and 6 are answered by one number.
/// </summary>
/// <remarks>
/// May be used from any thread. Every member asks the same function, so that order, candidates, plans and explanations
/// agree. Buffers are kept between calls: asking for the first few victims of a tracker allocates nothing once warm.
/// </remarks>
public sealed class ReleasePrioritizer
{
    private volatile ReleasePolicy _policy;
    private VictimQueue? _spare;

    /// <summary>Makes a prioritizer.</summary>
    /// <param name="policy">The data of the decision; <see cref="ReleasePolicy.Default"/> where <see langword="null"/>.</param>
    public ReleasePrioritizer(ReleasePolicy? policy = null) => _policy = policy ?? ReleasePolicy.Default;

    /// <summary>
    /// The data of the decision. May be replaced at any time, from any thread; a run that has begun ends with the policy
    /// that it began with.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public ReleasePolicy Policy
    {
        get => _policy;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _policy = value;
        }
    }

    /// <summary>
    /// The whole order: one verdict for each resource, the first to go first. Those that have to stay come last, with
    /// <see cref="ReleaseAction.None"/>.
    /// </summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="location">Where room is wanted; resources that free nothing there, directly or by making way, are left out. <see langword="null"/> takes all.</param>
    public ImmutableArray<ReleaseVerdict> Order(ImmutableArray<ResourceInfo> resources, ResourceLocation? location = null) =>
        Order(resources, new ReleaseDemand { Location = location });

    /// <summary>The same under a demand, whose bytes decide which actions are sufficient but do not end the order.</summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="demand">What is wanted; its count is not asked.</param>
    /// <exception cref="ArgumentException">The demand contradicts itself.</exception>
    public ImmutableArray<ReleaseVerdict> Order(ImmutableArray<ResourceInfo> resources, in ReleaseDemand demand)
    {
        using var queue = Queue(resources, demand);
        var verdicts = ImmutableArray.CreateBuilder<ReleaseVerdict>();
        while (queue.TryTake(out var verdict))
        {
            verdicts.Add(verdict);
            Pass(queue, verdict);
        }
        verdicts.AddRange(queue.Kept());
        return verdicts.DrainToImmutable();
    }

    /// <summary>
    /// What would be done to free a number of bytes, in order, at most: how much a trim frees is known only afterwards, so
    /// here it counts as nothing.
    /// </summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="bytes">How much is wanted.</param>
    /// <param name="location">Where.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public ImmutableArray<ReleaseVerdict> Candidates(ImmutableArray<ResourceInfo> resources, long bytes, ResourceLocation location = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return Plan(resources, new ReleaseDemand { Bytes = bytes, Location = location }).Verdicts;
    }

    /// <summary>What would be done to meet a demand, and what would come of it: a dry run.</summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="demand">What is wanted.</param>
    /// <exception cref="ArgumentException">The demand contradicts itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number in the demand is negative.</exception>
    public ReleasePlan Plan(ImmutableArray<ResourceInfo> resources, in ReleaseDemand demand)
    {
        using var queue = Queue(resources, demand);
        return PlanOf(queue, demand);
    }

    /// <summary>The same about all that a tracker holds just now.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="demand">What is wanted.</param>
    /// <exception cref="ArgumentException">The demand contradicts itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number in the demand is negative.</exception>
    public ReleasePlan Plan(ResourceTracker tracker, in ReleaseDemand demand)
    {
        using var queue = Queue(tracker, demand);
        return PlanOf(queue, demand);
    }

    /// <summary>The first verdicts of the plan for a tracker, at most as many as there is room for. Allocates nothing once warm.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="demand">What is wanted.</param>
    /// <param name="verdicts">Where they are put, in order.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentException">The demand contradicts itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number in the demand is negative.</exception>
    public int First(ResourceTracker tracker, in ReleaseDemand demand, Span<ReleaseVerdict> verdicts)
    {
        using var queue = Queue(tracker, demand, verdicts.Length);
        var count = 0;
        while (count < verdicts.Length && TryAdvance(queue, demand, count, out verdicts[count]))
            count++;
        return count;
    }

    /// <summary>The first verdicts of the plan for a snapshot, at most as many as there is room for.</summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="demand">What is wanted.</param>
    /// <param name="verdicts">Where they are put, in order.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentException">The demand contradicts itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number in the demand is negative.</exception>
    public int First(ImmutableArray<ResourceInfo> resources, in ReleaseDemand demand, Span<ReleaseVerdict> verdicts)
    {
        using var queue = Queue(resources, demand);
        var count = 0;
        while (count < verdicts.Length && TryAdvance(queue, demand, count, out verdicts[count]))
            count++;
        return count;
    }

    /// <summary>The verdict about one resource, as it stands in <see cref="Order(ImmutableArray{ResourceInfo}, ResourceLocation?)"/>.</summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="handle">The resource.</param>
    /// <param name="location">Where room is wanted, if it matters.</param>
    /// <returns>The verdict; <see langword="null"/> if the resource is not among them or would free nothing there.</returns>
    public ReleaseVerdict? Explain(ImmutableArray<ResourceInfo> resources, ResourceHandle handle, ResourceLocation? location = null)
    {
        using var queue = Queue(resources, new ReleaseDemand { Location = location });
        while (queue.TryTake(out var verdict))
        {
            if (verdict.Resource.Handle == handle)
                return verdict;

            Pass(queue, verdict);
        }
        return queue.Explain(handle);
    }

    /// <summary>
    /// What the plan for a demand has in store for one resource: its first verdict there, or why it stays.
    /// </summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="handle">The resource.</param>
    /// <param name="demand">What is wanted.</param>
    /// <returns>The verdict; <see langword="null"/> if the resource is not among them or would free nothing there.</returns>
    /// <exception cref="ArgumentException">The demand contradicts itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number in the demand is negative.</exception>
    public ReleaseVerdict? Explain(ImmutableArray<ResourceInfo> resources, ResourceHandle handle, in ReleaseDemand demand)
    {
        using var queue = Queue(resources, demand);
        for (var count = 0; TryAdvance(queue, demand, count, out var verdict); count++)
        {
            if (verdict.Resource.Handle == handle)
                return verdict;
        }
        return queue.Explain(handle);
    }

    /// <summary>For those who act on each verdict before they ask for the next. To be disposed.</summary>
    internal VictimQueue Queue(ImmutableArray<ResourceInfo> resources, in ReleaseDemand demand)
    {
        demand.Validate(nameof(demand));
        var queue = Rent();
        try
        {
            queue.Load(resources, _policy, demand);
            return queue;
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    /// <summary>The same about all that a tracker holds, read without a copy.</summary>
    internal VictimQueue Queue(ResourceTracker tracker, in ReleaseDemand demand, int expectedVictims = 13)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        demand.Validate(nameof(demand));
        var queue = Rent();
        try
        {
            queue.Load(tracker, _policy, demand, Math.Min(expectedVictims, 1024));
            return queue;
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    internal void Return(VictimQueue queue) => Volatile.Write(ref _spare, queue);

    private VictimQueue Rent() => Interlocked.Exchange(ref _spare, null) ?? new VictimQueue(this);

    private static void Pass(VictimQueue queue, in ReleaseVerdict verdict)
    {
        if (verdict.Action == ReleaseAction.Release)
            queue.Gone(verdict.Resource.Handle);
        else
            queue.Pass(verdict.Resource.Handle);
    }

    private static ReleasePlan PlanOf(VictimQueue queue, in ReleaseDemand demand)
    {
        var verdicts = ImmutableArray.CreateBuilder<ReleaseVerdict>();
        while (TryAdvance(queue, demand, verdicts.Count, out var verdict))
            verdicts.Add(verdict);
        var askedAll = queue.Missing is null or > 0 && verdicts.Count < (demand.Count ?? int.MaxValue);
        return new(demand, verdicts.DrainToImmutable(), askedAll ? queue.Kept() : []);
    }

    /// <summary>The next verdict of a plan, as if the last had been carried out and had worked.</summary>
    private static bool TryAdvance(VictimQueue queue, in ReleaseDemand demand, int taken, out ReleaseVerdict verdict)
    {
        if (queue.Missing <= 0 || taken >= demand.Count || !queue.TryTake(out verdict))
        {
            verdict = default;
            return false;
        }

        var resource = verdict.Resource;
        switch (verdict.Action)
        {
            case ReleaseAction.Trim:
                queue.Remains(resource);
                break;
            case ReleaseAction.Offload:
                queue.Missing -= verdict.Bytes;
                queue.Remains(resource with { Location = ResourceLocation.Host });
                break;
            default:
                queue.Missing -= verdict.Bytes;
                queue.Gone(resource.Handle);
                break;
        }
        return true;
    }
}
