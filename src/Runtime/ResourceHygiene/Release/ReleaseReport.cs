using System.Collections.Immutable;
using System.Text;

namespace ResourceHygiene;

/// <summary>One resource of a batch and what became of it.</summary>
/// <param name="Resource">The resource as it was before.</param>
/// <param name="Result">What became of it.</param>
public readonly record struct ReleaseStep(ResourceInfo Resource, ReleaseResult Result)
{
    /// <summary>One line: resource, status, and the reason where there is one.</summary>
    public override string ToString()
    {
        var status = Result.Status switch
        {
            ReleaseStatus.Released => $"released, {ResourceText.Size(Result.BytesFreed)} freed",
            ReleaseStatus.AlreadyReleased => "released already",
            ReleaseStatus.NotTracked => "not tracked",
            _ => Result.Status.ToString().ToLowerInvariant(),
        };
        var why = Result.Exception is null || Result.Message == Result.Exception.Message
            ? Result.Message
            : $"{Result.Message} ({Result.Exception.GetType().Name})";
        return why is null ? $"{Resource.Title}: {status}" : $"{Resource.Title}: {status}: {why}";
    }
}

/// <summary>What became of a batch of releases. A copy that no longer changes.</summary>
public sealed class ReleaseReport
{
    internal ReleaseReport(
        ReleaseReason reason, ImmutableArray<ReleaseStep> steps, ImmutableArray<ResourceInfo> notReached, TimeSpan duration)
    {
        Reason = reason;
        Steps = steps;
        NotReached = notReached;
        Duration = duration;
        foreach (var step in steps)
        {
            Released += step.Result.Status == ReleaseStatus.Released ? 1 : 0;
            Failed += step.Result.Status == ReleaseStatus.Failed ? 1 : 0;
            BytesFreed += step.Result.BytesFreed;
        }
    }

    /// <summary>Why the batch ran.</summary>
    public ReleaseReason Reason { get; }

    /// <summary>Each resource that had its turn, in the order in which they had it: dependents before what they need.</summary>
    public ImmutableArray<ReleaseStep> Steps { get; }

    /// <summary>Resources that had no turn because the time was over.</summary>
    public ImmutableArray<ResourceInfo> NotReached { get; }

    /// <summary>How many resources this batch released.</summary>
    public int Released { get; }

    /// <summary>How many handlers threw or were still running at the end of the time.</summary>
    public int Failed { get; }

    /// <summary>Bytes freed, all locations together.</summary>
    public long BytesFreed { get; }

    /// <summary>How long the batch took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>A line with the counts, then one for each resource that was not simply released.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Released} released, {ResourceText.Size(BytesFreed)} freed, {Failed} failed, {NotReached.Length} not reached");
        foreach (var step in Steps)
        {
            if (step.Result.Status != ReleaseStatus.Released)
                text.Append('\n').Append(step);
        }
        foreach (var resource in NotReached)
            text.Append('\n').Append(resource.Title).Append(": not reached, the time was over");
        return text.ToString();
    }
}
