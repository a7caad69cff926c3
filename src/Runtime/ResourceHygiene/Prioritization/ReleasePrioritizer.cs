using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Decides in which order resources go, and says why. The decision tree, from the first question to the last:
/// <list type="number">
/// <item><description>Leased, being released, or needed by something that stays? It stays.</description></item>
/// <item><description>Priority: the lowest goes first. What others need has at least their priority, and goes after them.</description></item>
/// <item><description>Expired goes before not expired, and is released outright.</description></item>
/// <item><description>The cheapest action that may do: trim, then offload (from a device), then release.</description></item>
/// <item><description>The type's rank, lowest first; then the longest idle, the largest where room is wanted, the least used.</description></item>
/// </list>
/// Stateless and immutable; may be used from any thread.
/// </summary>
public sealed class ReleasePrioritizer
{
    /// <summary>Makes a prioritizer.</summary>
    /// <param name="policy">Rank and retention of types; <see cref="ReleasePolicy.Default"/> where <see langword="null"/>.</param>
    public ReleasePrioritizer(ReleasePolicy? policy = null) => Policy = policy ?? ReleasePolicy.Default;

    /// <summary>Rank and retention of types.</summary>
    public ReleasePolicy Policy { get; }

    /// <summary>
    /// The whole order: one verdict for each resource, the first to go first. One that has to stay is in its place with
    /// <see cref="ReleaseAction.None"/>; those held back by such a one come last.
    /// </summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="location">Where room is wanted; resources that free nothing there, directly or by making way, are left out. <see langword="null"/> takes all.</param>
    public ImmutableArray<ReleaseVerdict> Order(ImmutableArray<ResourceInfo> resources, ResourceLocation? location = null)
    {
        var queue = Queue(resources, location);
        var verdicts = ImmutableArray.CreateBuilder<ReleaseVerdict>(resources.Length);
        while (queue.TryTake(out var verdict))
        {
            verdicts.Add(verdict);
            if (verdict.Action != ReleaseAction.None)
                queue.Gone(verdict.Resource.Handle);
        }
        verdicts.AddRange(queue.Blocked());
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
        var queue = Queue(resources, location);
        var candidates = ImmutableArray.CreateBuilder<ReleaseVerdict>();
        var missing = bytes;
        while (missing > 0 && queue.TryTake(out var verdict))
        {
            if (verdict.Action == ReleaseAction.None)
                continue;

            candidates.Add(verdict);
            if (verdict.Action == ReleaseAction.Trim)
            {
                queue.Remains(verdict.Resource);
                continue;
            }

            if (verdict.Resource.Location == location)
                missing -= verdict.Resource.Bytes;
            if (verdict.Action == ReleaseAction.Release)
                queue.Gone(verdict.Resource.Handle);
        }
        return candidates.DrainToImmutable();
    }

    /// <summary>The verdict about one resource, as it stands in <see cref="Order"/>.</summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="handle">The resource.</param>
    /// <param name="location">Where room is wanted, if it matters.</param>
    /// <returns>The verdict; <see langword="null"/> if the resource is not among them or would free nothing there.</returns>
    public ReleaseVerdict? Explain(ImmutableArray<ResourceInfo> resources, ResourceHandle handle, ResourceLocation? location = null)
    {
        foreach (var verdict in Order(resources, location))
        {
            if (verdict.Resource.Handle == handle)
                return verdict;
        }
        return null;
    }

    internal VictimQueue Queue(ImmutableArray<ResourceInfo> resources, ResourceLocation? location) => new(resources, Policy, location);
}
