using System.Collections.Immutable;

namespace ResourceHygiene;

// Clean-ups by level, with the cleaners that a program registers.
public sealed partial class ResourceCleaner
{
    private readonly CleanerRegistry _registry = new();
    private Subscribers<CleanupReport> _completed;

    /// <summary>
    /// Raised after each clean-up by level and each emergency, on the thread that ran it, outside the clean-up's turn. What a
    /// subscriber throws is recorded in <see cref="ReaperStatistics.RecentFailures"/>.
    /// </summary>
    public event Action<CleanupReport>? Completed
    {
        add => _completed.Add(value);
        remove => _completed.Remove(value);
    }

    internal CleanupTurns Turns { get; } = new();

    /// <summary>The registered cleaners, in the order in which they run.</summary>
    public ImmutableArray<Cleaner> Cleaners
    {
        get
        {
            AdoptDeclared();
            return _registry.Ordered;
        }
    }

    /// <summary>
    /// Registers clean-up work of your own: it then takes part in <see cref="Clean"/>, <see cref="Emergency"/> and
    /// <see cref="ReleaseAll(ReleaseReason, TimeSpan)"/>. All of the cleaners given, or none.
    /// </summary>
    /// <param name="cleaners">One or several; those given together may come after each other.</param>
    /// <returns>The registration; disposing it takes the cleaners out again, from the next clean-up on.</returns>
    /// <exception cref="ArgumentException">
    /// A name is missing or taken, a cleaner has no work, comes after one that is not registered or has a higher level, or they
    /// come after each other in a circle. The message names them.
    /// </exception>
    [return: Owned]
    public IDisposable Register(params Cleaner[] cleaners)
    {
        ArgumentNullException.ThrowIfNull(cleaners);
        AdoptDeclared();
        return _registry.Add([.. cleaners]);
    }

    private void AdoptDeclared()
    {
        if (!DeclaredCleaners.Any || this != Shared)
            return;
        foreach (var (cleaner, why) in _registry.AdoptDeclared())
            Tracker.Failures.Add(new(ResourceHandle.None, "cleaner", cleaner.Name, ReleaseReason.Requested, why));
    }

    /// <summary>
    /// Cleans up as deep as asked: all levels from <see cref="CleanupLevel.Low"/> to the one given, each with its tracked
    /// resources first and then its registered cleaners. One clean-up runs at a time; another waits for its turn, unless it
    /// comes from inside a clean-up. Never throws what handlers and cleaners throw: that is in the report.
    /// </summary>
    /// <param name="level">How deep.</param>
    /// <param name="budget">
    /// How long it may take, waiting included. It then runs on a thread of its own, so that what hangs is left behind at the
    /// end of the time. <see langword="null"/>, the default, runs it here, without limit.
    /// </param>
    /// <param name="cancellationToken">Ends it before the next thing; the rest is reported as not reached. Nothing is thrown.</param>
    /// <returns>What became of each thing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level, or the budget is negative or longer than 24 days.</exception>
    public CleanupReport Clean(CleanupLevel level, TimeSpan? budget = null, CancellationToken cancellationToken = default)
    {
        var limit = ThrowIfImpossible(level, budget);
        using var activity = CleanupActivity.OfClean(level);
        // Not disposed: what is left behind may still look at it.
        var deadline = new CancellationTokenSource();
        using var link = cancellationToken.UnsafeRegister(static state => Deadlines.End((CancellationTokenSource)state!), deadline);
        var session = new CleanupSession(this, level, deadline.Token);
        if (limit == Timeout.InfiniteTimeSpan)
            session.Run();
        else
            BoundedThread.Run(session.Run, limit, deadline, Tracker.TimeProvider);
        return Tell(CleanupActivity.Note(activity, session.Close()));
    }

    /// <summary>
    /// The same without blocking a thread for cleaners that are asynchronous. Resources are released on the thread that is
    /// there, in their handlers' own time.
    /// </summary>
    /// <inheritdoc cref="Clean"/>
    public async Task<CleanupReport> CleanAsync(CleanupLevel level, TimeSpan? budget = null, CancellationToken cancellationToken = default)
    {
        var limit = ThrowIfImpossible(level, budget);
        using var activity = CleanupActivity.OfClean(level);
        // Not disposed: what is left behind may still look at it.
        var deadline = new CancellationTokenSource();
        using var link = cancellationToken.UnsafeRegister(static state => Deadlines.End((CancellationTokenSource)state!), deadline);
        var session = new CleanupSession(this, level, deadline.Token);
        if (limit == Timeout.InfiniteTimeSpan)
            await session.RunAsync().ConfigureAwait(false);
        else
            await BoundedThread.RunAsync(session.RunAsync, limit, deadline, Tracker.TimeProvider).ConfigureAwait(false);
        return Tell(CleanupActivity.Note(activity, session.Close()));
    }

    /// <summary>Cleans up again and again, for the first time after one period, until the result is disposed.</summary>
    /// <param name="period">The time from one run's beginning to the next.</param>
    /// <param name="level">How deep. Default: what nobody misses.</param>
    /// <param name="budget">How long each run may take, as in <see cref="Clean"/>.</param>
    /// <returns>The series; dispose it to end it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is not positive or longer than 24 days, or the others are not possible for <see cref="Clean"/>.</exception>
    [return: Owned]
    public PeriodicCleanup CleanEvery(TimeSpan period, CleanupLevel level = CleanupLevel.Low, TimeSpan? budget = null)
    {
        if (period <= TimeSpan.Zero || period.TotalMilliseconds > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period must be above 0 and at most 24 days.");
        ThrowIfImpossible(level, budget);
        return new PeriodicCleanup(this, period, level, budget);
    }

    private static TimeSpan ThrowIfImpossible(CleanupLevel level, TimeSpan? budget)
    {
        if (!Enum.IsDefined(level))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A clean-up goes from Low to Critical.");
        var limit = budget ?? Timeout.InfiniteTimeSpan;
        BoundedThread.ThrowIfNotABudget(limit, nameof(budget));
        return limit;
    }

    private CleanupReport Tell(CleanupReport report)
    {
        // Filled in only where somebody throws.
        var failure = new ReleaseFailure(ResourceHandle.None, "cleaner", nameof(Completed), ReleaseReason.Requested, null!);
        _completed.Raise(report, Tracker.Failures, failure);
        return report;
    }
}
