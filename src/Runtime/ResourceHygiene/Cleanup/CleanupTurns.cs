namespace ResourceHygiene;

/// <summary>
/// Lets clean-ups have their turn one after another, except those inside a clean-up: they would wait for themselves, so
/// they never wait, also not for a clean-up of another object that may be waiting for theirs.
/// </summary>
#pragma warning disable CA1001 // The gate has nothing to dispose of: its wait handle is never asked for.
internal sealed class CleanupTurns
#pragma warning restore CA1001
{
    private static readonly AsyncLocal<Turn?> s_current = new();

    private readonly SemaphoreSlim _gate = new(1, 1);

    public static bool IsInside
    {
        get
        {
            for (var turn = s_current.Value; turn is not null; turn = turn.Outer)
            {
                if (turn.IsRunning)
                    return true;
            }
            return false;
        }
    }

    /// <summary>Begins a turn on this thread and in what it starts.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before its turn came.</exception>
    public Turn Enter(CancellationToken cancellationToken)
    {
        if (!IsInside)
        {
            _gate.Wait(cancellationToken);
            return new Turn(this, holdsGate: true);
        }
        return new Turn(this, holdsGate: _gate.Wait(TimeSpan.Zero, CancellationToken.None));
    }

    /// <summary>The same without blocking. To be followed by <see cref="Turn.Flow"/> in the method that awaited it.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        if (IsInside)
            return new Turn(this, holdsGate: _gate.Wait(TimeSpan.Zero, CancellationToken.None));

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(this, holdsGate: true);
    }

    internal sealed class Turn(CleanupTurns turns, bool holdsGate)
    {
        private int _hasEnded;

        public Turn? Outer { get; } = s_current.Value;

        public bool IsRunning => Volatile.Read(ref _hasEnded) == 0;

        /// <summary>What runs from here on, and what it starts, is inside the turn.</summary>
        public void Flow() => s_current.Value = this;

        /// <summary>Ends the turn. May be called from any thread, and again.</summary>
        public void End()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0 && holdsGate)
                turns._gate.Release();
        }

        /// <summary>Ends the turn in the method that called <see cref="Flow"/>.</summary>
        public void EndHere()
        {
            End();
            s_current.Value = Outer;
        }
    }
}
