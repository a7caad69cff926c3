using System.Collections.Immutable;
using System.Text;

namespace ResourceHygiene;

/// <summary>What became of one leftover.</summary>
public enum LeftoverOutcome
{
    /// <summary>It was there and is gone now.</summary>
    Undone,

    /// <summary>It was gone already.</summary>
    AlreadyGone,

    /// <summary>Something else has its name now, such as a symbolic link or another file: not touched, and forgotten.</summary>
    NotOurs,

    /// <summary>It could not be undone; the journal still names it, and the next sweep tries again.</summary>
    Failed,
}

/// <summary>One leftover and what became of it.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Name">Its path, or the id and start time of a process.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Message">Why it was not undone; <see langword="null"/> where it was.</param>
public readonly record struct LeftoverStep(LeftoverKind Kind, string Name, LeftoverOutcome Outcome, string? Message = null)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Kind} {Name}: {Outcome}{(Message is null ? "" : ": " + Message)}";
}

/// <summary>What a sweep, or the end of a process, did about leftovers. A copy that no longer changes.</summary>
public sealed class LeftoverReport
{
    internal LeftoverReport(int deadOwners, int liveOwners, ImmutableArray<LeftoverStep> steps, ImmutableArray<string> problems, TimeSpan duration)
    {
        DeadOwners = deadOwners;
        LiveOwners = liveOwners;
        Steps = steps;
        Problems = problems;
        Duration = duration;
        foreach (var step in steps)
        {
            Undone += step.Outcome == LeftoverOutcome.Undone ? 1 : 0;
            Failed += step.Outcome == LeftoverOutcome.Failed ? 1 : 0;
        }
    }

    /// <summary>Nothing was there to be done.</summary>
    public static LeftoverReport Empty { get; } = new(0, 0, [], [], TimeSpan.Zero);

    /// <summary>Journals of processes that have ended; 0 where a process undoes its own leftovers.</summary>
    public int DeadOwners { get; }

    /// <summary>Journals of processes that still run, or of which that is not certain. They were not touched.</summary>
    public int LiveOwners { get; }

    /// <summary>Each leftover that was looked at.</summary>
    public ImmutableArray<LeftoverStep> Steps { get; }

    /// <summary>What could not be read, in words: damaged records and journals, directories that cannot be used.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>How many leftovers were there and are gone now.</summary>
    public int Undone { get; }

    /// <summary>How many could not be undone.</summary>
    public int Failed { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>A line with the counts, then one for each leftover that was not simply undone, and one for each problem.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Undone} leftovers undone, {Failed} failed; {DeadOwners} dead owners, {LiveOwners} live");
        foreach (var step in Steps)
        {
            if (step.Outcome is LeftoverOutcome.NotOurs or LeftoverOutcome.Failed)
                text.Append('\n').Append(step);
        }
        foreach (var problem in Problems)
            text.Append('\n').Append(problem);
        return text.ToString();
    }
}
