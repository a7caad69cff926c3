using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>How a path lost a resource that it owned.</summary>
internal enum LossKind
{
    /// <summary>The last variable that held it went out of scope.</summary>
    OutOfScope,

    /// <summary>The last variable that held it got another value.</summary>
    Overwritten,

    /// <summary>An exception that this body throws left it behind.</summary>
    Thrown,

    /// <summary>An exception out of a call left it behind.</summary>
    CallThrew,

    /// <summary>As either of these, before any variable held it.</summary>
    TemporaryThrew,
}

/// <summary>A point at which a path lost the resource.</summary>
/// <param name="Kind">How.</param>
/// <param name="Node">The block in which it was lost.</param>
/// <param name="Reason">Why the path went on from that block, where it was lost by going on.</param>
/// <param name="At">What lost it, where one operation did.</param>
/// <param name="Thrower">The call whose exception set the path on its way, or null.</param>
/// <param name="Choice">The flag of a call on which the path depends, if any.</param>
internal sealed record Loss(LossKind Kind, PathNode Node, Decision Reason, IOperation? At, IOperation? Thrower, Decision Choice);

/// <summary>
/// Follows what one acquisition yields until it is released, handed on, or lost. Where the acquisition runs again while
/// its resource is still owned, the path goes on with the old one; the new one is the same path one round earlier.
/// </summary>
internal sealed class LeakWalk : PathWalk
{
    private readonly int _site;
    private readonly int _acquired;
    private readonly string? _family;
    private readonly bool _mayRepeat;

    public LeakWalk(LoweredGraph graph, int site, Acquisition acquisition, bool usesFacts)
        : base(graph, acquisition.ResourceType, usesFacts)
    {
        _site = site;
        _acquired = graph.TargetOf(site);
        _family = acquisition.Traits.Family;
        _mayRepeat = usesFacts && IsRepeated(acquisition.Operation);
    }

    public List<Loss> Losses { get; } = new();

