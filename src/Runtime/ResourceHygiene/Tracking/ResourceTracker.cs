using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// The register of live resources. It holds them weakly: tracking never keeps a resource alive, and one that the
/// garbage collector takes before anybody released it is reported as a leak.
/// </summary>
/// <remarks>
/// Every member may be called from any thread, also from inside a release handler. No lock is held while user code
/// runs. Registering, leasing, touching and releasing take no lock and allocate nothing once slots are there to be reused.
/// </remarks>
public sealed partial class ResourceTracker
{
    private const long LargestSize = (1L << 47) - 1;

    private static int s_trackers = -1;

    private readonly SlotTable _slots;
    private readonly TrackerAccounts _accounts = new();
    private readonly FailureLog _failures = new();
    private readonly LeakLog _leaks = new();
    private readonly TrackerClock _clock;
    private readonly IReleaseExecutor _executor;

    /// <summary>Makes an empty tracker, apart from <see cref="Shared"/>.</summary>
    /// <param name="timeProvider">The clock for idle times and durations; the system's where <see langword="null"/>.</param>
    public ResourceTracker(TimeProvider? timeProvider = null)
    {
        _clock = new TrackerClock(timeProvider ?? TimeProvider.System);
        _executor = CreateExecutor(_clock.Provider);

        // Trackers start at different generations, so that a handle of one is a stranger to the others.
        var ordinal = (uint)Interlocked.Increment(ref s_trackers);
        _slots = new SlotTable(1 + (ulong)(ordinal * 2654435769u));
    }

    /// <summary>The process-wide tracker, which generated code uses.</summary>
    public static ResourceTracker Shared => SharedHolder.Instance;

    /// <summary>
    /// Raised when a leak is noticed, on the thread that called <see cref="Snapshot"/>, <see cref="CollectLeaks"/> or a
    /// release; never on the finalizer thread. What a subscriber throws is recorded as a failure.
    /// </summary>
    public event Action<LeakRecord>? LeakDetected;

    /// <summary>
    /// Raised after a release reached user code or was found impossible, on the releasing thread and outside every lock;
    /// also for deferred releases, which have no caller to return a result to. What a subscriber throws is recorded as a failure.
    /// </summary>
    public event Action<ReleaseRecord>? ReleaseCompleted;

    /// <summary>Raised with <see cref="ReleaseCompleted"/>, whatever its subscribers do. Subscribers never throw.</summary>
    internal event Action? ReleaseSettled;

    /// <summary>How releases are carried out. Set by the layer above before any tracker exists.</summary>
    internal static Func<TimeProvider, IReleaseExecutor> CreateExecutor { get; set; } =
        static _ => throw new InvalidOperationException("The runtime's module initializer has not run.");

    internal TimeProvider TimeProvider => _clock.Provider;

    internal FailureLog Failures => _failures;

    internal TrackerAccounts Accounts => _accounts;

    /// <summary>Sums over everything that this tracker has seen.</summary>
    public TrackerTotals Totals
    {
        get
        {
            long live = 0, bytes = 0, registered = 0, released = 0, leaked = 0;
            foreach (var account in _accounts.Types)
            {
                var totals = account.Totals();
                live += totals.Live;
                bytes += totals.Bytes;
                registered += totals.Registered;
                released += totals.Released;
                leaked += totals.Leaked;
            }
            return new(live, bytes, registered, released, leaked);
        }
    }

    /// <summary>Sums for each type seen so far, ordered by its name.</summary>
    public ImmutableArray<ResourceTypeTotals> TotalsByType =>
        [.. _accounts.Types.Select(static account => account.Totals()).OrderBy(static totals => totals.Type, StringComparer.Ordinal)];

