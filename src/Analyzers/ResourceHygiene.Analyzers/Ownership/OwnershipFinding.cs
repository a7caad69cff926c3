using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Scopes;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What went wrong with an obligation. Leaks first, then what happens after a release, then the tool's own limits.</summary>
internal enum FindingKind
{
    /// <summary>A local holds the resource, and on no path is it released or handed on.</summary>
    NeverReleased,

    /// <summary>Some path releases it or hands it on, another loses it.</summary>
    NotReleasedOnSomePath,

    /// <summary>It is lost when a call between acquisition and protection throws.</summary>
    LeaksIfThrows,

    /// <summary>Nothing ever holds the resource, so nobody can release it.</summary>
    Discarded,

    /// <summary>Its only holder gets another value.</summary>
    Overwritten,

    /// <summary>It is in a collection whose elements nothing releases.</summary>
    CollectionNotReleased,

    /// <summary>Only an expression holds it, a later part of which may throw.</summary>
    TemporaryLeaksIfThrows,

    /// <summary>It is lost when whoever enumerates stops at a <c>yield return</c>.</summary>
    HeldAcrossYield,

    /// <summary>A lock that only the thread that entered it can leave is held where the method may go on on another one.</summary>
    LockHeldAcrossStop,

    /// <summary>An expression makes several on its way, and keeps none of them.</summary>
    IntermediatesLost,

    /// <summary>Some elements of the tuple or array that a call returns are kept nowhere.</summary>
    PartsDropped,

    /// <summary>A model's method leaves all that it makes to the scope of its caller, if there is one.</summary>
    LeftToCaller,

    /// <summary>It leaves the scope that releases it.</summary>
    EscapesScope,

    /// <summary>Each round of a loop adds to a scope that was opened outside.</summary>
    GrowsInScope,

    /// <summary>A <c>using</c> gets the object that the call was made on, which somebody still needs.</summary>
    UsingOnReceiver,

    /// <summary>On every path to this release it is released already.</summary>
    ReleasedTwice,

    /// <summary>On some path to this release it is released already.</summary>
    PossiblyReleasedTwice,

    /// <summary>On every path to this use it is released already.</summary>
    UsedAfterRelease,

    /// <summary>On some path to this use it is released already.</summary>
    PossiblyUsedAfterRelease,

    /// <summary>It leaves the body although the body releases it.</summary>
    ReleasedAndHandedOut,

    /// <summary>What was taken from it is used after its release.</summary>
    ViewUsedAfterRelease,

    /// <summary>What releases it is meant for something else.</summary>
    ReleasedByOther,

    /// <summary>A field that nothing but its class looks after gets it.</summary>
    StoredRaw,

    /// <summary>The body has more paths than were followed.</summary>
    BudgetExceeded,
}

/// <summary>One proven violation. Immutable; what rules and fixes need to speak about it.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Site">The operation that acquired the resource, or where this body first meets it.</param>
/// <param name="ResourceType">Type of the resource as acquired.</param>
/// <param name="Traits">How values of that type are released.</param>
/// <param name="Tier">How much the leak costs.</param>
internal sealed record OwnershipFinding(FindingKind Kind, IOperation Site, ITypeSymbol ResourceType, ResourceTraits Traits, ResourceTier Tier)
{
    /// <summary>Stands in <see cref="Decision"/> for what is <see cref="Quoted"/>.</summary>
    public const string QuoteMark = "{code}";

    /// <summary>Where to report; the site unless set.</summary>
    public Location? At { get; init; }

    /// <summary>Name of the variable, field or collection that holds the resource; null when nothing does.</summary>
    public string? Place { get; init; }

    /// <summary>With <see cref="FindingKind.Discarded"/>, the last thing that saw the resource.</summary>
    public Discard? Consumer { get; init; }

    /// <summary>Name of the member that decides: the one that may throw, or the one that released the resource.</summary>
    public string? Member { get; init; }

    /// <summary>What decides, in words: the condition of the losing path, how the resource was handed out, the name of the view.</summary>
    public string? Decision { get; init; }

    /// <summary>The part of <see cref="Decision"/> that was quoted from the source and may be shortened; <see cref="QuoteMark"/> stands for it there.</summary>
    public string? Quoted { get; init; }

    /// <summary>With a leak on some path: another path hands the resource on, so that a release which always happens would be wrong.</summary>
    public bool IsHandedOn { get; init; }

    /// <summary>With a leak on some path: every such path ends in an exception that this body throws, or in one that it caught before.</summary>
    public bool EndsInThrow { get; init; }

    /// <summary>With a leak on some path: names of the members that release the resource on others.</summary>
    public ImmutableArray<string> ReleasedBy { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>It is lost again and again, or where no caller can hold a scope for it.</summary>
    public bool IsHot { get; init; }

    /// <summary>The scope that it belongs to, where that is what is wrong.</summary>
    public AmbientScope? Scope { get; init; }

    /// <summary>How many resources the finding is about.</summary>
    public int Count { get; init; } = 1;

    /// <summary>A second release of this resource does harm.</summary>
    public bool IsHarmful { get; init; }

    /// <summary>Where the violation can be seen, in the order of execution, without the site itself; the deciding place first for all but paths.</summary>
    public ImmutableArray<Location> Witness { get; init; } = ImmutableArray<Location>.Empty;
}
