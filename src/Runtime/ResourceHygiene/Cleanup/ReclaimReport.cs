using System.Collections.Immutable;
using System.Text;

namespace ResourceHygiene;

/// <summary>One decision of a reclaim and what came of it.</summary>
/// <param name="Verdict">The decision, with the rule and the explanation.</param>
/// <param name="Result">What came of it; for a resource passed over, <see cref="ReleaseStatus.Leased"/> or <see cref="ReleaseStatus.Kept"/> with the reason.</param>
/// <param name="BytesFreed">By how much the tracked bytes at the goal's location fell, including what handlers released on the way.</param>
public readonly record struct ReclaimStep(ReleaseVerdict Verdict, ReleaseResult Result, long BytesFreed)
{
    /// <summary>One line: the explanation, and the outcome where it was not as intended.</summary>
    public override string ToString() =>
        Verdict.Action == ReleaseAction.None || Result.Status is ReleaseStatus.Released or ReleaseStatus.Reduced
            ? Verdict.Explanation
            : $"{Verdict.Explanation} - but {Result.Status.ToString().ToLowerInvariant()}{(Result.Message is null ? "" : ": " + Result.Message)}";
}

/// <summary>What a reclaim did, in order, and why. A copy that no longer changes.</summary>
public sealed class ReclaimReport
{
    internal ReclaimReport(ReclaimGoal goal, ImmutableArray<ReclaimStep> steps, long missing, TimeSpan duration)
    {
        Goal = goal;
        Steps = steps;
        Missing = missing;
        Duration = duration;
        foreach (var step in steps)
            BytesFreed += step.BytesFreed;
    }

    /// <summary>What was asked for.</summary>
    public ReclaimGoal Goal { get; }

    /// <summary>Each decision in order, those to pass over a resource included.</summary>
    public ImmutableArray<ReclaimStep> Steps { get; }

    /// <summary>By how much the tracked bytes at the goal's location fell.</summary>
    public long BytesFreed { get; }

    /// <summary>Bytes still missing; 0 where the goal was reached.</summary>
    public long Missing { get; }

    /// <summary>Whether the goal was reached.</summary>
    public bool IsEnough => Missing == 0;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>A line with the sums, then one for each step.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{ResourceText.Size(BytesFreed)} freed on {Goal.Location}");
        if (!IsEnough)
            text.Append($", {ResourceText.Size(Missing)} missing");
        foreach (var step in Steps)
            text.Append('\n').Append(step);
        return text.ToString();
    }
}
