using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Lets resources go: one or many, wholly (<see cref="Release(ResourceHandle, ReleaseReason, WhenLeased, CancellationToken)"/>)
/// or in part (<see cref="Trim"/>, <see cref="Offload"/>). Keeps the count, whoever asked.
/// </summary>
/// <remarks>
/// Every member may be called from any thread, also from inside a handler. Handlers run on the calling thread, outside
/// every lock; what they throw is recorded and never stops the next.
/// </remarks>
public sealed class Reaper
{
    /// <summary>Makes a reaper. Several for one tracker share its statistics.</summary>
    /// <param name="tracker">The tracker whose resources it lets go.</param>
    public Reaper(ResourceTracker tracker)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        Tracker = tracker;
    }

    /// <summary>The reaper of <see cref="ResourceTracker.Shared"/>.</summary>
    public static Reaper Shared { get; } = new(ResourceTracker.Shared);

    /// <summary>The tracker whose resources it lets go.</summary>
    public ResourceTracker Tracker { get; }

    /// <summary>What has been let go from the tracker so far, including deferred releases and those by owners.</summary>
    public ReaperStatistics Statistics
    {
        get
        {
            var (byException, recent) = Tracker.Failures.Read();
            return new(
                Tracker.Accounts.Types.ToImmutableDictionary(static account => account.Type, static account => account.Counts(), StringComparer.Ordinal),
                byException,
                recent);
        }
    }

    /// <summary>Releases one resource, once.</summary>
    /// <param name="handle">The registration.</param>
    /// <param name="reason">Why; decides whether it is persisted first and whether dependents hold it back.</param>
    /// <param name="whenLeased">What to do if the resource is leased.</param>
    /// <param name="deadline">Passed to the handler as <see cref="ReleaseContext.Deadline"/>.</param>
    /// <returns>What became of it.</returns>
    public ReleaseResult Release(
        ResourceHandle handle,
        ReleaseReason reason = ReleaseReason.Requested,
        WhenLeased whenLeased = WhenLeased.Refuse,
        CancellationToken deadline = default) =>
        Tracker.Release(handle, new ReleaseTerms { Reason = reason, WhenLeased = whenLeased, Deadline = deadline });

    /// <summary>
    /// Releases several resources, dependents before what they need. What is needed by a live resource outside the batch,
    /// or by one that could not be released, is kept.
    /// </summary>
    /// <param name="handles">The registrations; those no longer tracked are passed over.</param>
    /// <param name="reason">Why.</param>
    /// <param name="whenLeased">What to do with leased resources.</param>
    /// <param name="deadline">When cancelled, the handler that is running is told and the rest is reported as not reached.</param>
    /// <returns>What became of each.</returns>
    public ReleaseReport Release(
        IEnumerable<ResourceHandle> handles,
        ReleaseReason reason = ReleaseReason.Requested,
        WhenLeased whenLeased = WhenLeased.Refuse,
        CancellationToken deadline = default)
    {
        ArgumentNullException.ThrowIfNull(handles);
        var resources = ImmutableArray.CreateBuilder<ResourceInfo>();
        foreach (var handle in handles)
        {
            if (Tracker.TryGetInfo(handle, out var info))
                resources.Add(info);
        }

        var batch = new ReleaseBatch(Tracker, new ReleaseTerms { Reason = reason, WhenLeased = whenLeased, Deadline = deadline });
        batch.Add(resources.DrainToImmutable());
        batch.Run();
        return batch.Close();
    }

    /// <summary>
    /// Asks an <see cref="ITrimmable"/> resource to let go of a part, and corrects its size. Refused while it is leased.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="bytesWanted">How many bytes are missing.</param>
    /// <param name="deadline">Passed on as <see cref="ReleaseContext.Deadline"/>.</param>
    /// <returns>
    /// <see cref="ReleaseStatus.Reduced"/> with the bytes freed; <see cref="ReleaseStatus.Kept"/> if there was nothing to spare;
    /// <see cref="ReleaseStatus.Failed"/> if it threw, and is still live.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytesWanted"/> is negative.</exception>
    public ReleaseResult Trim(ResourceHandle handle, long bytesWanted, CancellationToken deadline = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytesWanted);
        return Reduce(
            handle,
            (resource, info, context) =>
            {
                if (resource is not ITrimmable trimmable)
                    return null;

                // A resource that knows its size is measured; any other is believed.
                var sized = resource as ISizedResource;
                var size = sized?.SizeInBytes ?? 0;
                var freed = Math.Max(0, trimmable.Trim(new TrimRequest(bytesWanted, context)));
                if (sized is null)
                    return new(freed, Math.Max(0, info.Bytes - freed), info.Location);

                var left = sized.SizeInBytes;
                return new(Math.Max(0, size - left), left, info.Location);
            },
            deadline);
    }

    /// <summary>
    /// Asks an <see cref="IOffloadable"/> resource on a device to move its content to the host. Refused while it is leased.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="deadline">Passed on as <see cref="ReleaseContext.Deadline"/>.</param>
    /// <returns>
    /// <see cref="ReleaseStatus.Reduced"/> with the bytes freed on the device; <see cref="ReleaseStatus.Kept"/> if it is not on a
    /// device or cannot; <see cref="ReleaseStatus.Failed"/> if it threw, and is still live.
    /// </returns>
    public ReleaseResult Offload(ResourceHandle handle, CancellationToken deadline = default) =>
        Reduce(
            handle,
            static (resource, info, context) =>
            {
                if (resource is not IOffloadable offloadable || !info.Location.IsDevice)
                    return null;

                offloadable.Offload(context);
                return new(info.Bytes, resource is ISizedResource sized ? sized.SizeInBytes : info.Bytes, ResourceLocation.Host);
            },
            deadline);

    private ReleaseResult Reduce(ResourceHandle handle, ReduceAction action, CancellationToken deadline)
    {
        if (!Tracker.TryPin(handle, onlyIfUnleased: true, out var lease, out var target))
            return RefusalOf(handle);

        // The pin keeps releases out; one asked for meanwhile runs when it is returned.
        using (lease)
        {
            if (!Tracker.TryGetInfo(handle, out var before))
                return new(ReleaseStatus.AlreadyReleased);

            var result = ReducePinned(target is IResourceCell cell ? cell.Resource : target, before, action, deadline);
            Tracker.RecordReduction(before, result);
            return result;
        }
    }

    private ReleaseResult ReducePinned(object? resource, in ResourceInfo before, ReduceAction action, CancellationToken deadline)
    {
        var time = Tracker.TimeProvider;
        var start = time.GetTimestamp();
        try
        {
            var context = new ReleaseContext(before.Handle, before.Type, before.Name, ReleaseReason.Pressure, deadline);
            if (action(resource, before, context) is not { } after)
                return new(ReleaseStatus.Kept, Message: "it cannot");

            Tracker.ChangeFootprint(before.Handle, after.Bytes, after.Location);
            return after.Freed > 0 || after.Location != before.Location
                ? new(ReleaseStatus.Reduced, after.Freed, null, null, time.GetElapsedTime(start))
                : new(ReleaseStatus.Kept, 0, null, "it had nothing to spare", time.GetElapsedTime(start));
        }
        catch (Exception exception)
        {
            return new(ReleaseStatus.Failed, 0, exception, exception.Message, time.GetElapsedTime(start));
        }
    }

    private ReleaseResult RefusalOf(ResourceHandle handle) => Tracker.TryGetInfo(handle, out var info)
        ? info.State == ResourceState.Live
            ? new(ReleaseStatus.Leased, Message: "it is in use")
            : new(ReleaseStatus.AlreadyReleased, Message: "it is being released")
        : new(ReleaseStatus.AlreadyReleased);

    /// <summary>Null where the resource has no such action.</summary>
    private delegate Reduction? ReduceAction(object? resource, ResourceInfo before, ReleaseContext context);

    /// <summary>What was freed, and size and location afterwards.</summary>
    private readonly record struct Reduction(long Freed, long Bytes, ResourceLocation Location);
}
