using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Tells the signal that asks for the end from one that means "at once". Linked into the hosting package, so that a process
/// reads signals alike with and without a host. May be asked from any thread.
/// </summary>
/// <remarks>
/// Not every second signal is impatience. A closing terminal sends SIGHUP twice, and a service manager SIGHUP after SIGTERM;
/// <c>timeout</c> and other wrappers signal the process and then its whole group; Ctrl+C reaches the group as well as whoever
/// forwards it. People and supervisors who lose patience take longer than <see cref="Apart"/>.
/// </remarks>
internal sealed class EndSignals
{
    public static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);

    private long _first;

    /// <summary>What a signal means that has just come.</summary>
    public SignalMeaning Take(PosixSignal signal)
    {
        // Real time, as people's patience is. Never 0, which stands for none.
        var now = TimeProvider.System.GetTimestamp() | 1;
        var first = Interlocked.CompareExchange(ref _first, now, 0);
        if (first == 0)
            return SignalMeaning.End;

        return signal != PosixSignal.SIGHUP && TimeProvider.System.GetElapsedTime(first, now) >= Apart ? SignalMeaning.EndNow : SignalMeaning.Echo;
    }

    /// <summary>128 + the signal's number.</summary>
    public static int ExitCodeOf(PosixSignal signal) => 128 + signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a signal that is observed."),
    };
}

/// <summary>What a signal means.</summary>
internal enum SignalMeaning
{
    /// <summary>The first: clean up and end.</summary>
    End,

    /// <summary>The same request once more: nothing changes.</summary>
    Echo,

    /// <summary>Somebody does not want to wait any longer.</summary>
    EndNow,
}
