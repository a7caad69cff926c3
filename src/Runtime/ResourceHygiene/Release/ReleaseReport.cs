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
        var why = Result.Exception is null || Result.Status == ReleaseStatus.Overrun || Result.Message == Result.Exception.Message
            ? Result.Message
            : $"{Result.Message} ({Result.Exception.GetType().Name})";
        return why is null ? $"{Resource.Title}: {Text(Result)}" : $"{Resource.Title}: {Text(Result)}: {why}";
    }

    internal static string Text(in ReleaseResult result) => result.Status switch
    {
        ReleaseStatus.Released => $"released, {ResourceText.Size(result.BytesFreed)} freed",
        ReleaseStatus.AlreadyReleased => "released already",
        ReleaseStatus.NotTracked => "not tracked",
        _ => result.Status.ToString().ToLowerInvariant(),
    };
}

/// <summary>What became of a batch of releases. A copy that no longer changes.</summary>
public sealed class ReleaseReport
{
    private readonly ResourceInfo[] _resources;
    private readonly ReleaseResult[] _results;
    private readonly int _done;
    private readonly HashSet<int>? _again;
    private ImmutableArray<ReleaseStep> _steps;

    internal ReleaseReport(ReleaseReason reason)
        : this(reason, [], [], 0, null, [], TimeSpan.Zero)
    {
    }

    /// <summary>Belongs to the batch no longer: nothing changes any more. Steps are put together when somebody asks for them.</summary>
    internal ReleaseReport(
        ReleaseReason reason,
        ResourceInfo[] resources,
        ReleaseResult[] results,
        int done,
        HashSet<int>? again,
        ImmutableArray<ResourceInfo> notReached,
        TimeSpan duration,
        ImmutableArray<ReleaseStep> cleaners = default)
    {
        Cleaners = cleaners.IsDefault ? [] : cleaners;
        (_resources, _results, _done, _again) = (resources, results, done, again);
        Reason = reason;
        NotReached = notReached;
        Duration = duration;
        IsComplete = notReached.IsEmpty;
        for (var turn = 0; turn < done; turn++)
        {
            if (again?.Contains(turn) == true)
                continue;

            ref readonly var result = ref results[turn];
            IsComplete &= result.Status is ReleaseStatus.Released or ReleaseStatus.AlreadyReleased;
            Released += result.Status == ReleaseStatus.Released ? 1 : 0;
            Failed += result.Status is ReleaseStatus.Failed or ReleaseStatus.Overrun ? 1 : 0;
            Overrun += result.Status == ReleaseStatus.Overrun ? 1 : 0;
            BytesFreed += result.BytesFreed;
        }
        foreach (var step in Cleaners)
        {
            IsComplete &= step.Result.Exception is null;
            Failed += step.Result.Exception is not null ? 1 : 0;
            Overrun += step.Result.Status == ReleaseStatus.Overrun ? 1 : 0;
            BytesFreed += step.Result.BytesFreed;
        }
    }

    /// <summary>Why the batch ran.</summary>
    public ReleaseReason Reason { get; }

    /// <summary>Each resource that had its turn, in the order in which they had it: dependents before what they need.</summary>
    public ImmutableArray<ReleaseStep> Steps
    {
        get
        {
            if (_steps.IsDefault)
            {
                var steps = ImmutableArray.CreateBuilder<ReleaseStep>(_done);
                for (var turn = 0; turn < _done; turn++)
                {
                    if (_again?.Contains(turn) != true)
                        steps.Add(new(_resources[turn], _results[turn]));
                }
                ImmutableInterlocked.InterlockedInitialize(ref _steps, steps.DrainToImmutable());
            }
            return _steps;
        }
    }

    /// <summary>
    /// Registered clean-up work that ran after the resources, each under its name and with type <c>cleaner</c>; what had no turn
    /// because the time was over counts as overrun. Empty where there is none.
    /// </summary>
    public ImmutableArray<ReleaseStep> Cleaners { get; }

    /// <summary>Resources that had no turn because the time was over.</summary>
    public ImmutableArray<ResourceInfo> NotReached { get; }

    /// <summary>Whether all are gone and no handler failed. Otherwise <see cref="Failures"/>, <see cref="Steps"/> and <see cref="NotReached"/> say what is left, and why.</summary>
    public bool IsComplete { get; }

    /// <summary>The steps in which user code threw or overran its time, whatever became of the resource.</summary>
    public ImmutableArray<ReleaseStep> Failures => [.. Steps.Concat(Cleaners).Where(static step => step.Result.Exception is not null)];

    /// <summary>How many resources this batch released.</summary>
    public int Released { get; }

    /// <summary>How many handlers threw or were still running at the end of their time.</summary>
    public int Failed { get; }

    /// <summary>How many of those were still running at the end of their time and were left behind.</summary>
    public int Overrun { get; }

    /// <summary>Bytes freed, all locations together.</summary>
    public long BytesFreed { get; }

    /// <summary>How long the batch took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>A line with the counts, then one for each resource that was not simply released.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Released} released, {ResourceText.Size(BytesFreed)} freed, {Failed} failed, {NotReached.Length} not reached");
        foreach (var step in Steps.Concat(Cleaners))
        {
            if (step.Result is not { Status: ReleaseStatus.Released, Exception: null })
                text.Append('\n').Append(step);
        }
        foreach (var resource in NotReached)
            text.Append('\n').Append(resource.Title).Append(": not reached, the time was over");
        return text.ToString();
    }
}
