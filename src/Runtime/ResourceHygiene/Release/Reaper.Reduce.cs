namespace ResourceHygiene;

// Letting go of a part: the resource is pinned meanwhile, and live afterwards.
public sealed partial class Reaper
{
    /// <summary>
    /// Asks an <see cref="ITrimmable"/> resource, or one whose handler can, to let go of a part, and corrects its size. Refused while it is leased.
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
                var request = new TrimRequest(bytesWanted, context);
                // A resource that knows its size is measured; any other is believed.
                var sized = resource as ISizedResource;
                var size = sized?.SizeInBytes ?? 0;
                if (TrimNow(resource, info.Type, request) is not { } freed)
                    return null;
                if (sized is null)
                    return new(freed, Math.Max(0, info.Bytes - freed), info.Location);

                var left = sized.SizeInBytes;
                return new(Math.Max(0, size - left), left, info.Location);
            },
            deadline);
    }

    /// <summary>
    /// Asks an <see cref="IOffloadable"/> resource on a device, or one whose handler can, to move its content to the host. Refused while it is leased.
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
                if (!info.Location.IsDevice || !TryOffload(resource, info.Type, context))
                    return null;

                return new(info.Bytes, resource is ISizedResource sized ? sized.SizeInBytes : info.Bytes, ResourceLocation.Host);
            },
            deadline);

    /// <summary>Bytes freed; null where the resource cannot be trimmed.</summary>
    private static long? TrimNow(object resource, string type, in TrimRequest request)
    {
        if (resource is ITrimmable trimmable)
            return Math.Max(0, trimmable.Trim(request));

        var handler = ReleaseHandlers.FindForMore(type, resource);
        return handler is not null && handler.LesserActions.HasFlag(LesserActions.Trim) ? Math.Max(0, handler.Trim(resource, request)) : null;
    }

    /// <summary>Whether there is a way to.</summary>
    private static bool TryOffload(object resource, string type, in ReleaseContext context)
    {
        if (resource is IOffloadable offloadable)
            offloadable.Offload(context);
        else if (ReleaseHandlers.FindForMore(type, resource) is { } handler && handler.LesserActions.HasFlag(LesserActions.Offload))
            handler.Offload(resource, context);
        else
            return false;
        return true;
    }

    private ReleaseResult Reduce(ResourceHandle handle, ReduceAction action, CancellationToken deadline)
    {
        if (!Tracker.TryGetInfo(handle, out var resource))
            return new(ReleaseStatus.AlreadyReleased);

        using var round = DeviceRound.Begin(Tracker);
        var result = Watch(resource, ReleaseReason.Pressure, (token, _) => PinAndReduce(handle, action, token), deadline);
        DeviceRound.Note(Tracker, resource, result);
        return result;
    }

    private ReleaseResult PinAndReduce(ResourceHandle handle, ReduceAction action, CancellationToken deadline)
    {
        if (!Tracker.TryPin(handle, onlyIfUnleased: true, out var lease, out var target))
            return RefusalOf(handle);

        // The pin keeps releases out; one asked for meanwhile runs when it is returned.
        using (lease)
        {
            if (!Tracker.TryGetInfo(handle, out var before))
                return new(ReleaseStatus.AlreadyReleased);

            var result = ReducePinned(target is IResourceCell cell ? cell.Resource : target, before, action, deadline);
            Tracker.RecordAttempt(before, ReleaseReason.Pressure, result);
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
            if (resource is null || action(resource, before, context) is not { } after)
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
    private delegate Reduction? ReduceAction(object resource, ResourceInfo before, ReleaseContext context);

    /// <summary>What was freed, and size and location afterwards.</summary>
    private readonly record struct Reduction(long Freed, long Bytes, ResourceLocation Location);
}
