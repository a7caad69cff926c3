using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;

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
    private const int SampleSize = 64;

    private static int s_trackers = -1;
    private static int s_handlersVersion;

    private readonly SlotTable _slots;
    private readonly TrackerAccounts _accounts = new();
    private readonly DeferredReleases _deferred = new();
    private readonly FailureLog _failures = new();
    private readonly LeakLog _leaks = new();
    private readonly TrackerClock _clock;
    private readonly IReleaseExecutor _executor;
    private Subscribers<LeakRecord> _leakSubscribers;
    private Subscribers<ReleaseRecord> _releaseSubscribers;
    private volatile int _leakDetection = (int)LeakDetectionLevel.All;
    private volatile bool _capturesStackTraces;

    /// <summary>Makes an empty tracker, apart from <see cref="Shared"/>.</summary>
    /// <param name="timeProvider">The clock for idle times and durations; the system's where <see langword="null"/>.</param>
    public ResourceTracker(TimeProvider? timeProvider = null)
    {
        _clock = new TrackerClock(timeProvider ?? TimeProvider.System);
        _executor = CreateExecutor(_clock.Provider);

        // Trackers start at different generations, so that a handle of one is a stranger to the others.
        var ordinal = (uint)Interlocked.Increment(ref s_trackers);
        _slots = new SlotTable(1 + (ulong)(ordinal * 2654435769u));
        FinalizationWatch.Start();
    }

    /// <summary>The process-wide tracker, which generated code uses.</summary>
    public static ResourceTracker Shared => SharedHolder.Instance;

    /// <summary>
    /// Raised when a leak is noticed, on the thread that called <see cref="Snapshot"/>, <see cref="CollectLeaks"/> or a
    /// release; never on the finalizer thread. What a subscriber throws is recorded as a failure, and the others are called all the same.
    /// </summary>
    public event Action<LeakRecord>? LeakDetected
    {
        add => _leakSubscribers.Add(value);
        remove => _leakSubscribers.Remove(value);
    }

    /// <summary>
    /// Raised after a release reached user code or was found impossible, on the releasing thread and outside every lock;
    /// also for deferred releases, which have no caller to return a result to. What a subscriber throws is recorded as a failure,
    /// and the others are called all the same.
    /// </summary>
    public event Action<ReleaseRecord>? ReleaseCompleted
    {
        add => _releaseSubscribers.Add(value);
        remove => _releaseSubscribers.Remove(value);
    }

    /// <summary>
    /// Raised when user code threw: a handler, a save, a trim, an offload, a subscriber of another event; on the thread on which
    /// it threw and outside every lock. What a subscriber throws is counted as one more failure and raises nothing.
    /// </summary>
    public event Action<ReleaseFailure>? FailureRecorded
    {
        add => _failures.Recorded += value;
        remove => _failures.Recorded -= value;
    }

    /// <summary>Raised with <see cref="ReleaseCompleted"/>, whatever its subscribers do. Subscribers never throw.</summary>
    internal event Action? ReleaseSettled;

    /// <summary>Handlers were added: what ran nothing so far may now run one of them.</summary>
    internal static void NoteNewHandler() => Interlocked.Increment(ref s_handlersVersion);

    /// <summary>How releases are carried out. Set by the layer above before any tracker exists.</summary>
    internal static Func<TimeProvider, IReleaseExecutor> CreateExecutor { get; set; } =
        static _ => throw new InvalidOperationException("The runtime's module initializer has not run.");

    internal TimeProvider TimeProvider => _clock.Provider;

    internal FailureLog Failures => _failures;

    internal TrackerAccounts Accounts => _accounts;

    /// <summary>
    /// Which resources are reported as leaks when the garbage collector takes them unreleased; all by default. Concerns
    /// those that are registered from now on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public LeakDetectionLevel LeakDetection
    {
        get => (LeakDetectionLevel)_leakDetection;
        set => _leakDetection = value is >= LeakDetectionLevel.Off and <= LeakDetectionLevel.All
            ? (int)value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "LeakDetection must be Off, Sampled or All.");
    }

    /// <summary>
    /// Whether resources that would be reported as leaks keep the stack of their registration, for
    /// <see cref="LeakRecord.StackTrace"/>. Takes microseconds and kilobytes a registration: for a hunt, together with
    /// <see cref="LeakDetectionLevel.Sampled"/>. Off by default, as <see cref="LeakRecord.Site"/> costs nothing.
    /// </summary>
    public bool CapturesStackTraces
    {
        get => _capturesStackTraces;
        set => _capturesStackTraces = value;
    }

    /// <summary>Sums over everything that this tracker has seen.</summary>
    public TrackerTotals Totals => _accounts.Sums();

    /// <summary>What this tracker has done since it was made, with its peaks.</summary>
    public TrackerStatistics Statistics => _accounts.Peaks.Read();

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

    /// <summary>
    /// Begins to count what happens on all threads from now on, with peaks of its own, until the scope is disposed. Allocates
    /// nothing once as many scopes were open before, and costs registrations nothing.
    /// </summary>
    /// <returns>The scope, for a <see langword="using"/> declaration.</returns>
    public StatisticsScope BeginStatistics() => new(_accounts.Peaks);

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
        if (registration.Retention.Ticks < 0)
            throw new ArgumentOutOfRangeException(nameof(registration), registration.Retention, "The retention must not be negative.");

        var bytes = registration.Bytes;
        if (bytes == 0 && resource is ISizedResource sized)
            bytes = sized.SizeInBytes;
        ThrowIfNotASize(bytes, nameof(registration));

        var share = _accounts.Shares.Mine();
        var index = registration.DependsOn.IsDefaultOrEmpty ? share.Rent(_slots) : RentForDependent(share, registration);
        ref var slot = ref _slots.Find(index);
        var generation = slot.ReadState().Generation;
        // What already stands there is left alone: a reference that is stored costs more than one that is compared.
        if (!slot.Target.TryGetTarget(out var former) || !ReferenceEquals(former, resource))
            slot.Target.SetTarget(resource);
        var account = _accounts.Of(registration.Type, slot.Account);
        if (!ReferenceEquals(slot.Account, account))
            slot.Account = account;
        if (!ReferenceEquals(slot.Name, registration.Name))
            slot.Name = registration.Name;
        if (!slot.Site.IsSame(registration.Site))
            slot.Site = registration.Site;
        if (!registration.DependsOn.IsDefaultOrEmpty)
            slot.DependsOn = registration.DependsOn;
        slot.Footprint = Slot.PackFootprint(bytes, registration.Location);
        slot.Priority = registration.Priority;
        slot.Retention = registration.Retention;
        slot.Dependents = generation << ResourceHandle.IndexBits;
        slot.LastUse = _clock.NowMilliseconds;
        slot.Uses = 0;
        slot.IsWatched = (_leakDetection == (int)LeakDetectionLevel.All && !_capturesStackTraces) || Watch(ref slot, share);

        _accounts.Begin(share, account, bytes, registration.Location);
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

    /// <summary>Corrects size and location of a resource that its user has moved, such as weights that went back to a device.</summary>
    /// <param name="handle">The registration.</param>
    /// <param name="bytes">The new size, in bytes.</param>
    /// <param name="location">Where the bytes lie now.</param>
    /// <returns>Whether the resource is still tracked; if not, nothing changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or 2^47 or more.</exception>
    public bool SetBytes(ResourceHandle handle, long bytes, ResourceLocation location)
    {
        ThrowIfNotASize(bytes, nameof(bytes));
        return ChangeFootprint(handle, bytes, location);
    }

    /// <summary>
    /// Pins a resource: it is not released until the lease is returned. Counts as a use.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="lease">The lease, to be disposed; the default value where the method returns <see langword="false"/>.</param>
    /// <returns><see langword="false"/> once a release has begun or waits for other leases, and where the handle is stale.</returns>
    /// <exception cref="InvalidOperationException">262,143 leases of the resource are held: they are not being returned.</exception>
    public bool TryLease(ResourceHandle handle, [Owned] out Lease lease)
    {
        var resource = Pin(handle, onlyIfUnleased: false);
        lease = resource is null ? default : new Lease(this, handle, resource);
        return resource is not null;
    }

    /// <summary>
    /// Notices resources that the garbage collector took unreleased, and returns those noticed since the last call; the 4,096 newest
    /// at most. A resource may be released by its own finalizer: as long as finalizers are waiting to be run, those
    /// just collected are left for a later call.
    /// </summary>
    public IReadOnlyList<LeakRecord> CollectLeaks()
    {
        for (var index = 0; index < _slots.Used; index++)
        {
            if (_slots.Has(index))
                CollectIfDead(index);
        }
        return _leaks.Take();
    }

    internal bool IsLive(ResourceHandle handle)
    {
        ref var slot = ref _slots.Find(handle.Index);
        return !Unsafe.IsNullRef(ref slot) && slot.ReadState().Names(handle);
    }

    /// <summary>Changes size and, where given, location, together with all totals.</summary>
    internal bool ChangeFootprint(ResourceHandle handle, long bytes, ResourceLocation? location)
    {
        ref var slot = ref _slots.Find(handle.Index);
        if (Unsafe.IsNullRef(ref slot))
            return false;

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

    /// <summary>Binds first: the entry must not exist before what it needs is held.</summary>
    private int RentForDependent(ThreadShare share, in ResourceRegistration registration)
    {
        BindToDependencies(registration);
        try
        {
            return share.Rent(_slots);
        }
        catch
        {
            Unbind(registration.DependsOn);
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThrowIfNotASize(long bytes, string parameterName)
    {
        if ((ulong)bytes > LargestSize)
            ThrowNotASize(bytes, parameterName);

        static void ThrowNotASize(long bytes, string parameterName) =>
            throw new ArgumentOutOfRangeException(parameterName, bytes, "A size must be from 0 to 2^47 - 1 bytes.");
    }

    /// <summary>Whether a registration is reported if it leaks, where that is not simply yes; keeps its stack on request.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Watch(ref Slot slot, ThreadShare share)
    {
        var level = (LeakDetectionLevel)_leakDetection;
        var isWatched = level == LeakDetectionLevel.All || (level == LeakDetectionLevel.Sampled && share.IsNth(SampleSize));
        if (_capturesStackTraces && isWatched)
            slot.Trace = new StackTrace(skipFrames: 2, fNeedFileInfo: true);
        return isWatched;
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
