using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>How <see cref="ExitCleanup"/> behaves.</summary>
public sealed class ExitCleanupOptions
{
    internal static readonly ImmutableArray<PosixSignal> EverySignal =
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>How long the clean-up may take. Default: 5 s, half of what container runtimes grant.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long each release may take, within the budget: one that takes longer is left behind, and the next has its turn.
    /// Default: 1 s. <see cref="Timeout.InfiniteTimeSpan"/> lets one that hangs use up the budget.
    /// </summary>
    public TimeSpan HandlerSlice { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take after an unhandled exception; nothing is persisted then. Default: 1 s.</summary>
    public TimeSpan EmergencyBudget { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The signals to observe, of SIGINT, SIGTERM, SIGHUP and SIGQUIT. Default: all four. A host that handles signals itself
    /// leaves out those it handles, and calls <see cref="ExitCleanup.Run()"/> when it has stopped.
    /// </summary>
    public ImmutableArray<PosixSignal> Signals { get; init; } = EverySignal;

    /// <summary>
    /// Whose leftovers are undone last. Default: those of <see cref="LeftoverJournal.Shared"/> where that is in use and the
    /// cleaner is <see cref="ResourceCleaner.Shared"/>, else none.
    /// </summary>
    public LeftoverJournal? Journal { get; init; }

    /// <summary>
    /// Whether to undo, in the background, what earlier processes of this user were killed over: see <see cref="Sweeper"/>. Only
    /// with <see cref="ResourceCleaner.Shared"/>, and once a process. Default: <see langword="true"/>.
    /// </summary>
    public bool SweepAtStart { get; init; } = true;

    /// <summary>
    /// Called once with the report, within a handler's slice, on a thread of the clean-up. What it throws goes to
    /// <see cref="System.Diagnostics.Trace"/>.
    /// </summary>
    public Action<ReleaseReport>? Completed { get; init; }

    internal void Validate()
    {
        ThrowIfNotABudget(Budget, nameof(Budget));
        ThrowIfNotABudget(EmergencyBudget, nameof(EmergencyBudget));
        ThrowIfNotABudget(HandlerSlice, nameof(HandlerSlice));
        if (HandlerSlice == TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(HandlerSlice), HandlerSlice, $"{nameof(ExitCleanupOptions)}.{nameof(HandlerSlice)} must be longer than 0, or infinite.");
        foreach (var signal in Signals.IsDefault ? [] : Signals)
        {
            if (!EverySignal.Contains(signal))
                throw new ArgumentOutOfRangeException(nameof(Signals), signal, $"{nameof(ExitCleanupOptions)}.{nameof(Signals)} may name SIGINT, SIGTERM, SIGHUP and SIGQUIT.");
        }
    }

    private static void ThrowIfNotABudget(TimeSpan budget, string property)
    {
        if (budget != Timeout.InfiniteTimeSpan && (budget < TimeSpan.Zero || budget.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(property, budget, $"{nameof(ExitCleanupOptions)}.{property} must be from 0 to 24 days, or infinite.");
    }
}
