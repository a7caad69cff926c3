using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Lets resources go: one or many, wholly (<see cref="Release(ResourceHandle, ReleaseReason, WhenLeased, CancellationToken)"/>)
/// or in part (<see cref="Trim"/>, <see cref="Offload"/>). Keeps the count, whoever asked.
/// </summary>
/// <remarks>
/// Every member may be called from any thread, also from inside a handler. Handlers run outside every lock, on the calling
/// thread unless <see cref="Options"/> gives them a deadline; what they throw is recorded and never stops the next.
/// </remarks>
public sealed partial class Reaper
{
    private ReaperOptions _options;

    /// <summary>Makes a reaper. Several for one tracker share its statistics.</summary>
    /// <param name="tracker">The tracker whose resources it lets go.</param>
    /// <param name="options">Deadlines; <see cref="ReaperOptions.Default"/> where <see langword="null"/>.</param>
    public Reaper(ResourceTracker tracker, ReaperOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        Tracker = tracker;
        _options = options ?? ReaperOptions.Default;
    }

    /// <summary>The reaper of <see cref="ResourceTracker.Shared"/>.</summary>
    public static Reaper Shared { get; } = new(ResourceTracker.Shared);

    /// <summary>The tracker whose resources it lets go.</summary>
    public ResourceTracker Tracker { get; }

    /// <summary>How handlers are treated. Setting it concerns releases that begin afterwards.</summary>
    public ReaperOptions Options
    {
        get => Volatile.Read(ref _options);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Volatile.Write(ref _options, value);
        }
    }

    /// <summary>What has been let go from the tracker so far, including deferred releases and those by owners.</summary>
    public ReaperStatistics Statistics
    {
        get
        {
            var (failures, recent) = Tracker.Failures.Read();
            return new(
                Tracker.Accounts.Types.ToImmutableDictionary(static account => account.Type, static account => account.Counts(), StringComparer.Ordinal),
                Tracker.Accounts.Types.ToImmutableDictionary(
                    static account => account.Type, static account => new DurationHistogram(account.Durations()), StringComparer.Ordinal),
                failures,
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
        CancellationToken deadline = default)
    {
        var terms = new ReleaseTerms { Reason = reason, WhenLeased = whenLeased, Deadline = deadline };
        if ((!Options.HasDeadlines && !DeviceCaches.AnyRegistered) || !Tracker.TryGetInfo(handle, out var info))
            return Tracker.Release(handle, terms);

        using var round = DeviceRound.Begin(Tracker);
        var result = Watch(
            info, reason, (token, isWatched) => Tracker.Release(handle, isWatched ? terms with { HandlerTime = token } : terms), deadline);
        DeviceRound.Note(Tracker, info, result);
        return result;
    }

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
        var batch = Prepare(handles, reason, whenLeased, deadline);
        batch.Run();
        return batch.Close();
    }

    /// <summary>
    /// Releases several resources as <see cref="Release(IEnumerable{ResourceHandle}, ReleaseReason, WhenLeased, CancellationToken)"/>
    /// does, on a thread of its own, so that the caller need not wait for handlers that block.
    /// </summary>
    /// <param name="handles">The registrations; those no longer tracked are passed over. Read before the method returns.</param>
    /// <param name="reason">Why.</param>
    /// <param name="whenLeased">What to do with leased resources.</param>
    /// <param name="deadline">When cancelled, the handler that is running is told and the rest is reported as not reached.</param>
    /// <returns>What became of each. The task never fails for what handlers throw, and is not cancelled: the report says what was not reached.</returns>
    public Task<ReleaseReport> ReleaseAsync(
        IEnumerable<ResourceHandle> handles,
        ReleaseReason reason = ReleaseReason.Requested,
        WhenLeased whenLeased = WhenLeased.Refuse,
        CancellationToken deadline = default)
    {
        ArgumentNullException.ThrowIfNull(handles);
        var batch = Prepare(handles, reason, whenLeased, deadline);
        return Task.Factory.StartNew(
            () =>
            {
                batch.Run();
                return batch.Close();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }

    private ReleaseBatch Prepare(IEnumerable<ResourceHandle> handles, ReleaseReason reason, WhenLeased whenLeased, CancellationToken deadline)
    {
        var resources = ImmutableArray.CreateBuilder<ResourceInfo>(handles.TryGetNonEnumeratedCount(out var count) ? count : 0);
        foreach (var handle in handles)
        {
            if (Tracker.TryGetInfo(handle, out var info))
                resources.Add(info);
        }

        var batch = new ReleaseBatch(Tracker, new ReleaseTerms { Reason = reason, WhenLeased = whenLeased, Deadline = deadline }, Options);
        batch.Add(resources.DrainToImmutable());
        return batch;
    }

    /// <summary>Runs one handler: here, or on a watched thread where its type has a deadline.</summary>
    private ReleaseResult Watch(
        ResourceInfo resource, ReleaseReason reason, Func<CancellationToken, bool, ReleaseResult> work, CancellationToken deadline)
    {
        var options = Options;
        var limit = options.DeadlineOf(resource.Type);
        if (limit == Timeout.InfiniteTimeSpan)
            return work(deadline, false);

        var devices = DeviceRound.Current;
        ReleaseResult result = default;
        void RunWatched(HandlerThread thread)
        {
            devices?.Enter();
            thread.Begin(limit, Tracker.TimeProvider.GetTimestamp());
            var outcome = work(thread.Token, true);
            if (thread.TryEnd())
                result = outcome;
            else
                DeviceRound.Note(Tracker, resource, outcome);
        }

        if (HandlerThread.Run(RunWatched, Tracker.TimeProvider, options.Grace, deadline))
            return result;

        var overrun = HandlerThread.Overrun(resource, limit);
        Tracker.RecordAttempt(resource, reason, overrun);
        return overrun;
    }
}
