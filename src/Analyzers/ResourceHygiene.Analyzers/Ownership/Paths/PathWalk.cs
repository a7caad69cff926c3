using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// What instructions mean to one resource. The base class keeps the facts by which branches are correlated; the derived
/// ones know what they look for.
/// </summary>
internal abstract class PathWalk
{
    private readonly ITypeSymbol? _resourceType;

    protected PathWalk(LoweredGraph graph, ITypeSymbol? resourceType, bool usesFacts)
    {
        Graph = graph;
        Places = graph.Places;
        _resourceType = resourceType;
        UsesFacts = usesFacts;
    }

    /// <summary>Facts had to be forgotten somewhere, so a path that was found may be impossible.</summary>
    public bool IsImprecise { get; set; }

    /// <summary>Whether anything is remembered about branches.</summary>
    public bool UsesFacts { get; }

    protected LoweredGraph Graph { get; }

    protected PlaceTable Places { get; }

    /// <summary>Applies one instruction; adds the states in which paths go on, none where the resource is no concern any more.</summary>
    public void Step(PathState state, Instruction instruction, PathNode node, List<PathState> next)
    {
        switch (instruction.Kind)
        {
            case var _ when instruction.Guard is { } guard:
                // leaveOpen: flag. Either the flag is set, or it is not.
                bool isSet = guard.Constant is true;
                if (Assume(state, guard) is { } set && Apply(set with { Choice = new Decision(instruction.Flag, isSet, null) }, instruction, node) is { } done)
                    next.Add(done);
                if (Assume(state, guard with { Constant = !isSet }) is not { } unset)
                    return;
                unset = unset with { Choice = new Decision(instruction.Flag, !isSet, null) };
                if (instruction.Kind != InstructionKind.Assign)
                    next.Add(unset);
                else if (Apply(unset, instruction with { Value = Value.Unknown }, node) is { } left)
                    next.Add(left);
                return;
            case InstructionKind.Change:
                next.Add(Forget(state, instruction.Target));
                return;
            case InstructionKind.Decide:
                Decide(state, instruction, node, next);
                return;
            case InstructionKind.Acquire when instruction.Success >= 0 && Acquires(state, instruction):
                // TryX(out r): either it is true and there is a resource, or there is none.
                if (Apply(WithFact(state, new Fact(instruction.Success, FactKind.Is, instruction.SuccessValue)), instruction, node) is { } acquired)
                    next.Add(acquired);
                next.Add(WithFact(state, instruction.SuccessValue is true ? new Fact(instruction.Success, FactKind.Is, false) : new Fact(instruction.Success, FactKind.IsNot, instruction.SuccessValue)));
                return;
            default:
                if (Apply(state, instruction, node) is { } after)
                    next.Add(after);
                return;
        }
    }

    /// <summary>The state on one side of a branch; null when no path goes there.</summary>
    public PathState? Assume(PathState state, Fact[] facts)
    {
        PathState? current = state;
        foreach (Fact fact in facts)
        {
            current = Assume(current, fact);
            if (current is null)
                return null;
        }

        return current;
    }

    /// <summary>The scope of places ends; null when that ends the path.</summary>
    public abstract PathState? Forget(PathState state, int[] places, PathNode node, Decision reason);

    /// <summary>The body ends normally.</summary>
    public abstract void AtExit(PathState state, PathNode node);

    /// <summary>The body ends by an exception.</summary>
    public abstract void AtThrow(PathState state, PathNode node, Decision reason);

    /// <summary>Whether it matters that the body ends by an exception in this state.</summary>
    public virtual bool MindsThrow(PathState state) => false;

    /// <summary>True when nothing that may run from a block on can matter to a path in this state.</summary>
    public virtual bool IsOver(int block, PathState state) => false;

    /// <summary>True when the instruction brings the followed resource into being.</summary>
    protected abstract bool Acquires(PathState state, Instruction instruction);

    /// <summary>Applies an instruction that leads to one state at most.</summary>
    protected abstract PathState? Apply(PathState state, Instruction instruction, PathNode node);

    /// <summary>A place that holds the resource is assumed to be null; null when that cannot be.</summary>
    protected abstract PathState? AssumeNull(PathState state, Fact fact);

    /// <summary>What is known after a place got a value.</summary>
    protected PathState Learn(PathState state, int target, Value value)
    {
        if (!UsesFacts || target < 0)
            return state;
        Fact? known = Places[target].IsTested ? Known(state, target, value) : null;
        Facts facts = Without(state.Facts, target);
        return state.WithFacts(known is { } fact ? facts.With(fact) : facts);
    }

