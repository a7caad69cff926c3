using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What has become of the one resource that is followed.</summary>
internal enum Typestate
{
    /// <summary>It does not exist, or no variable of this body holds it.</summary>
    Absent,

    /// <summary>It is held and not released.</summary>
    Alive,

    /// <summary>It is released.</summary>
    Released,
}

/// <summary>All that is known at one point of one path about one resource. Immutable.</summary>
internal sealed record PathState
{
    public static readonly PathState Start = new();

    public Typestate Typestate { get; init; }

    /// <summary>The places that certainly hold the resource or another face of it.</summary>
    public PlaceSet Aliases { get; init; }

    /// <summary>The places of what may release it with itself.</summary>
    public PlaceSet Holders { get; init; }

    /// <summary>The places of what needs it alive.</summary>
    public PlaceSet Views { get; init; }

    public Facts Facts { get; init; } = Facts.None;

    /// <summary>The call whose exception set this path on its way; null on a path without one.</summary>
    public IOperation? Thrower { get; init; }

    /// <summary>The last flag of a call that was taken to be set or not.</summary>
    public Decision Choice { get; init; }

    /// <summary>What released the resource.</summary>
    public IOperation? Releaser { get; init; }

    /// <summary>The expression by which the resource leaves the body.</summary>
    public IOperation? HandedOut { get; init; }

    /// <summary>The field or by-reference parameter into which it was put.</summary>
    public IOperation? Stored { get; init; }

    /// <summary>The place of <see cref="Stored"/>.</summary>
    public int StoredIn { get; init; } = Value.None;

    /// <summary>The branch of an expression that yielded it: the arm of a choice.</summary>
    public IOperation? Chosen { get; init; }

    /// <summary>This state with other facts; the same object when they are the same.</summary>
    public PathState WithFacts(Facts facts) => ReferenceEquals(facts, Facts) ? this : this with { Facts = facts };

    /// <summary>This state with other places of the resource; the same object when none has changed.</summary>
    public PathState WithPlaces(PlaceSet aliases, PlaceSet holders, PlaceSet views) =>
        aliases.IsSame(Aliases) && holders.IsSame(Holders) && views.IsSame(Views) ? this : this with { Aliases = aliases, Holders = holders, Views = views };

    /// <summary>This state after a variable got what another place holds, or something else.</summary>
    public PathState Moved(int target, Value value) =>
        WithPlaces(Move(Aliases, target, value), Move(Holders, target, value), Move(Views, target, value));

    /// <summary>This state without places that are gone.</summary>
    public PathState Without<TFilter>(TFilter gone)
        where TFilter : struct, IPlaceFilter => WithPlaces(Aliases.Without(gone), Holders.Without(gone), Views.Without(gone));

    private static PlaceSet Move(PlaceSet places, int target, Value value) =>
        value.IsPlace && places.Contains(value.Place) ? places.With(target) : places.Without(target);

    public bool IsHeldBy(Value value) => value.IsPlace && (Aliases.Contains(value.Place) || Holders.Contains(value.Place));

    public bool IsSeenThrough(Value value) => value.IsPlace && Views.Contains(value.Place);

    // Which call threw or released is for messages; paths do not differ by it.
    public bool Equals(PathState? other) => other is not null
        && Typestate == other.Typestate && Aliases.Equals(other.Aliases) && Holders.Equals(other.Holders) && Views.Equals(other.Views)
        && Thrower is null == other.Thrower is null && HandedOut == other.HandedOut && Stored == other.Stored && Facts.Equals(other.Facts);

    public override int GetHashCode() => (((int)Typestate * 31) + Aliases.GetHashCode()) * 31 + Facts.GetHashCode();
}
