using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Releases everything tracked, once, whichever way the process ends: disposal (a normal return from Main),
/// ProcessExit, an unhandled exception, SIGINT, SIGTERM, SIGHUP or SIGQUIT; in a collectible load context also its unloading.
/// After a signal the process ends with exit code 128 + its number. Another SIGINT, SIGTERM or SIGQUIT ends it at once, unless it
/// comes within half a second of the first: wrappers and terminals send signals twice. A further SIGHUP is ignored.
/// </summary>
/// <remarks>
/// Within its budget the clean-up waits for releases that other threads are carrying out, and for leases: a lease that
/// nobody returns costs the whole budget. A handler that hangs costs its slice. After a signal the process ends one second
/// after the budget at the latest, even where exit handlers of others hang.
/// SIGKILL, FailFast, a stack overflow and a crash in native code end the process without any clean-up; what they leave of
/// the journalled leftovers is undone at the next start (<see cref="LeftoverJournal"/>, <see cref="Sweeper"/>).
/// Where the platform cannot observe a signal, the others still work: see <see cref="UnobservedSignals"/>.
/// Every member may be called from any thread.
/// </remarks>
public sealed partial class ExitCleanup : IDisposable
{
    private static readonly AsyncLocal<bool> s_isCleaningUp = new();

    [ThreadStatic]
    private static bool t_isExiting;

    private readonly ResourceCleaner _cleaner;
    private readonly ExitCleanupOptions _options;
    private readonly TaskCompletionSource<ReleaseReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly EndSignals _endSignals = new();
    private ExitState _state;

    private ExitCleanup(ResourceCleaner cleaner, ExitCleanupOptions options)
    {
        _cleaner = cleaner;
        _options = options;
        Swept = cleaner == ResourceCleaner.Shared && options.SweepAtStart ? Sweeper.RunOnce() : Task.FromResult(LeftoverReport.Empty);
        UnobservedSignals = ObserveSignals();
        ObserveRuntime();
    }

    /// <summary>
    /// Cancelled when the end begins, whichever it is, before anything is released. A program stops its work on it; a
    /// callback registered here may wait until the work has stopped, and holds the clean-up back meanwhile, for at most half
    /// of the budget.
    /// </summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>How far the clean-up has come.</summary>
    public ExitPhase Phase => _state.Phase;

    /// <summary>What was still in the journal at the end; <see langword="null"/> before, and where there is no journal.</summary>
    public LeftoverReport? Leftovers { get; private set; }

    /// <summary>
    /// What the sweep at the start undid of earlier processes; completes on a background thread, and with an empty report at
    /// once where there was none. Never fails.
    /// </summary>
    public Task<LeftoverReport> Swept { get; }

    /// <summary>Signals that this platform does not let the process observe; empty on Linux, macOS and Windows.</summary>
    public ImmutableArray<PosixSignal> UnobservedSignals { get; }

    /// <summary>Starts to watch for the end of the process.</summary>
    /// <param name="cleaner">Who releases; <see cref="ResourceCleaner.Shared"/> where <see langword="null"/>.</param>
    /// <param name="options">Budgets, signals, journal and a callback.</param>
    /// <returns>The registration. Dispose it at the end of Main: that cleans up and stops watching.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A budget is negative or longer than 24 days, or a signal is not one of the four.</exception>
    public static ExitCleanup Install(ResourceCleaner? cleaner = null, ExitCleanupOptions? options = null)
    {
        options ??= new ExitCleanupOptions();
        options.Validate();
        return new(cleaner ?? ResourceCleaner.Shared, options);
    }

    /// <summary>
    /// Cleans up now, as at exit. Only the first call does; the others wait for it, as long as its budget lasts, and get
    /// the same report. Called from inside the clean-up, it returns an empty report at once.
    /// </summary>
    public ReleaseReport Run() => Run(_options.Budget, skipPersist: false);

    /// <summary>
    /// Cleans up unless that has been done, and stops watching. Once a signal was seen the process is ending with that
    /// signal's exit code: then this waits for the end, for the budget at most, so that Main cannot return another.
    /// </summary>
    public void Dispose()
    {
        Run();
        if (AwaitExit())
            return;

        IgnoreRuntime();
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private ReleaseReport Run(TimeSpan budget, bool skipPersist)
    {
        if (!_state.TryBegin())
            return IsInside ? NothingDone() : AwaitReport();

        s_isCleaningUp.Value = true;
        try
        {
            var remaining = new RemainingTime(_cleaner.Tracker.TimeProvider, budget);
            Stop(remaining);
            _state.Enter(ExitPhase.Releasing);
            var report = _cleaner.ReleaseAll(ReleaseReason.Exit, remaining.Now, skipPersist, awaitOthers: true, _options.HandlerSlice);
            _state.Enter(ExitPhase.Leftovers);
            UndoLeftovers(remaining);
            Tell(report);
            _report.TrySetResult(report);
            return report;
        }
        finally
        {
            _state.Enter(ExitPhase.Done);
            s_isCleaningUp.Value = false;
            _report.TrySetResult(NothingDone());
        }
    }

    /// <summary>Whether a handler of the clean-up that is under way asks, or what it started.</summary>
    private bool IsInside => s_isCleaningUp.Value && !_report.Task.IsCompleted;

    /// <summary>What the caller who cleans up reports; the clean-up has a budget of its own.</summary>
    private ReleaseReport AwaitReport() => _report.Task.Wait(_options.Budget) ? _report.Task.Result : NothingDone();

    private static ReleaseReport NothingDone() => new(ReleaseReason.Exit);

    /// <summary>Asks the program to stop, and waits for half of the time at most.</summary>
    private void Stop(RemainingTime remaining) =>
        RunBounded(_stopping.Cancel, $"a callback of {nameof(Stopping)}", remaining.Half);

    private void UndoLeftovers(RemainingTime remaining)
    {
        var journal = _options.Journal ?? (_cleaner == ResourceCleaner.Shared ? LeftoverJournal.SharedIfUsed : null);
        if (journal is not null)
            RunBounded(() => Leftovers = UndoAndClose(journal), "undoing leftovers", remaining.Now);
    }

    private static LeftoverReport UndoAndClose(LeftoverJournal journal)
    {
        var report = journal.UndoAll();
        journal.Dispose();
        return report;
    }

    private void Tell(ReleaseReport report)
    {
        if (_options.Completed is { } completed)
            RunBounded(() => completed(report), "the exit report's callback", _options.HandlerSlice);
    }

    /// <summary>User code of the clean-up's own: recorded when it throws, left behind when it hangs.</summary>
    private void RunBounded(Action action, string what, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource();
        BoundedThread.Run(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    // The process is ending: nobody is left who could be told otherwise.
                    Trace.TraceError($"ResourceHygiene: {what} failed: {exception}");
                }
            },
            patience,
            deadline,
            _cleaner.Tracker.TimeProvider);
    }

    /// <summary>What is left of a budget.</summary>
    private readonly struct RemainingTime(TimeProvider time, TimeSpan budget)
    {
        private readonly long _start = time.GetTimestamp();

        public TimeSpan Now
        {
            get
            {
                if (budget == Timeout.InfiniteTimeSpan)
                    return budget;

                var left = budget - time.GetElapsedTime(_start);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }

        public TimeSpan Half => budget == Timeout.InfiniteTimeSpan ? budget : Now / 2;
    }
}
