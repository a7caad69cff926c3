using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal enum MisuseKind
{
    Release,
    Use,
    ViewUse,
    ViewHandOut,
    HandOut,
}

/// <summary>What paths met at one operation: a released resource, or a live one (or none).</summary>
internal sealed class Misuse
{
    public Misuse(MisuseKind kind, IOperation operation)
    {
        Kind = kind;
        Operation = operation;
    }

    public MisuseKind Kind { get; }

    public IOperation Operation { get; }

    /// <summary>What had released the resource on the first path that met it released; null when none did.</summary>
    public IOperation? Releaser { get; set; }

    /// <summary>Some path comes here with the resource alive, or with another one.</summary>
    public bool IsFineOnSomePath { get; set; }

    /// <summary>Index of the place through which it was used.</summary>
    public int Place { get; set; }
}

/// <summary>
/// Follows what one variable holds and notes what happens to it after its release. Every assignment makes the variable
/// hold something new.
/// </summary>
internal sealed class ReleaseWalk : PathWalk
{
    private readonly int _variable;
    private readonly int[] _family;
    private readonly Dictionary<(IOperation Operation, MisuseKind Kind), Misuse> _misuses = new();

    public ReleaseWalk(LoweredGraph graph, int variable, bool usesFacts = true)
        : base(graph, resourceType: null, usesFacts)
    {
        _variable = variable;
        _family = graph.FamilyOf(variable);
    }

    /// <summary>What happened after a release, with what happened at the same operations on other paths.</summary>
    public IEnumerable<Misuse> Misuses => _misuses.Values.Where(static misuse => misuse.Releaser is not null);

    /// <summary>What a reader calls a place; null for what has no name.</summary>
    public string? NameOf(int place) =>
        place >= 0 && Places[place].Kind is not (PlaceKind.Capture or PlaceKind.Temporary) ? Places[place].Name : null;

    /// <summary>The state in which the body is entered: parameters and fields hold something already.</summary>
    public PathState Entry => Places[_variable].Kind is PlaceKind.Local ? PathState.Start : Fresh(PathState.Start, Value.Unknown);

    public override PathState? Forget(PathState state, int[] places, PathNode node, Decision reason)
    {
        var gone = new AnyOf(places);
        return Drop(Unlearn(state, gone), gone, gone.Names(_variable));
    }

    public override void AtExit(PathState state, PathNode node)
    {
        if (state.Typestate != Typestate.Released)
            return;
        if (state.HandedOut is { } handedOut)
            Meet(KindOf(handedOut), handedOut, Value.None).Releaser ??= state.Releaser;
        else if (state.Stored is { } stored && state.Aliases.Contains(state.StoredIn) && state.Releaser is { } releaser && (releaser.IsImplicit || IsInFinally(releaser)))
            Meet(MisuseKind.HandOut, stored, Value.None).Releaser ??= state.Releaser;
    }

    public override void AtThrow(PathState state, PathNode node, Decision reason)
    {
    }

    /// <summary>Nothing happens any more to what nothing mentions any more, unless it is on its way out already.</summary>
    public override bool IsOver(int block, PathState state) =>
        (state.Typestate != Typestate.Released || (state.HandedOut is null && state.Stored is null)) && !Array.Exists(_family, place => Graph.Asked.Contains(block, place));

    protected override bool Acquires(PathState state, Instruction instruction) => false;

    // Whoever uses a null reference does not get any further, so that path says nothing about later uses.
    protected override PathState? AssumeNull(PathState state, Fact fact) =>
        state.Typestate == Typestate.Released ? null : state.Aliases.Places.Aggregate(Gone(state), (known, place) => WithFact(known, fact with { Place = place }));

    protected override PathState? Apply(PathState state, Instruction instruction, PathNode node)
    {
        Value value = instruction.Value;
        switch (instruction.Kind)
        {
            case InstructionKind.Acquire:
                return Assign(state, instruction.Target, Value.Unknown);
            case InstructionKind.Assign or InstructionKind.Decide:
                bool passesOut = state.IsHeldBy(value) && Places[instruction.Target].Kind == PlaceKind.ByReference;
                PathState assigned = Assign(state, instruction.Target, value);
                if (passesOut && assigned.Typestate == Typestate.Alive)
                    return assigned with { Stored = instruction.Operation, StoredIn = instruction.Target };
                bool isChosen = value.IsPlace && Places[instruction.Target].Kind == PlaceKind.Capture && state.Aliases.Contains(value.Place);
                return isChosen ? assigned with { Chosen = instruction.Operation } : assigned;
            case InstructionKind.Store:
                return Store(state, instruction);
            case InstructionKind.Release:
                return Release(state, instruction);
            case InstructionKind.Use when value.IsPlace:
                return Use(state, instruction);
            case InstructionKind.Return when state.Aliases.Contains(value.Place) || (state.IsSeenThrough(value) && Views.IsView(Places[value.Place].Type)):
                IOperation handedOut = Places[value.Place].Kind == PlaceKind.Capture && state.Chosen is { } chosen ? chosen : instruction.Operation;
                if (state.Typestate == Typestate.Released)
                    Meet(KindOf(handedOut), handedOut, value.Place).Releaser ??= state.Releaser;
                return state with { HandedOut = handedOut };
            case InstructionKind.Hold when state.IsHeldBy(value):
                return state with { Holders = state.Holders.With(instruction.Target) };
            case InstructionKind.View when state.Typestate == Typestate.Alive && (state.IsHeldBy(value) || state.IsSeenThrough(value)):
                return state with { Views = state.Views.With(instruction.Target) };
            case InstructionKind.EndStatement:
                var ended = new TemporariesOf(Places, instruction);
                return Drop(Unlearn(state, ended), ended, isVariableGone: false);
            case InstructionKind.Invalidate:
                return Invalidate(state);
            default:
                return state;
        }
    }

