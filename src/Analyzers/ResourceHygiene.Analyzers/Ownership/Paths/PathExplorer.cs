using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Walks one resource along all paths of a lowered graph. Paths that agree on the resource and on the facts are one
/// path. A block that too many different paths reach forgets the facts, and a graph that takes too many steps is given up.
/// </summary>
/// <remarks>
/// A finally that many returns run through is walked once, not once for each of them: what is left to do afterwards depends
/// only on where they go. And a path is left where nothing that comes can matter to the resource any more.
/// </remarks>
internal sealed class PathExplorer
{
    // From analysis.md, "Stage 3": what keeps correlated branches of real methods apart without ever being felt.
    private const int MaxPathsPerBlock = 64;

    private static readonly int[] s_entry = { 0 };

    private readonly LoweredGraph _graph;
    private readonly PathWalk _walk;
    private readonly Dictionary<(int Block, Continuation? Continuation, PathState State), PathNode> _nodes = new();
    private readonly int[]? _pathsOfBlock;
    private readonly Queue<PathNode> _pending = new();
    private readonly InferenceSession _session;
    private readonly bool _joinsFacts;

    private PathExplorer(LoweredGraph graph, PathWalk walk, InferenceSession session, bool joinsFacts)
    {
        _graph = graph;
        _walk = walk;
        _session = session;
        _joinsFacts = joinsFacts;
        _pathsOfBlock = walk.UsesFacts ? new int[graph.Graph.Blocks.Length] : null;
    }

    /// <summary>Reports everything that happens on the way to <paramref name="walk"/>; false when the budget did not suffice.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="walk">What to look for.</param>
    /// <param name="start">The state at the entry.</param>
    /// <param name="session">Whose time it is.</param>
    /// <param name="from">The blocks to begin in, in the state at the entry; null for the entry.</param>
    /// <param name="joinsFacts">
    /// Whether paths that meet with the same resource go on as one that knows what both know: few steps however many
    /// conditions there are, but some of the paths are impossible.
    /// </param>
    public static bool Run(LoweredGraph graph, PathWalk walk, PathState start, InferenceSession session, IReadOnlyCollection<int>? from = null, bool joinsFacts = false)
    {
        var explorer = new PathExplorer(graph, walk, session, joinsFacts);
        foreach (int block in from ?? s_entry)
            explorer.Enter(graph.Graph.Blocks[block], continuation: null, start, parent: null, default);
        return explorer.Run();
    }

    private bool Run()
    {
        int steps = 0;
        while (_pending.Count > 0)
        {
            if (++steps > _graph.Budget)
                return false;
            _session.CountStep();
            Explore(_pending.Dequeue());
        }

        return true;
    }

    private void Explore(PathNode node)
    {
        BasicBlock block = _graph.Graph.Blocks[node.Block];
        var states = new List<PathState> { node.State };
        var next = new List<PathState>();
        foreach (Instruction instruction in _graph.Code[node.Block])
        {
            next.Clear();
            foreach (PathState state in states)
            {
                switch (instruction.Kind)
                {
                    case InstructionKind.MayThrow when state.Thrower is not null && IsInHandler(block):
                        // Nobody plans for cleaning up to fail after something else has failed.
                        next.Add(state);
                        break;
                    case InstructionKind.MayThrow when (!_walk.MindsThrow(state) && !_graph.IsInTry(block)) || !_graph.Throws(instruction):
                        next.Add(state);
                        break;
                    case InstructionKind.MayThrow:
                        Unwind(block.EnclosingRegion, node.Continuation, _walk.Throwing(state, instruction), node, new Decision(null, false, instruction.Operation));
                        next.Add(state);
                        break;
                    case InstructionKind.Throw:
                        Unwind(block.EnclosingRegion, node.Continuation, state, node, default);
                        break;
                    case InstructionKind.Terminate:
                        node.Discharge();
                        break;
                    default:
                        _walk.Step(state, instruction, node, next);
                        break;
                }
            }

            (states, next) = (next, states);
            if (states.Count == 0)
                return;
        }

        if (block.Kind == BasicBlockKind.Exit)
        {
            foreach (PathState state in states)
                _walk.AtExit(state, node);
            return;
        }

        foreach (PathState state in states)
            Leave(block, state, node);
    }