    /// <summary>Whether an operation may run several times in one call of its body.</summary>
    public static bool IsRepeated(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation or ILabeledOperation)
                return true;
        }

        return false;
    }

    /// <summary>Some path releases it or hands it on for certain.</summary>
    public bool IsDischarged { get; private set; }

    /// <summary>Some path loses sight of it.</summary>
    public bool HasEscaped { get; private set; }

    /// <summary>Some path hands it on, or may: after that it is not this body's to release.</summary>
    public bool IsHandedOn { get; private set; }

    /// <summary>Some path hands it on, or has it held, without an owner who certainly releases it.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>What releases it in this body.</summary>
    public List<IOperation> Releases { get; } = new();

    /// <summary>What releases it although it is for things of another family.</summary>
    public List<IOperation> WrongReleases { get; } = new();

    public override PathState? Forget(PathState state, int[] places, PathNode node, Decision reason)
    {
        var gone = new AnyOf(places);
        PathState after = Unlearn(state, gone);
        return after.Typestate == Typestate.Alive ? Drop(after, gone, LossKind.OutOfScope, node, reason, at: null) : after;
    }

    public override void AtExit(PathState state, PathNode node)
    {
        if (state.Typestate != Typestate.Alive)
            return;
        if (LivesOn(state))
            Settle(node, isCertain: true);
        else
            Lose(LossKind.OutOfScope, state, node, default, at: null);
    }

    public override void AtThrow(PathState state, PathNode node, Decision reason)
    {
        if (state.Typestate != Typestate.Alive)
            return;
        if (LivesOn(state))
            Settle(node, isCertain: true);
        else
            Lose(IsTemporary(state) ? LossKind.TemporaryThrew : state.Thrower is null ? LossKind.Thrown : LossKind.CallThrew, state, node, reason, at: null);
    }

    public override bool MindsThrow(PathState state) => state.Typestate == Typestate.Alive;

    /// <summary>What is released or handed on matters again only if it is acquired again.</summary>
    public override bool IsOver(int block, PathState state) => state.Typestate == Typestate.Absent && _acquired >= 0 && !Graph.Asked.Contains(block, _acquired);

    protected override bool Acquires(PathState state, Instruction instruction) => instruction.Site == _site && state.Typestate == Typestate.Absent;

    /// <summary>A task that fails has made nothing.</summary>
    public override PathState Throwing(PathState state, Instruction instruction) =>
        state.IsHeldBy(instruction.Value) || SaysFine(state, instruction.Value) ? PathState.Start with { Facts = state.Facts } : base.Throwing(state, instruction);

    // A check of a status throws for the calls that gave nothing.
    private static bool SaysFine(PathState state, Value status) =>
        status.IsPlace && state.Facts.ValueOf(status.Place) is { Constant: 0 or 0u or 0L };

    // All names of the resource are known: what is not among them is another object.
    protected override bool AreDecided(PathState state, int place, int other, out bool areSame)
    {
        bool isFirst = state.Aliases.Contains(place);
        bool isSecond = state.Aliases.Contains(other);
        areSame = isFirst && isSecond;
        return state.Typestate == Typestate.Alive && (isFirst || isSecond);
    }

    protected override PathState? AssumeNull(PathState state, Fact fact) => null;

    protected override PathState? Apply(PathState state, Instruction instruction, PathNode node)
    {
        if (instruction.Kind == InstructionKind.Acquire)
        {
            // A creation and a pool yield an object; what a method opens may be null.
            bool isThere = instruction.Operation is IObjectCreationOperation or IInvocationOperation { TargetMethod: { Name: "Rent", ContainingType: { Name: "ArrayPool" or "MemoryPool", ContainingNamespace.Name: "Buffers" } } };
            PathState known = Learn(state, instruction.Target, isThere ? Value.NotNull : Value.Unknown);
            return Acquires(state, instruction)
                ? known with { Typestate = Typestate.Alive, Aliases = PlaceSet.Of(instruction.Target), Thrower = null }
                : known;
        }

        if (state.Typestate == Typestate.Absent)
            return Ignore(state, instruction);
        switch (instruction.Kind)
        {
            case InstructionKind.Assign or InstructionKind.Decide:
                return Assign(state, instruction, node);
            case InstructionKind.Release when state.IsHeldBy(instruction.Value):
                Releases.Add(instruction.Operation);
                if (_family is not null && instruction.Family is { } other && other != _family && !WrongReleases.Contains(instruction.Operation))
                    WrongReleases.Add(instruction.Operation);
                Settle(node, isCertain: true, isHandedOn: false);
                return Again(state);
            case InstructionKind.HandOver or InstructionKind.Store or InstructionKind.Return when state.IsHeldBy(instruction.Value):
                IsDoubtful |= instruction.IsDoubtful;
                Settle(node, isCertain: true);
                return Again(state);
            case InstructionKind.Escape or InstructionKind.HandOver or InstructionKind.Store or InstructionKind.Return or InstructionKind.Release
                when state.IsHeldBy(instruction.Value) || state.IsSeenThrough(instruction.Value):
                Settle(node, isCertain: false);
                return Again(state);
            case InstructionKind.Store:
                return Assign(state, instruction, node);
            case InstructionKind.Hold when state.IsHeldBy(instruction.Value):
                IsDoubtful |= instruction.IsDoubtful;
                return state with { Holders = state.Holders.With(instruction.Target) };
            // What keeps a part of it needs it alive.
            case InstructionKind.Hold when state.IsSeenThrough(instruction.Value):
                return state with { Views = state.Views.With(instruction.Target) };
            case InstructionKind.View when state.IsHeldBy(instruction.Value) || state.IsSeenThrough(instruction.Value):
                return state with { Views = state.Views.With(instruction.Target) };
            case InstructionKind.EndStatement:
                var ended = new TemporariesOf(Places, instruction);
                return Drop(Unlearn(state, ended), ended, LossKind.OutOfScope, node, default, instruction.Operation);
            case InstructionKind.Invalidate:
                return UnlearnFields(state);
            default:
                return state;
        }
    }

    // The next round of a loop acquires once more, and knows other things than the first: i == 3 is not true at the start.
    private PathState? Again(PathState state) => _mayRepeat ? PathState.Start with { Facts = state.Facts } : null;

    private PathState Ignore(PathState state, Instruction instruction) => instruction.Kind switch
    {
        InstructionKind.Assign or InstructionKind.Decide or InstructionKind.Store => Learn(state, instruction.Target, instruction.Value),
        InstructionKind.EndStatement => Unlearn(state, new TemporariesOf(Places, instruction)),
        InstructionKind.Invalidate => UnlearnFields(state),
        _ => state,
    };

    private PathState? Assign(PathState state, Instruction instruction, PathNode node)
    {
        int target = instruction.Target;
        PathState after = Learn(state, target, instruction.Value).Moved(target, instruction.Value);
        if (!after.Aliases.IsEmpty || !after.Holders.IsEmpty)
            return after;
        bool isVariable = Places[target].Kind is PlaceKind.Local or PlaceKind.Parameter or PlaceKind.ByReference or PlaceKind.Outer;
        Lose(isVariable ? LossKind.Overwritten : LossKind.OutOfScope, state, node, default, instruction.Operation);
        return null;
    }

    private PathState? Drop<TFilter>(PathState state, TFilter gone, LossKind kind, PathNode node, Decision reason, IOperation? at)
        where TFilter : struct, IPlaceFilter
    {
        PathState after = state.Without(gone);
        if (!after.Aliases.IsEmpty || !after.Holders.IsEmpty)
            return after;
        Lose(kind, state, node, reason, at);
        return null;
    }

    private bool LivesOn(PathState state) =>
        state.Aliases.Places.Any(place => Places[place].OutlivesBody) || state.Holders.Places.Any(place => Places[place].OutlivesBody);

    // What only an expression holds is the matter of another rule.
    private bool IsTemporary(PathState state) => state.Aliases.Places.All(place => Places[place].Kind is PlaceKind.Temporary or PlaceKind.Capture);

    private void Settle(PathNode node, bool isCertain, bool isHandedOn = true)
    {
        node.Discharge();
        IsHandedOn |= isHandedOn;
        IsDischarged |= isCertain;
        HasEscaped |= !isCertain;
    }

    private void Lose(LossKind kind, PathState state, PathNode node, Decision reason, IOperation? at) =>
        Losses.Add(new Loss(kind, node, reason, at, state.Thrower, state.Choice));
}
