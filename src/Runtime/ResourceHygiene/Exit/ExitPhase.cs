namespace ResourceHygiene;

/// <summary>How far an <see cref="ExitCleanup"/> has come. It only ever goes forward.</summary>
public enum ExitPhase
{
    /// <summary>The program runs.</summary>
    Running,

    /// <summary><see cref="ExitCleanup.Stopping"/> was cancelled; work is being waited for.</summary>
    Stopping,

    /// <summary>Tracked resources are being released.</summary>
    Releasing,

    /// <summary>What is still in the journal of leftovers is being undone.</summary>
    Leftovers,

    /// <summary>The clean-up is over.</summary>
    Done,
}