    private PathState Fresh(PathState state, Value value) => state with
    {
        Typestate = Typestate.Alive,
        Aliases = value.IsPlace ? PlaceSet.Of(_variable).With(value.Place) : PlaceSet.Of(_variable),
        Holders = default,
        Views = default,
        Releaser = null,
        Stored = null,
    };

    private static PathState Gone(PathState state) =>
        state is { Typestate: Typestate.Absent, Aliases.IsEmpty: true, Holders.IsEmpty: true, Views.IsEmpty: true, Releaser: null, Stored: null } ? state
        : state with { Typestate = Typestate.Absent, Aliases = default, Holders = default, Views = default, Releaser = null, Stored = null };

    private PathState Assign(PathState state, int target, Value value)
    {
        if (target < 0)
            return state;
        PathState known = Learn(state, target, value);
        if (target == _variable && !known.Aliases.Contains(value.Place))
            return value.IsNull ? Gone(known) : Fresh(known, value);
        PathState after = known.Moved(target, value);
        // foreach (var pair in map): 'pair.Value' is another object in each round.
        if (Places[target].Dependents.Count > 0)
            after = after.Without(new MembersOf(Places, target));
        return after.Aliases.IsEmpty && (after.Views.IsEmpty || after.Typestate != Typestate.Released) ? Gone(after) : after;
    }

    private PathState Store(PathState state, Instruction instruction)
    {
        bool isHeld = state.Aliases.Contains(instruction.Value.Place);
        if (isHeld && state.Typestate == Typestate.Released && instruction.Target >= 0 && Places[instruction.Target].Owner == Value.None)
            Meet(MisuseKind.HandOut, instruction.Operation, instruction.Value.Place).Releaser ??= state.Releaser;
        PathState after = Assign(state, instruction.Target, instruction.Value);
        // What is put into an object of this body leaves only if that does.
        bool leaves = instruction.Target >= 0 && (Places[instruction.Target].Owner is var owner && (owner == Value.None || Places[owner].OutlivesBody || Places[owner].Kind == PlaceKind.Parameter));
        return isHeld && leaves && state.Typestate == Typestate.Alive ? after with { Stored = instruction.Operation, StoredIn = instruction.Target } : after;
    }

    private PathState? Release(PathState state, Instruction instruction)
    {
        Value value = instruction.Value;
        if (IsKnownNull(state, value))
            return null;
        if (state.Holders.Contains(value.Place))
            return Gone(state);
        if (instruction.IsMild)
            return state;
        // finally { stream.Dispose(); Reader.Dispose(); }: what keeps it is let go as well.
        if (value.Place == state.StoredIn)
            state = state with { Stored = null };
        bool isThis = state.Aliases.Contains(value.Place);
        Misuse met = Meet(MisuseKind.Release, instruction.Operation, value.Place);
        if (isThis && state.Typestate == Typestate.Released)
            met.Releaser ??= state.Releaser;
        else
            met.IsFineOnSomePath = true;
        return isThis && state.Typestate == Typestate.Alive ? state with { Typestate = Typestate.Released, Releaser = instruction.Operation } : state;
    }

    private PathState? Use(PathState state, Instruction instruction)
    {
        Value value = instruction.Value;
        if (IsKnownNull(state, value))
            return null;
        if (instruction.IsMild)
            return state;
        bool isView = state.IsSeenThrough(value) && Views.IsView(Places[value.Place].Type);
        Misuse met = Meet(isView ? MisuseKind.ViewUse : MisuseKind.Use, instruction.Operation, value.Place);
        if (state.Typestate == Typestate.Released && (isView || state.Aliases.Contains(value.Place)))
            met.Releaser ??= state.Releaser;
        else
            met.IsFineOnSomePath = true;
        return state;
    }

    private static bool IsKnownNull(PathState state, Value value) => state.Facts.ValueOf(value.Place) is { IsNull: true };

    private static bool IsInFinally(IOperation operation) => operation.Syntax.FirstAncestorOrSelf<FinallyClauseSyntax>() is not null;

    // A field may hold something else after somebody else ran.
    private PathState Invalidate(PathState state)
    {
        PathState known = UnlearnFields(state);
        if (Places[_variable].Kind == PlaceKind.Outer)
            return Fresh(known, Value.Unknown);
        PathState after = known.WithPlaces(known.Aliases.Without(new OuterOf(Places)), known.Holders, known.Views);
        return after.Aliases.IsEmpty ? Gone(after) : after;
    }

    // What is returned may be the resource, or no more than a look into it.
    private MisuseKind KindOf(IOperation handedOut) =>
        Views.IsView(handedOut.Type) && !Views.IsView(Places[_variable].Type) && handedOut.Syntax.ToString() != Places[_variable].Name ? MisuseKind.ViewHandOut : MisuseKind.HandOut;

    private static PathState Drop<TFilter>(PathState state, TFilter gone, bool isVariableGone)
        where TFilter : struct, IPlaceFilter
    {
        PathState after = state.Without(gone);
        return after.Aliases.IsEmpty && after.Views.IsEmpty && after.HandedOut is null && after.Stored is null && (isVariableGone || after.Typestate != Typestate.Released)
            ? Gone(after)
            : after;
    }

    private Misuse Meet(MisuseKind kind, IOperation operation, int place)
    {
        if (!_misuses.TryGetValue((operation, kind), out Misuse? misuse))
            _misuses.Add((operation, kind), misuse = new Misuse(kind, operation) { Place = place });
        return misuse;
    }
}
