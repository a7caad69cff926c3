using System.Collections.Immutable;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Which places some instruction or branch still mentions from each block on. What is known about any other place tells
/// no two paths apart, so that a dozen conditions in a row do not make four thousand paths.
/// </summary>
internal sealed class AskedPlaces
{
    private readonly LoweredGraph _graph;
    private readonly ulong[][] _from;

    public AskedPlaces(LoweredGraph graph)
    {
        _graph = graph;
        _from = graph.Graph.Blocks.Select(block => MentionsIn(block.Ordinal)).ToArray();
        Propagate();
    }

    public bool Contains(int block, int place) => (_from[block][place >> 6] & (1ul << place)) != 0;

    private ulong[] MentionsIn(int block)
    {
        var mentioned = new ulong[(_graph.Places.Count + 63) / 64];
        foreach (Instruction instruction in _graph.Code[block])
        {
            Mention(mentioned, instruction.Value.Place);
            Mention(mentioned, instruction.Success);
            if (instruction.Kind == InstructionKind.Acquire)
                Mention(mentioned, instruction.Target);
            MentionFacts(mentioned, instruction.Condition);
            // One more than before says something only if it is known what was before.
            if (instruction.Value.IsGrown)
                Mention(mentioned, instruction.Target);
        }

        MentionFacts(mentioned, _graph.Conditions[block]);
        return mentioned;
    }

    private static void MentionFacts(ulong[] mentioned, Condition? condition)
    {
        if (condition is null)
            return;
        foreach (Fact fact in condition.WhenTrue.Concat(condition.WhenFalse))
        {
            Mention(mentioned, fact.Place);
            if (fact is { Kind: FactKind.SameAs or FactKind.DiffersFrom, Constant: int other })
                Mention(mentioned, other);
        }
    }

    private static void Mention(ulong[] mentioned, int place)
    {
        if (place >= 0)
            mentioned[place >> 6] |= 1ul << place;
    }

    // Backwards along every edge that a path may take, until nothing changes.
    private void Propagate()
    {
        int count = _graph.Graph.Blocks.Length;
        var predecessors = new HashSet<int>[count];
        for (int i = 0; i < count; i++)
            predecessors[i] = new HashSet<int>();
        foreach (BasicBlock block in _graph.Graph.Blocks)
        {
            foreach (int successor in SuccessorsOf(block))
                predecessors[successor].Add(block.Ordinal);
        }

        foreach ((int from, int to) in Resumptions())
            predecessors[to].Add(from);

        var pending = new Stack<int>(Enumerable.Range(0, count));
        while (pending.Count > 0)
        {
            int block = pending.Pop();
            foreach (int predecessor in predecessors[block])
            {
                if (Union(_from[predecessor], _from[block]))
                    pending.Push(predecessor);
            }
        }
    }

    private static bool Union(ulong[] target, ulong[] source)
    {
        bool hasChanged = false;
        for (int i = 0; i < source.Length; i++)
        {
            hasChanged |= (source[i] & ~target[i]) != 0;
            target[i] |= source[i];
        }

        return hasChanged;
    }

    private static IEnumerable<int> SuccessorsOf(BasicBlock block)
    {
        foreach (ControlFlowBranch branch in BranchesOf(block))
            yield return NextOf(branch, 0);
        ControlFlowRegion? region = block.EnclosingRegion;
        while (region is not null && region.Kind is not (ControlFlowRegionKind.Try or ControlFlowRegionKind.FilterAndHandler or ControlFlowRegionKind.Root))
            region = region.EnclosingRegion;
        // The root of a nested function's graph lies in a region of the graph around it.
        if (region?.Kind == ControlFlowRegionKind.Root)
            yield break;
        // What runs in a try may go on in its handlers, what a filter declines in those beside it; from there it may go on
        // outwards as anything does there.
        foreach (ControlFlowRegion handler in region?.EnclosingRegion?.NestedRegions ?? ImmutableArray<ControlFlowRegion>.Empty)
        {
            if (handler.Kind != ControlFlowRegionKind.Try)
                yield return handler.FirstBlockOrdinal;
        }
    }

    // A finally goes on wherever a branch that ran through it was going.
    private IEnumerable<(int From, int To)> Resumptions()
    {
        foreach (ControlFlowBranch branch in _graph.Graph.Blocks.SelectMany(BranchesOf))
        {
            for (int i = 0; i < branch.FinallyRegions.Length; i++)
                yield return (branch.FinallyRegions[i].LastBlockOrdinal, NextOf(branch, i + 1));
        }
    }

    private static int NextOf(ControlFlowBranch branch, int index) =>
        index < branch.FinallyRegions.Length ? branch.FinallyRegions[index].FirstBlockOrdinal : branch.Destination!.Ordinal;

    private static IEnumerable<ControlFlowBranch> BranchesOf(BasicBlock block) =>
        new[] { block.FallThroughSuccessor, block.ConditionalSuccessor }.OfType<ControlFlowBranch>().Where(static branch => branch.Destination is not null);
}
