namespace ResourceHygiene;

/// <summary>
/// Remembers on which devices something was let go, so that their caches are emptied once at the end and not after each
/// resource. What handlers let go on the way belongs to the round that they run in.
/// </summary>
internal sealed class DeviceRound : IDisposable
{
    [ThreadStatic]
    private static DeviceRound? t_current;

    private readonly ResourceTracker _tracker;
    private readonly object _gate = new();
    private readonly HashSet<ResourceLocation> _devices = [];
    private bool _isOver;

    public DeviceRound(ResourceTracker tracker) => _tracker = tracker;

    /// <summary>Starts a round for this thread, to be disposed on it; null where one is under way already.</summary>
    public static DeviceRound? Begin(ResourceTracker tracker) =>
        t_current is null && DeviceCaches.AnyRegistered ? t_current = new DeviceRound(tracker) : null;

    /// <summary>The round that is under way on this thread.</summary>
    public static DeviceRound? Current => t_current;

    /// <summary>Makes this round the thread's; returns the one before.</summary>
    public DeviceRound? Enter()
    {
        var before = t_current;
        t_current = this;
        return before;
    }

    public static void Leave(DeviceRound? before) => t_current = before;

    /// <summary>Something was let go; outside any round, it is a round of its own.</summary>
    public static void Note(ResourceTracker tracker, in ResourceInfo resource, in ReleaseResult result)
    {
        if (!DeviceCaches.AnyRegistered || !resource.Location.IsDevice || result.Status is not (ReleaseStatus.Released or ReleaseStatus.Reduced or ReleaseStatus.Failed))
            return;

        if (t_current is not { } round || !round.TryAdd(resource.Location))
            DeviceCaches.Empty(resource.Location, tracker);
    }

    /// <summary>Ends the round and empties the caches of its devices.</summary>
    public void Dispose()
    {
        if (t_current == this)
            t_current = null;
        End();
    }

    /// <summary>Empties the caches of the devices noted so far; what a handler that was left behind lets go later, it empties itself.</summary>
    public void End()
    {
        ResourceLocation[] devices;
        lock (_gate)
        {
            _isOver = true;
            devices = [.. _devices];
            _devices.Clear();
        }
        foreach (var device in devices)
            DeviceCaches.Empty(device, _tracker);
    }

    private bool TryAdd(ResourceLocation device)
    {
        lock (_gate)
        {
            if (!_isOver)
                _devices.Add(device);
            return !_isOver;
        }
    }
}
