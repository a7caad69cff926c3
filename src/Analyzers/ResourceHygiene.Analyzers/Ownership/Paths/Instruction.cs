using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal enum InstructionKind
{
    /// <summary>Target gets the resource of a site. With a condition place: only when that turns out true.</summary>
    Acquire,

    /// <summary>Target gets the value.</summary>
    Assign,

    /// <summary>Target becomes true or false with the condition.</summary>
    Decide,

    /// <summary>The value is released.</summary>
    Release,

    /// <summary>Somebody else becomes responsible for the value.</summary>
    HandOver,

    /// <summary>What happens to the value cannot be known any more.</summary>
    Escape,

    /// <summary>The value is put into a place that outlives the body.</summary>
    Store,

    /// <summary>The value is what the body returns.</summary>
    Return,

    /// <summary>Target holds something that may release the value with itself.</summary>
    Hold,

    /// <summary>Target holds something that needs the value alive.</summary>
    View,

    /// <summary>The value is used.</summary>
    Use,

    /// <summary>What target refers to may have changed: what was answered about its content may be answered otherwise.</summary>
    Change,

    /// <summary>Fields of this object may have changed.</summary>
    Invalidate,

    /// <summary>The operation may throw, if <see cref="LoweredGraph.Throws"/> says so.</summary>
    MayThrow,

    /// <summary>Control never comes back: the operation throws.</summary>
    Throw,

    /// <summary>Control never comes back: the process ends.</summary>
    Terminate,

    /// <summary>The temporaries from the value's place up to the target (exclusive) stop holding.</summary>
    EndStatement,
}

/// <summary>One step of a lowered block: what an operation means to resources and to branches.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Operation">The operation that does it; where findings point.</param>
internal sealed record Instruction(InstructionKind Kind, IOperation Operation)
{
    /// <summary>The place that changes, or <see cref="Paths.Value.None"/>.</summary>
    public int Target { get; init; } = Paths.Value.None;

    /// <summary>What is read.</summary>
    public Value Value { get; init; } = Paths.Value.Unknown;

    /// <summary>With Acquire: index of the site.</summary>
    public int Site { get; init; } = -1;

    /// <summary>With Acquire: the place that says whether anything was acquired.</summary>
    public int Success { get; init; } = Paths.Value.None;

    /// <summary>With Acquire: the value of <see cref="Success"/> for which something was acquired: true, or the zero of a status.</summary>
    public object SuccessValue { get; init; } = true;

    /// <summary>With Release: what the call releases, where it says so.</summary>
    public string? Family { get; init; }

    /// <summary>With Decide: the condition.</summary>
    public Condition? Condition { get; init; }

    /// <summary>The flag on which it depends; with the other value nothing happens, and a target becomes unknown.</summary>
    public Fact? Guard { get; init; }

    /// <summary>The argument that is the flag.</summary>
    public IOperation? Flag { get; init; }

    /// <summary>With Release: it may be opened again afterwards. With Use: nothing that a released resource forbids.</summary>
    public bool IsMild { get; init; }

    /// <summary>It counts as handed on or held, but nobody can be named who certainly releases it: enough for silence, no proof.</summary>
    public bool IsDoubtful { get; init; }
}

/// <summary>What holds on either side of a branch.</summary>
internal sealed record Condition(Fact[] WhenTrue, Fact[] WhenFalse)
{
    private static readonly Fact[] s_nothing = Array.Empty<Fact>();

    public static Condition Unknown { get; } = new(s_nothing, s_nothing);

    public static Condition Always(bool value) => value ? new(s_nothing, new[] { Fact.Never }) : new(new[] { Fact.Never }, s_nothing);

    public static Condition Of(int place, object? constant) =>
        new(new[] { new Fact(place, FactKind.Is, constant) }, new[] { new Fact(place, FactKind.IsNot, constant) });

    public static Condition OfBool(int place) =>
        new(new[] { new Fact(place, FactKind.Is, true) }, new[] { new Fact(place, FactKind.Is, false) });

    /// <summary>Ends the statement whose value the condition is; applies on both sides, after the facts.</summary>
    public Instruction? End { get; init; }

    public Condition Negated => new(WhenFalse, WhenTrue);

    public Condition And(Condition other) => new(WhenTrue.Concat(other.WhenTrue).ToArray(), IsAlwaysTrue ? other.WhenFalse : other.IsAlwaysTrue ? WhenFalse : s_nothing);

    public Condition Or(Condition other) => Negated.And(other.Negated).Negated;

    private bool IsAlwaysTrue => WhenFalse.Length == 1 && WhenFalse[0].Kind == FactKind.Never;
}
