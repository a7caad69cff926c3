namespace ResourceHygiene.Workers;

/// <summary>
/// What is to be run: a program and its arguments, never a line for a shell, and the terms on which it runs. Immutable; <c>with</c>
/// makes a variant. Safe to use from any thread, and more than once where its input can be read more than once.
/// </summary>
public sealed record CommandRequest
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly IReadOnlyDictionary<string, string?> _environment = EmptyEnvironment.Instance;
    private readonly TimeSpan? _timeout;
    private readonly TimeSpan _gracePeriod = TimeSpan.FromSeconds(2);

    /// <summary>Creates a request.</summary>
    /// <param name="program">
    /// A name, which is looked up in the <c>PATH</c> that the command will have, or a path; a relative one counts from the current
    /// directory of this process.
    /// </param>
    /// <param name="arguments">The arguments, each of which reaches the program as it is: nothing is split, expanded or quoted.</param>
    /// <exception cref="ArgumentException">A text is empty that must not be, or contains a zero character.</exception>
    public CommandRequest(string program, params string[] arguments)
        : this(program, (IReadOnlyList<string>)(arguments?.ToArray() ?? throw new ArgumentNullException(nameof(arguments))))
    {
    }

    /// <inheritdoc cref="CommandRequest(string, string[])"/>
    public CommandRequest(string program, IEnumerable<string> arguments)
        : this(program, (IReadOnlyList<string>)(arguments?.ToArray() ?? throw new ArgumentNullException(nameof(arguments))))
    {
    }

    private CommandRequest(string program, IReadOnlyList<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        CommandText.ThrowIfNotPassable(program, nameof(program));
        foreach (var argument in arguments)
            CommandText.ThrowIfNotPassable(argument, nameof(arguments));
        Program = program;
        Arguments = arguments;
    }

    /// <summary>The name or path of the program.</summary>
    public string Program { get; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Where it runs; <see langword="null"/>, the default, for the current directory of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// Variables that it has beyond those that it inherits, or instead of them; one whose value is <see langword="null"/> is taken
    /// away. Copied when it is set.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty, or contains <c>=</c> or a zero character.</exception>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get => _environment;
        init => _environment = CommandText.CopyOfEnvironment(value);
    }

    /// <summary>Whether it starts from the variables of this process (the default) or from none.</summary>
    public bool InheritsEnvironment { get; init; } = true;

    /// <summary>What it reads; by default nothing.</summary>
    public CommandInput Input { get; init; } = CommandInput.None;

    /// <summary>Where its output goes; by default it is captured, up to <see cref="CommandOutput.DefaultLimit"/>.</summary>
    public CommandOutput Output { get; init; } = CommandOutput.Captured;

    /// <summary>Where its error output goes; by default it is captured, up to <see cref="CommandOutput.DefaultLimit"/>.</summary>
    public CommandOutput Error { get; init; } = CommandOutput.Captured;

    /// <summary>
    /// How long it may run, from its start; then its whole process tree is ended and <see cref="CommandFailure.TimedOut"/> results.
    /// <see langword="null"/>, the default, for what the pool says, or without one for no limit; so is <see cref="Timeout.InfiniteTimeSpan"/>
    /// in any case.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or longer than 49 days.</exception>
    public TimeSpan? Timeout
    {
        get => _timeout;
        init
        {
            if (value is { } timeout && timeout != System.Threading.Timeout.InfiniteTimeSpan && (timeout <= TimeSpan.Zero || timeout > s_longest))
                throw new ArgumentOutOfRangeException(nameof(value), timeout, "A command's time limit must be positive and at most 49 days, or infinite.");
            _timeout = value;
        }
    }

    /// <summary>
    /// How long it and its descendants have between being asked to end (SIGTERM) and being ended (SIGKILL); 2 s by default, zero for at
    /// once. Where the platform has no such question, they are ended at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or longer than 49 days.</exception>
    public TimeSpan GracePeriod
    {
        get => _gracePeriod;
        init
        {
            if (value < TimeSpan.Zero || value > s_longest)
                throw new ArgumentOutOfRangeException(nameof(value), value, "A command's grace period must be from 0 to 49 days.");
            _gracePeriod = value;
        }
    }

    /// <summary>Its place in a queue, and how late it is ended when memory must be found: the lowest priority goes first.</summary>
    public ReleasePriority Priority { get; init; }

    /// <summary>
    /// Whether processes that it started and that are still there when it has ended are left alone, as one wants it of a program that
    /// starts a service. By default they are ended: nothing of a command outlives it. Whatever this says, a command that is ended before
    /// its time goes with all its descendants that can still be told to be its own.
    /// </summary>
    public bool KeepDescendants { get; init; }

    /// <summary>The command in short, for messages: <c>'ffmpeg' (-i, in.mp4, …)</c>.</summary>
    public override string ToString() => CommandText.Describe(this);
}
