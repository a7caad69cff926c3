using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ResourceHygiene;

// The ways in which a process ends, as far as it is told.
public sealed partial class ExitCleanup
{
    private AssemblyLoadContext? _unloadable;
    private volatile bool _isProcessExiting;

    private void ObserveRuntime()
    {
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        // A plugin with a copy of this assembly of its own: its end is the end, and these subscriptions would keep it loaded.
        if (AssemblyLoadContext.GetLoadContext(typeof(ExitCleanup).Assembly) is { IsCollectible: true } context)
        {
            _unloadable = context;
            context.Unloading += OnUnloading;
        }
    }

    private void IgnoreRuntime()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        if (_unloadable is { } context)
            context.Unloading -= OnUnloading;
    }

    private ImmutableArray<PosixSignal> ObserveSignals()
    {
        var unobserved = ImmutableArray.CreateBuilder<PosixSignal>();
        foreach (var signal in _options.Signals.IsDefault ? [] : _options.Signals)
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
        var meaning = _endSignals.Take(context.Signal);
        // Keeps its default action, which ends the process.
        if (meaning == SignalMeaning.EndNow)
            return;

        context.Cancel = true;
        if (meaning == SignalMeaning.Echo)
            return;

        var exitCode = EndSignals.ExitCodeOf(context.Signal);
        _state.Decide(exitCode);
        LastResort.Arm(_options.Budget, exitCode);
        // Not here: the next signal could not be delivered. In the foreground: a return from Main must not cut it short.
        var thread = new Thread(() =>
        {
            t_isExiting = true;
            Run();
            // Main has returned already: the end that is under way takes the exit code over.
            if (!_isProcessExiting)
                Environment.Exit(exitCode);
        })
        {
            IsBackground = false,
            Name = "ResourceHygiene exit",
        };
        thread.Start();
    }

    // Must never call Environment.Exit: inside this event that deadlocks.
    private void OnProcessExit(object? sender, EventArgs e)
    {
        _isProcessExiting = true;
        Run();
        // A handler called Environment.Exit, and the runtime asks on its thread: the others still have to have their turn.
        if (IsInside && (_options.Budget != Timeout.InfiniteTimeSpan || _options.HandlerSlice != Timeout.InfiniteTimeSpan))
            AwaitReport();
        // Main returned, or somebody called Environment.Exit, while a signal's clean-up ran.
        if (_state.ExitCode is var exitCode and not 0)
            Environment.ExitCode = exitCode;
    }

    // ProcessExit does not follow an unhandled exception, so this is the last chance.
    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        if (!e.IsTerminating)
            return;

        // Often the work that was told to stop, throwing that it did: it must not cut the signal's clean-up short.
        if (_state.ExitCode != 0)
            Run();
        Run(_options.EmergencyBudget, skipPersist: true);
        // Thrown by what a handler started: it must not cut the clean-up short.
        if (IsInside)
            AwaitReport();
        AwaitExit();
    }

    private void OnUnloading(AssemblyLoadContext context)
    {
        Run();
        IgnoreRuntime();
        foreach (var signal in _signals)
            signal.Dispose();
    }

    /// <summary>After a signal: waits until the process ends, for the budget at most; whether there was one.</summary>
    private bool AwaitExit()
    {
        if (_state.ExitCode == 0)
            return false;

        // The thread that ends the process, and what runs inside the clean-up, would wait for themselves.
        if (!t_isExiting && !IsInside)
        {
            using var never = new ManualResetEventSlim();
            never.Wait(_options.Budget);
        }
        return true;
    }
}
