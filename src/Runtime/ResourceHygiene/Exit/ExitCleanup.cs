using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Releases everything tracked, once, whichever way the process ends: disposal (a normal return from Main),
/// ProcessExit, an unhandled exception, SIGINT, SIGTERM, SIGHUP or SIGQUIT. After a signal the process ends with exit
/// code 128 + its number; a second signal ends it at once.
/// </summary>
/// <remarks>
/// Within its budget the clean-up waits for releases that other threads are carrying out, and for leases: a lease that
/// nobody returns costs the whole budget.
/// SIGKILL, FailFast, a stack overflow and a crash in native code end the process without any clean-up.
/// Where the platform cannot observe a signal, the others still work: see <see cref="UnobservedSignals"/>.
/// Every member may be called from any thread.
/// </remarks>
public sealed class ExitCleanup : IDisposable
{
    private static readonly AsyncLocal<bool> s_isCleaningUp = new();

    [ThreadStatic]
    private static bool t_isExiting;

    private readonly ResourceCleaner _cleaner;
    private readonly ExitCleanupOptions _options;
    private readonly TaskCompletionSource<ReleaseReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _isStarted;

    /// <summary>Not 0 once a signal was seen: then nothing else decides how the process ends.</summary>
    private int _exitCode;

    private ExitCleanup(ResourceCleaner cleaner, ExitCleanupOptions options)
    {
        _cleaner = cleaner;
        _options = options;
        UnobservedSignals = ObserveSignals();
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    /// <summary>
    /// Cancelled when the end begins, whichever it is, before anything is released. A program stops its work on it; a
    /// callback registered here may wait until the work has stopped, and holds the clean-up back meanwhile, for at most half
    /// of the budget.
    /// </summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Signals that this platform does not let the process observe; empty on Linux, macOS and Windows.</summary>
    public ImmutableArray<PosixSignal> UnobservedSignals { get; }

    /// <summary>Starts to watch for the end of the process.</summary>
    /// <param name="cleaner">Who releases; <see cref="ResourceCleaner.Shared"/> where <see langword="null"/>.</param>
    /// <param name="options">Budgets and a callback.</param>
    /// <returns>The registration. Dispose it at the end of Main: that cleans up and stops watching.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A budget is negative or longer than 24 days.</exception>
    public static ExitCleanup Install(ResourceCleaner? cleaner = null, ExitCleanupOptions? options = null)
    {
        options ??= new ExitCleanupOptions();
        BoundedThread.ThrowIfNotABudget(options.Budget, nameof(options));
        BoundedThread.ThrowIfNotABudget(options.EmergencyBudget, nameof(options));
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

        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private ReleaseReport Run(TimeSpan budget, bool skipPersist)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
        {
            var comesFromInside = s_isCleaningUp.Value && !_report.Task.IsCompleted;
            return !comesFromInside && _report.Task.Wait(budget) ? _report.Task.Result : NothingDone();
        }

        s_isCleaningUp.Value = true;
        try
        {
            var report = _cleaner.ReleaseAll(ReleaseReason.Exit, Stop(budget), skipPersist, awaitOthers: true);
            Tell(report);
            _report.SetResult(report);
            return report;
        }
        finally
        {
            s_isCleaningUp.Value = false;
            _report.TrySetResult(NothingDone());
        }
    }

    /// <summary>Asks the program to stop; returns what is left of the budget.</summary>
    private TimeSpan Stop(TimeSpan budget)
    {
        var time = _cleaner.Tracker.TimeProvider;
        var start = time.GetTimestamp();
        // Callbacks run on the thread pool: one that hangs is left behind.
        var stopped = _stopping.CancelAsync();
        if (!stopped.IsCompleted)
        {
            var patience = budget == Timeout.InfiniteTimeSpan ? budget : budget / 2;
            Task.WhenAny(stopped, Task.Delay(patience, time)).Wait();
        }
        if (stopped.Exception is { } exception)
            Trace.TraceError($"ResourceHygiene: a callback of {nameof(Stopping)} failed: {exception}");
        if (budget == Timeout.InfiniteTimeSpan)
            return budget;

        var left = budget - time.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>After a signal: waits until the process ends, for the budget at most; whether there was one.</summary>
    private bool AwaitExit()
    {
        if (Volatile.Read(ref _exitCode) == 0)
            return false;

        // The thread that ends the process, and what runs inside the clean-up, would wait for themselves.
        if (!t_isExiting && !s_isCleaningUp.Value)
        {
            using var never = new ManualResetEventSlim();
            never.Wait(_options.Budget);
        }
        return true;
    }

    private static ReleaseReport NothingDone() => new(ReleaseReason.Exit, [], [], TimeSpan.Zero);

    private void Tell(ReleaseReport report)
    {
        try
        {
            _options.Completed?.Invoke(report);
        }
        catch (Exception exception)
        {
            // The process is ending: nobody is left who could be told otherwise.
            Trace.TraceError($"ResourceHygiene: the exit report's callback failed: {exception}");
        }
    }

    private ImmutableArray<PosixSignal> ObserveSignals()
    {
        var unobserved = ImmutableArray.CreateBuilder<PosixSignal>();
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            try
            {
                _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
            }
            catch (PlatformNotSupportedException)
            {
                unobserved.Add(signal);
            }
        }
        return unobserved.DrainToImmutable();
    }

    private void OnSignal(PosixSignalContext context)
    {
        var exitCode = 128 + NumberOf(context.Signal);
        // The second signal keeps its default action, which ends the process at once.
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
            return;

        context.Cancel = true;
        // Not here: the next signal could not be delivered. In the foreground: a return from Main must not cut it short.
        var thread = new Thread(() =>
        {
            t_isExiting = true;
            Run();
            Environment.Exit(exitCode);
        })
        {
            IsBackground = false,
            Name = "ResourceHygiene exit",
        };
        thread.Start();
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a signal that is observed."),
    };

    // Must never call Environment.Exit: inside this event that deadlocks.
    private void OnProcessExit(object? sender, EventArgs e)
    {
        Run();
        // Main returned, or somebody called Environment.Exit, while a signal's clean-up ran.
        if (Volatile.Read(ref _exitCode) is var exitCode and not 0)
            Environment.ExitCode = exitCode;
    }

    // ProcessExit does not follow an unhandled exception, so this is the last chance.
    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        if (!e.IsTerminating)
            return;

        // Often the work that was told to stop, throwing that it did: it must not cut the signal's clean-up short.
        if (Volatile.Read(ref _exitCode) != 0)
        {
            Run();
            AwaitExit();
        }
        Run(_options.EmergencyBudget, skipPersist: true);
    }
}
