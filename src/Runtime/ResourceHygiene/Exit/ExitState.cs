namespace ResourceHygiene;

/// <summary>
/// Where the end of the process stands, in one word that is only changed by compare-and-swap: the phase, and the exit code
/// once a signal has decided it. Who moves it from <see cref="ExitPhase.Running"/> cleans up.
/// </summary>
internal struct ExitState
{
    private const int PhaseBits = 8;
    private const int PhaseMask = (1 << PhaseBits) - 1;

    private int _word;

    public readonly ExitPhase Phase => (ExitPhase)(Volatile.Read(in _word) & PhaseMask);

    /// <summary>Not 0 once a signal was seen: then nothing else decides how the process ends.</summary>
    public readonly int ExitCode => Volatile.Read(in _word) >> PhaseBits;

    public bool TryBegin() => TryChange(static word => (word & PhaseMask) == (int)ExitPhase.Running, (int)ExitPhase.Stopping);

    public void Enter(ExitPhase phase) => TryChange(static _ => true, (int)phase);

    /// <summary>A signal decides the exit code. Only the first may.</summary>
    public void Decide(int exitCode) => Interlocked.Or(ref _word, exitCode << PhaseBits);

    private bool TryChange(Func<int, bool> isExpected, int phase)
    {
        var seen = Volatile.Read(in _word);
        while (isExpected(seen))
        {
            var found = Interlocked.CompareExchange(ref _word, (seen & ~PhaseMask) | phase, seen);
            if (found == seen)
                return true;
            seen = found;
        }
        return false;
    }
}