    private static Fact? Known(PathState state, int target, Value value)
    {
        if (value.IsConstant)
            return new Fact(target, FactKind.Is, value.Constant);
        if (value.IsNotNull)
            return new Fact(target, FactKind.IsNot, null);
        if (value.IsNotZero)
            return new Fact(target, FactKind.IsNot, 0);
        // Of a counter it matters whether anything was counted: from zero on it only grows.
        if (value.IsGrown)
            return state.Facts.ValueOf(target) is { Constant: 0 } ? new Fact(target, FactKind.IsNot, 0) : null;
        if (!value.IsPlace || value.Place == target)
            return null;
        int root = state.Facts.RootOf(value.Place);
        return root == target ? null
            : state.Facts.ValueOf(root) is { } copied ? copied with { Place = target }
            : new Fact(target, FactKind.SameAs, root);
    }

    /// <summary>What is known after temporaries or variables went out of scope.</summary>
    protected static PathState Unlearn<TFilter>(PathState state, TFilter gone)
        where TFilter : struct, IPlaceFilter => state.WithFacts(state.Facts.Without(gone));

    /// <summary>What is known after somebody else may have changed fields.</summary>
    protected PathState UnlearnFields(PathState state) => Unlearn(state, new FieldsOf(Places));

    /// <summary>Whether it is known that two places hold the same object, or that they do not.</summary>
    protected virtual bool AreDecided(PathState state, int place, int other, out bool areSame)
    {
        areSame = state.Aliases.Contains(place) && state.Aliases.Contains(other);
        return areSame;
    }

    /// <summary>Before the call of an instruction throws.</summary>
    public virtual PathState Throwing(PathState state, Instruction instruction) => state.Thrower is null ? state with { Thrower = instruction.Operation } : state;

    // What was answered about the content of the object is open again.
    private PathState Forget(PathState state, int changed)
    {
        Facts facts = state.Facts;
        foreach (int dependent in Places[changed].Dependents)
        {
            if (Places[dependent].AsksForContent)
                facts = Without(facts, dependent);
        }

        return state.WithFacts(facts);
    }

    private void Decide(PathState state, Instruction instruction, PathNode node, List<PathState> next)
    {
        if (Apply(state, instruction, node) is not { } after)
            return;
        if (!UsesFacts || !Places[instruction.Target].IsTested)
        {
            next.Add(after);
            return;
        }

        if (Assume(after, instruction.Condition!.WhenTrue) is { } whenTrue)
            next.Add(WithFact(whenTrue, new Fact(instruction.Target, FactKind.Is, true)));
        if (Assume(after, instruction.Condition.WhenFalse) is { } whenFalse)
            next.Add(WithFact(whenFalse, new Fact(instruction.Target, FactKind.Is, false)));
    }

    private PathState? Assume(PathState state, Fact fact)
    {
        if (fact.Kind == FactKind.Never)
            return null;
        if (fact.Kind == FactKind.Is && fact.Constant is bool says && Places[fact.Place] is { TellsRelease: { } saysReleased } flag && state.Aliases.Contains(flag.Owner)
            && (says == saysReleased) != (state.Typestate == Typestate.Released))
        {
            return null;
        }

        if (fact is { Kind: FactKind.Is, Constant: true } && state.Typestate == Typestate.Released && Places[fact.Place] is { TellsLife: true } sign && state.Aliases.Contains(sign.Owner))
            return null;
        if (state.Aliases.Contains(fact.Place))
        {
            if (fact.IsNull)
                return AssumeNull(state, fact);
            if (fact.Kind == FactKind.IsNotOfType)
                return _resourceType is not null && fact.Constant is ITypeSymbol type && Contracts.ResourceTypes.IsSubtype(_resourceType, type) ? null : state;
            if (fact.IsNotNull)
                return state;
        }

        // What may release the resource was made with it, so it is there.
        if (fact.IsNull && state.Holders.Contains(fact.Place) && state.Typestate == Typestate.Alive)
            return null;
        if (fact is { Kind: FactKind.SameAs or FactKind.DiffersFrom, Constant: int other })
            return AreDecided(state, fact.Place, other, out bool areSame) && areSame != (fact.Kind == FactKind.SameAs) ? null : state;
        if (!UsesFacts || fact.Kind == FactKind.IsNotOfType)
            return state;
        Fact rooted = fact with { Place = state.Facts.RootOf(fact.Place) };
        return state.Facts.Contradict(rooted) ? null : WithFact(state, rooted);
    }

    protected PathState WithFact(PathState state, Fact fact) => UsesFacts ? state.WithFacts(state.Facts.With(fact)) : state;

    // A condition over a place is unknown again when the place changes.
    private Facts Without(Facts facts, int place)
    {
        if (facts.Count == 0)
            return facts;
        facts = facts.Without(new OnePlace(place));
        foreach (int dependent in Places[place].Dependents)
            facts = Without(facts, dependent);
        return facts;
    }
}
