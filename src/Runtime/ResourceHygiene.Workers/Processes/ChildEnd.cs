using System.Globalization;

namespace ResourceHygiene.Workers.Processes;

/// <summary>How a process ended: by itself with a code, or by a signal; then the code is 128 and the signal's number.</summary>
internal readonly record struct ExitStatus(int Code, int? Signal)
{
    private const int Kill = 9;

    /// <summary>Whether the system may have ended it as memory ran out: it says so in no other way.</summary>
    public bool MayBeForMemory => Signal == Kill;

    /// <summary>The signals of Unix that messages name. Those whose numbers differ between systems are left out.</summary>
    private string? SignalName => Signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        Kill => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        _ => null,
    };

    /// <summary>As messages say it: <c>exit code 3</c>, <c>signal 9 (SIGKILL)</c>.</summary>
    public override string ToString() => Signal is { } signal
        ? string.Create(CultureInfo.InvariantCulture, $"signal {signal}{(SignalName is { } name ? $" ({name})" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"exit code {Code}");
}

/// <summary>What is known when nothing of a child's tree is left.</summary>
/// <param name="Status">How the child itself ended.</param>
/// <param name="UserTime">Processor time of its own code.</param>
/// <param name="SystemTime">Processor time of the system for it.</param>
/// <param name="PeakBytes">Its largest memory; <see langword="null"/> where the system does not tell it from that of this process.</param>
/// <param name="Survivors">What is left of its tree all the same.</param>
internal readonly record struct ChildEnd(ExitStatus Status, TimeSpan UserTime, TimeSpan SystemTime, long? PeakBytes, Survivors Survivors)
{
    /// <summary>How the child was ended by a signal that nobody here sent, for messages; without a point.</summary>
    public string Killing => Status.MayBeForMemory
        ? $"was ended by {Status}{(PeakBytes is { } peak ? $" after it had held {ResourceText.Size(peak)} at most" : "")}; "
            + "where nobody sent it, the memory of the machine or of the container ran out"
        : $"was ended by {Status}";
}

/// <summary>Who could not be ended: those that the system does not let go of, as with a dead network drive, and those of another user.</summary>
/// <param name="Known">How many are known to be there.</param>
/// <param name="AreMorePossible">Whether there may be others, whom nobody could look for or tell from strangers at that moment.</param>
internal readonly record struct Survivors(int Known, bool AreMorePossible)
{
    /// <summary>Whether it is known that nothing is left.</summary>
    public bool AreNone => Known == 0 && !AreMorePossible;
}