    /// <summary>Sums for one type; all zero if it was never seen.</summary>
    /// <param name="type">The resource type.</param>
    public ResourceTypeTotals TotalsOf(string type)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        return _accounts.Find(type)?.Totals() ?? new(type, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>Sizes of all tracked resources at a location, in bytes.</summary>
    /// <param name="location">The location.</param>
    public long BytesAt(ResourceLocation location) => _accounts.BytesAt(location);

    /// <summary>Starts tracking a resource.</summary>
    /// <param name="resource">The resource. Held weakly.</param>
    /// <param name="registration">What is to be known about it.</param>
    /// <returns>A handle that is good until the resource is released.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="resource"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The type is empty, or a dependency is not a live resource of this tracker.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or 2^47 or more, or the retention is negative.</exception>
    /// <exception cref="InvalidOperationException">Almost 2^24 resources are live already.</exception>
    public ResourceHandle Register(object resource, in ResourceRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentException.ThrowIfNullOrEmpty(registration.Type, nameof(registration));
        if (registration.Retention < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(registration), registration.Retention, "The retention must not be negative.");

        var bytes = registration.Bytes;
        if (bytes == 0 && resource is ISizedResource sized)
            bytes = sized.SizeInBytes;
        ThrowIfNotASize(bytes, nameof(registration));

        var dependencies = registration.DependsOn.IsDefault ? [] : registration.DependsOn;
        if (!dependencies.IsEmpty)
            BindToDependencies(registration);

        int index;
        try
        {
            index = _slots.Rent();
        }
        catch
        {
            Unbind(dependencies);
            throw;
        }

        ref var slot = ref _slots[index];
        var generation = slot.ReadState().Generation;
        slot.Target.SetTarget(resource);
        slot.Account = _accounts.Of(registration.Type, slot.Account);
        slot.Name = registration.Name;
        slot.Footprint = Slot.PackFootprint(bytes, registration.Location);
        slot.Priority = registration.Priority;
        slot.Retention = registration.Retention;
        slot.Site = registration.Site;
        slot.DependsOn = dependencies;
        slot.Dependents = generation << ResourceHandle.IndexBits;
        slot.LastUse = _clock.NowMilliseconds;
        slot.Uses = 0;

        slot.Account.AddRegistered();
        _accounts.AddBytes(slot.Account, registration.Location, bytes);
        Volatile.Write(ref slot.State, SlotState.Live(generation).Word);
        return new ResourceHandle(generation, index);
    }

    /// <summary>Notes a use: the resource is idle from now on, not from before.</summary>
    /// <param name="handle">The registration.</param>
    /// <returns>Whether the resource is still tracked.</returns>
    public bool Touch(ResourceHandle handle)
    {
        if (!IsLive(handle))
            return false;

        // If the entry is removed just now, its successor in this slot looks used at the moment it was made: harmless.
        NoteUse(ref _slots[handle.Index]);
        return true;
    }

    /// <summary>Corrects the size of a resource where it lies.</summary>
    /// <param name="handle">The registration.</param>
    /// <param name="bytes">The new size, in bytes.</param>
    /// <returns>Whether the resource is still tracked; if not, nothing changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or 2^47 or more.</exception>
    public bool SetBytes(ResourceHandle handle, long bytes)
    {
        ThrowIfNotASize(bytes, nameof(bytes));
        return ChangeFootprint(handle, bytes, location: null);
    }

    /// <summary>
    /// Pins a resource: it is not released until the lease is returned. Counts as a use.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="lease">The lease, to be disposed; the default value where the method returns <see langword="false"/>.</param>
    /// <returns><see langword="false"/> once a release has begun or waits for other leases, and where the handle is stale.</returns>
    /// <exception cref="InvalidOperationException">262,143 leases of the resource are held: they are not being returned.</exception>
    public bool TryLease(ResourceHandle handle, [Owned] out Lease lease) => TryPin(handle, onlyIfUnleased: false, out lease, out _);

    /// <summary>Notices resources that the garbage collector took unreleased, and returns those noticed since the last call; the 4,096 newest at most.</summary>
    public IReadOnlyList<LeakRecord> CollectLeaks()
    {
        for (var index = 0; index < _slots.Used; index++)
        {
            if (_slots.Has(index))
                CollectIfDead(index);
        }
        return _leaks.Take();
    }

    internal bool IsLive(ResourceHandle handle) => _slots.Has(handle.Index) && _slots[handle.Index].ReadState().Names(handle);

    /// <summary>Changes size and, where given, location, together with all totals.</summary>
    internal bool ChangeFootprint(ResourceHandle handle, long bytes, ResourceLocation? location)
    {
        if (!_slots.Has(handle.Index))
            return false;

        ref var slot = ref _slots[handle.Index];
        for (var spin = new SpinWait(); ; spin.SpinOnce())
        {
            var state = slot.ReadState();
            if (!state.Names(handle))
                return false;
            if (!state.IsUpdating && slot.TryChange(state, state.WithUpdating()))
                break;
        }

        var before = Slot.UnpackFootprint(slot.Footprint);
        var after = (Bytes: bytes, Location: location ?? before.Location);
        Volatile.Write(ref slot.Footprint, Slot.PackFootprint(after.Bytes, after.Location));
        _accounts.MoveBytes(slot.Account, before, after);
        Interlocked.And(ref slot.State, ~SlotState.UpdatingBit);
        return true;
    }

    private static void ThrowIfNotASize(long bytes, string parameterName)
    {
        if (bytes is < 0 or > LargestSize)
            throw new ArgumentOutOfRangeException(parameterName, bytes, "A size must be from 0 to 2^47 - 1 bytes.");
    }

    private void NoteUse(ref Slot slot)
    {
        slot.LastUse = _clock.NowMilliseconds;
        slot.Uses++;
    }

    /// <summary>Made on first use, after the module initializer has said how releases are carried out.</summary>
    private static class SharedHolder
    {
        public static readonly ResourceTracker Instance = new();
    }
}
