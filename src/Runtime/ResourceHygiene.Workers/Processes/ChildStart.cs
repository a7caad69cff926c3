namespace ResourceHygiene.Workers.Processes;

/// <summary>What a child process is to be. Nothing is looked up: the program is a path, and the directory is there.</summary>
internal sealed class ChildStart
{
    /// <summary>The path of the program.</summary>
    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary><see langword="null"/> for that of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables beyond the inherited ones; <see langword="null"/> as a value takes one away.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    public bool InheritsEnvironment { get; init; } = true;

    /// <summary>
    /// Whether it gets the descriptors that this process has open without close-on-exec, as programs expect it of their commands (a make with
    /// its jobs, a shell's &lt;(...)). Not where it lives for long: it would keep locks and pipes that it knows nothing of. Linux only.
    /// </summary>
    public bool InheritsDescriptors { get; init; } = true;

    public ChildStream Input { get; init; }

    public ChildStream Output { get; init; }

    public ChildStream Error { get; init; }

    /// <summary>Whether descendants that are left when the child has ended by itself are left alone.</summary>
    public bool KeepDescendants { get; init; }

    /// <summary>How long descendants that are left when the child has ended by itself may take to end when they are asked to.</summary>
    public TimeSpan DescendantGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock of grace periods.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What one of a child's three streams is.</summary>
internal enum ChildStream
{
    /// <summary>The null device.</summary>
    Null,

    /// <summary>A pipe whose other end is this process's.</summary>
    Pipe,

    /// <summary>What this process has itself.</summary>
    Inherit,

    /// <summary>Of the error output only: what the output is.</summary>
    Join,
}
