using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Follows what a parameter holds when its method is entered, to the end of every path on which the call returns.</summary>
internal sealed class ParameterWalk : PathWalk
{
    private bool _isReleased;
    private bool _isUnclear;
    private bool _isKept;
    private bool _isLeft;

    public ParameterWalk(LoweredGraph graph, ITypeSymbol type)
        : base(graph, type, usesFacts: true)
    {
    }

    /// <summary>Every path releases it.</summary>
    public bool ReleasesAlways => _isReleased && !_isLeft;

    /// <summary>No path releases it.</summary>
    public bool ReleasesNever => !_isReleased && !_isUnclear;

    /// <summary>No path releases it, stores it, hands it on or returns it.</summary>
    public bool OnlyUses => ReleasesNever && !_isKept;

    public override PathState? Forget(PathState state, int[] places, PathNode node, Decision reason) =>
        Drop(state, new AnyOf(places));

    public override void AtExit(PathState state, PathNode node) => _isLeft = true;

    // Then the call does not return.
    public override void AtThrow(PathState state, PathNode node, Decision reason)
    {
    }

    protected override bool Acquires(PathState state, Instruction instruction) => false;

    // Nothing was passed, so nothing is to be released.
    protected override PathState? AssumeNull(PathState state, Fact fact) => null;

    protected override PathState? Apply(PathState state, Instruction instruction, PathNode node)
    {
        Value value = instruction.Value;
        switch (instruction.Kind)
        {
            case InstructionKind.Acquire:
                return Assign(state, instruction.Target, Value.Unknown);
            case InstructionKind.Assign or InstructionKind.Decide:
                return Assign(state, instruction.Target, value);
            case InstructionKind.Store:
                _isKept |= state.IsHeldBy(value);
                return Assign(state, instruction.Target, value);
            case InstructionKind.Release when state.Aliases.Contains(value.Place) && !instruction.IsMild:
                _isReleased = true;
                return null;
            // What may be opened again, or is released by something that may keep it, may be anything afterwards.
            case InstructionKind.Release or InstructionKind.HandOver or InstructionKind.Escape when state.IsHeldBy(value):
                _isUnclear = true;
                return state;
            case InstructionKind.Return when state.IsHeldBy(value):
                _isKept = true;
                return state;
            case InstructionKind.Hold when state.IsHeldBy(value):
                return state with { Holders = state.Holders.With(instruction.Target) };
            case InstructionKind.EndStatement:
                return Drop(state, new TemporariesOf(Places, instruction));
            case InstructionKind.Invalidate:
                return UnlearnFields(state);
            default:
                return state;
        }
    }

    private PathState Assign(PathState state, int target, Value value)
    {
        if (target < 0)
            return state;
        return Learn(state, target, value).Moved(target, value);
    }

    private static PathState Drop<TFilter>(PathState state, TFilter gone)
        where TFilter : struct, IPlaceFilter => Unlearn(state, gone).Without(gone);
}
