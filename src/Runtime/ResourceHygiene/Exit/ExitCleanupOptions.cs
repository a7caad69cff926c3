namespace ResourceHygiene;

/// <summary>How <see cref="ExitCleanup"/> behaves.</summary>
public sealed class ExitCleanupOptions
{
    /// <summary>How long the clean-up may take. Default: 5 s, half of what container runtimes grant.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take after an unhandled exception; nothing is persisted then. Default: 1 s.</summary>
    public TimeSpan EmergencyBudget { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Called once with the report, on the thread that cleaned up. What it throws goes to <see cref="System.Diagnostics.Trace"/>.</summary>
    public Action<ReleaseReport>? Completed { get; init; }
}
