using System.Collections.Immutable;

namespace ResourceHygiene.Workers;

/// <summary>When commands run in a process of their own.</summary>
public enum WorkerMode
{
    /// <summary>
    /// In a process; where none can be started, in this one: said once (<see cref="IsolatedWorker.ModeChanged"/>), and tried again after
    /// <see cref="WorkerOptions.RetryAfter"/>. For a <see cref="WorkerOptions.RestartWindow"/> after a worker was lost calls fail instead: what ended it
    /// might end this process.
    /// </summary>
    Auto,

    /// <summary>In a process; a call fails where none can be started.</summary>
    Always,

    /// <summary>In this process, as for debugging. Timeouts then give up on a call but cannot end it.</summary>
    Never,
}

/// <summary>How an <see cref="IsolatedWorker"/> starts, watches and replaces its processes. Immutable; the defaults are meant to be kept.</summary>
public sealed record WorkerOptions
{
    /// <summary>
    /// A name, which is looked up in the <c>PATH</c> that the worker will have, or a path; a relative one counts from the current directory of
    /// this process. <see langword="null"/> for this program once more, whose Main then begins with <see cref="WorkerHost.TryRun"/>.
    /// </summary>
    public string? Program { get; init; }

    /// <summary>Arguments of the program, as a list: nothing is parsed or quoted.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Changes to the environment that the worker inherits; <see langword="null"/> removes a variable.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The worker's working directory; that of this process where <see langword="null"/>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>When commands run in a process of their own.</summary>
    public WorkerMode Mode { get; init; } = WorkerMode.Auto;

    /// <summary>How long a call may take in the worker before the worker is ended; infinite is allowed. 5 seconds.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a process may take from its start until it is ready, rehearsal included. 30 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a worker is asked for a sign of life, and how long it may take to give it; infinite for never. 10 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker that is let go may take to end by itself before it is killed. 2 seconds.</summary>
    public TimeSpan EndGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many workers may fail within <see cref="RestartWindow"/> and be replaced. 3.</summary>
    public int RestartLimit { get; init; } = 3;

    /// <summary>Failures older than this no longer count. 1 minute.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause before the second replacement within the window, doubled for each further one; there is none before the first. 100 ms.</summary>
    public TimeSpan RestartBackOff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>In <see cref="WorkerMode.Auto"/>: how long commands run in this process before workers are tried again. 1 minute.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a second process, started and rehearsed, waits for the next unit. It costs its memory and makes a switch a matter of microseconds.</summary>
    public bool Standby { get; init; } = true;

    /// <summary>Whether a newer call supersedes those of the same command that still wait, where the command does not say. Otherwise first in, first out.</summary>
    public bool LatestWins { get; init; }

    /// <summary>How many calls may wait. 1,024.</summary>
    public int QueueLimit { get; init; } = 1024;

    /// <summary>Largest arguments or result of a call, in bytes of JSON; payloads do not count. 64 MiB.</summary>
    public int FrameLimit { get; init; } = 64 * 1024 * 1024;

    /// <summary>After so many calls a worker is replaced, between two calls; 0 for never. The unit's state in the worker is made anew.</summary>
    public int RecycleAfterCalls { get; init; }

    /// <summary>At this age a worker is replaced, between two calls; infinite for never.</summary>
    public TimeSpan RecycleAfter { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>After its memory has grown by so many bytes since its first call a worker is replaced, between two calls; 0 for never.</summary>
    public long RecycleAfterGrowth { get; init; }

    /// <summary>By which part of itself each limit of recycling is lowered at random, so that many workers are not replaced at once. 0.1.</summary>
    public double RecycleJitter { get; init; } = 0.1;

    /// <summary>
    /// Where payloads lie. Their memory is not cleared in between, so share a pool only among workers that may see each other's data;
    /// <see cref="SegmentPool.Shared"/> where <see langword="null"/>.
    /// </summary>
    public SegmentPool? Segments { get; init; }

    /// <summary>Where workers are tracked, and shed under pressure while idle; <see cref="ResourceTracker.Shared"/> where <see langword="null"/>.</summary>
    public ResourceTracker? Tracker { get; init; }

    /// <summary>How strongly idle workers are kept under pressure; a standby goes first whatever this says.</summary>
    public ReleasePriority Priority { get; init; } = ReleasePriority.Normal;

    /// <summary>The clock of all times above.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        ThrowUnlessPositive(CallTimeout, nameof(CallTimeout));
        ThrowUnlessPositive(StartTimeout, nameof(StartTimeout));
        ThrowUnlessPositive(Heartbeat, nameof(Heartbeat));
        ThrowUnlessPositive(RestartWindow, nameof(RestartWindow));
        ThrowUnlessPositive(RecycleAfter, nameof(RecycleAfter));
        ThrowIfNegative(EndGrace.Ticks, EndGrace, nameof(EndGrace));
        ThrowIfNegative(RestartBackOff.Ticks, RestartBackOff, nameof(RestartBackOff));
        ThrowIfNegative(RetryAfter.Ticks, RetryAfter, nameof(RetryAfter));
        ThrowIfNegative(RestartLimit, RestartLimit, nameof(RestartLimit));
        ThrowIfNegative(QueueLimit, QueueLimit, nameof(QueueLimit));
        ThrowIfNegative(FrameLimit, FrameLimit, nameof(FrameLimit));
        ThrowIfNegative(RecycleAfterCalls, RecycleAfterCalls, nameof(RecycleAfterCalls));
        ThrowIfNegative(RecycleAfterGrowth, RecycleAfterGrowth, nameof(RecycleAfterGrowth));
        if (RecycleJitter is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(RecycleJitter), RecycleJitter, $"{nameof(RecycleJitter)} must be from 0 to 1.");
        ThrowIfNotPassable(Program, nameof(Program));
        foreach (var argument in Arguments.IsDefault ? [] : Arguments)
            ThrowIfNotPassable(argument ?? throw new ArgumentNullException(nameof(Arguments)), nameof(Arguments));
        foreach (var (name, value) in Environment)
        {
            ThrowIfNotPassable(name, nameof(Environment));
            ThrowIfNotPassable(value, nameof(Environment));
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
                throw new ArgumentException($"{nameof(Environment)} has a variable '{name}'; a name must not be empty nor have an equals sign in it.", nameof(Environment));
        }
    }

    /// <summary>A program's texts end with a zero: what follows it would be lost without a word.</summary>
    private static void ThrowIfNotPassable(string? text, string name)
    {
        if (text?.Contains('\0', StringComparison.Ordinal) == true)
            throw new ArgumentException($"{name} has a text with a zero character in it, which no program can be given: '{text.Replace('\0', '?')}'.", name);
    }

    private static void ThrowUnlessPositive(TimeSpan value, string name)
    {
        // What the system's timers can measure: 49 days.
        if (value != Timeout.InfiniteTimeSpan && (value <= TimeSpan.Zero || value.TotalMilliseconds > uint.MaxValue - 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be more than zero and no more than 49 days, or infinite.");
    }

    private static void ThrowIfNegative(long number, object value, string name)
    {
        if (number < 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");
    }
}