    private static bool IsInHandler(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Finally or ControlFlowRegionKind.Catch)
                return true;
        }

        return false;
    }

    private void Leave(BasicBlock block, PathState state, PathNode node)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || _graph.Conditions[block.Ordinal] is not { } condition)
        {
            Follow(block.FallThroughSuccessor, block, state, node, default);
            return;
        }

        bool jumpsWhenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        if (AfterBranch(state, condition.WhenTrue, condition.End, node) is { } whenTrue)
            Follow(jumpsWhenTrue ? block.ConditionalSuccessor : block.FallThroughSuccessor, block, whenTrue, node, new Decision(block.BranchValue, true, null));
        if (AfterBranch(state, condition.WhenFalse, condition.End, node) is { } whenFalse)
            Follow(jumpsWhenTrue ? block.FallThroughSuccessor : block.ConditionalSuccessor, block, whenFalse, node, new Decision(block.BranchValue, false, null));
    }

    private PathState? AfterBranch(PathState state, Fact[] facts, Instruction? end, PathNode node)
    {
        PathState? assumed = _walk.Assume(state, facts);
        if (assumed is null || end is null)
            return assumed;
        var after = new List<PathState>(1);
        _walk.Step(assumed, end, node, after);
        return after.Count > 0 ? after[0] : null;
    }

    private void Follow(ControlFlowBranch? branch, BasicBlock block, PathState state, PathNode node, Decision reason)
    {
        switch (branch?.Semantics)
        {
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                FollowFrom(0, branch, node.Continuation, state, node, reason);
                break;
            // A switch expression that no arm matches throws; its author says that this does not happen.
            case ControlFlowBranchSemantics.Throw when IsMadeByCompiler(block.BranchValue):
                break;
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                Unwind(block.EnclosingRegion, node.Continuation, state, node, reason);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                Resume(block.EnclosingRegion, node.Continuation, state, node, reason);
                break;
            default:
                break;
        }
    }

    private static bool IsMadeByCompiler(IOperation? thrown)
    {
        while (thrown is IConversionOperation conversion)
            thrown = conversion.Operand;
        return thrown is IObjectCreationOperation { IsImplicit: true };
    }

    // The finally regions on the way run first, the innermost before the others, each after what lies inside its try is left.
    private void FollowFrom(int index, ControlFlowBranch branch, Continuation? outer, PathState state, PathNode node, Decision reason)
    {
        PathState? current = state;
        for (int i = LeftBefore(index - 1, branch); i < LeftBefore(index, branch) && current is not null; i++)
        {
            if (_graph.PlacesOf(branch.LeavingRegions[i]) is { Length: > 0 } places)
                current = _walk.Forget(current, places, node, reason);
        }

        if (current is null || branch.Destination is not { } destination)
            return;
        if (index == branch.FinallyRegions.Length)
        {
            Enter(destination, outer, current, node, reason);
            return;
        }

        ControlFlowRegion region = branch.FinallyRegions[index];
        (ControlFlowBranch way, int next) = _graph.WayOut(branch, index);
        Enter(_graph.Graph.Blocks[region.FirstBlockOrdinal], Continuation.OfBranch(outer, way, next + 1), current, node, reason);
    }

    // How many of the regions that a branch leaves are left when one of its finally regions is entered.
    private static int LeftBefore(int index, ControlFlowBranch branch) =>
        index < 0 ? 0
        : index >= branch.FinallyRegions.Length ? branch.LeavingRegions.Length
        : Math.Max(0, branch.LeavingRegions.IndexOf(branch.FinallyRegions[index].EnclosingRegion!));

    // The end of a finally region goes on where it was entered from; the end of a filter that declined goes on to the
    // handlers after it.
    private void Resume(ControlFlowRegion region, Continuation? continuation, PathState state, PathNode node, Decision reason)
    {
        ControlFlowRegion? current = region;
        while (current is not null && current.Kind is not (ControlFlowRegionKind.Finally or ControlFlowRegionKind.Filter))
            current = current.EnclosingRegion;
        if (current?.Kind == ControlFlowRegionKind.Finally && continuation is not null)
        {
            if (continuation.Branch is { } branch)
                FollowFrom(continuation.Next, branch, continuation.Outer, state, node, reason);
            else
                Unwind(continuation.Unwinding!.EnclosingRegion, continuation.Outer, state, node, reason);
        }
        else if (current?.EnclosingRegion is { EnclosingRegion: { } statement } declined
            && !EnterHandlers(statement, statement.NestedRegions.IndexOf(declined) + 1, continuation, state, node, reason))
        {
            Unwind(statement.EnclosingRegion, continuation, state, node, reason);
        }
    }

    /// <summary>Hands an exception from a region outwards: to every handler that may catch it, through every finally on its way.</summary>
    private void Unwind(ControlFlowRegion? region, Continuation? continuation, PathState state, PathNode node, Decision reason)
    {
        // The root of a nested function's graph lies in a region of the graph around it.
        for (ControlFlowRegion? current = region; current is not null && current.Kind != ControlFlowRegionKind.Root; current = current.EnclosingRegion)
        {
            ControlFlowRegion? statement = current.EnclosingRegion;
            switch (current.Kind)
            {
                case ControlFlowRegionKind.Finally:
                    continuation = continuation?.Outer;
                    break;
                case ControlFlowRegionKind.Try when statement?.Kind == ControlFlowRegionKind.TryAndFinally:
                    ControlFlowRegion @finally = statement.NestedRegions.First(static nested => nested.Kind == ControlFlowRegionKind.Finally);
                    Enter(_graph.Graph.Blocks[@finally.FirstBlockOrdinal], Continuation.OfException(continuation, statement), state, node, reason);
                    return;
                case ControlFlowRegionKind.Try when statement?.Kind == ControlFlowRegionKind.TryAndCatch:
                    if (EnterHandlers(statement, 0, continuation, state, node, reason))
                        return;
                    break;
                default:
                    break;
            }
        }

        _walk.AtThrow(state, node, reason);
    }

    // True when nothing passes them; what the filter of a handler declines goes on from the end of the filter.
    private bool EnterHandlers(ControlFlowRegion statement, int first, Continuation? continuation, PathState state, PathNode node, Decision reason)
    {
        foreach (ControlFlowRegion handler in statement.NestedRegions.Skip(first))
        {
            if (handler.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler))
                continue;
            Enter(_graph.Graph.Blocks[handler.FirstBlockOrdinal], continuation, state, node, reason);
            if (handler.ExceptionType is null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace.Name: "System" })
                return true;
        }

        return false;
    }

    private void Enter(BasicBlock block, Continuation? continuation, PathState state, PathNode? parent, Decision reason)
    {
        if (_walk.IsOver(block.Ordinal, state))
            return;
        if (state.Facts.Count > 0)
            state = state.WithFacts(state.Facts.Without(new NotAskedFrom(_graph.Asked, block.Ordinal)));
        if (_pathsOfBlock is not null && _pathsOfBlock[block.Ordinal] >= MaxPathsPerBlock && state.Facts.Count > 0)
        {
            state = state.WithFacts(Facts.None);
            _walk.IsImprecise = true;
        }

        var key = (block.Ordinal, continuation, _joinsFacts ? state.WithFacts(Facts.None) : state);
        if (!_nodes.TryGetValue(key, out PathNode? node))
        {
            node = new PathNode(block.Ordinal, continuation, state) { Parent = parent, Reason = reason };
            _nodes.Add(key, node);
            if (_pathsOfBlock is not null)
                _pathsOfBlock[block.Ordinal]++;
            _pending.Enqueue(node);
        }
        else if (_joinsFacts && node.State.Facts.Common(state.Facts) is { } common && !common.Equals(node.State.Facts))
        {
            node.State = node.State with { Facts = common };
            _pending.Enqueue(node);
        }

        if (parent is not null)
        {
            node.Predecessors.Add(parent);
            if (node.CanDischarge)
                parent.Discharge();
        }
    }
}
