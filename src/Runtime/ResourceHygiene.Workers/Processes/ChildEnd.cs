namespace ResourceHygiene.Workers.Processes;

/// <summary>How a process ended: by itself with a code, or by a signal; then the code is 128 and the signal's number.</summary>
internal readonly record struct ExitStatus(int Code, int? Signal)
{
    /// <summary>The signals of Unix that messages name.</summary>
    public string? SignalName => Signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        _ => null,
    };
}

/// <summary>What is known when nothing of a child's tree is left.</summary>
/// <param name="Status">How the child itself ended.</param>
/// <param name="UserTime">Processor time of its own code.</param>
/// <param name="SystemTime">Processor time of the system for it.</param>
/// <param name="PeakBytes">Its largest memory; <see langword="null"/> where the system does not tell it from that of this process.</param>
/// <param name="Survivors">What is left of its tree all the same.</param>
internal readonly record struct ChildEnd(ExitStatus Status, TimeSpan UserTime, TimeSpan SystemTime, long? PeakBytes, Survivors Survivors);

/// <summary>Who could not be ended: those that the system does not let go of, as with a dead network drive, and those of another user.</summary>
/// <param name="Known">How many are known to be there.</param>
/// <param name="AreMorePossible">Whether there may be others, whom nobody could look for or tell from strangers at that moment.</param>
internal readonly record struct Survivors(int Known, bool AreMorePossible)
{
    /// <summary>Whether it is known that nothing is left.</summary>
    public bool AreNone => Known == 0 && !AreMorePossible;
}
