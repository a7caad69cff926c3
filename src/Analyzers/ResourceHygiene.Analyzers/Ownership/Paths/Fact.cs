namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal enum FactKind
{
    /// <summary>The place equals the constant (null included, true and false included).</summary>
    Is,

    /// <summary>The place differs from the constant.</summary>
    IsNot,

    /// <summary>The place holds what the place numbered by the constant holds.</summary>
    SameAs,

    /// <summary>Only as an assumption: the place and the one numbered by the constant hold different objects.</summary>
    DiffersFrom,

    /// <summary>Only as an assumption: what the place holds is not of the type.</summary>
    IsNotOfType,

    /// <summary>Only as an assumption: this side of the branch is never taken.</summary>
    Never,
}

/// <summary>Something known, or assumed on one side of a branch, about the value of a place.</summary>
/// <param name="Place">Index of the place.</param>
/// <param name="Kind">How the value relates to <paramref name="Constant"/>.</param>
/// <param name="Constant">A constant, or the type for <see cref="FactKind.IsNotOfType"/>.</param>
internal readonly record struct Fact(int Place, FactKind Kind, object? Constant)
{
    public static Fact Never => new(Value.None, FactKind.Never, null);

    public bool IsNull => Kind == FactKind.Is && Constant is null;

    public bool IsNotNull => Kind == FactKind.IsNot && Constant is null;

    /// <summary>True when both cannot hold of the same place.</summary>
    public bool Contradicts(Fact other) => (Kind, other.Kind) switch
    {
        (FactKind.Is, FactKind.Is) => !Equals(Constant, other.Constant),
        (FactKind.Is, FactKind.IsNot) or (FactKind.IsNot, FactKind.Is) => Equals(Constant, other.Constant),
        _ => false,
    };
}

/// <summary>What is known on one path about the places that branches ask about; one fact a place. Immutable.</summary>
internal sealed class Facts : IEquatable<Facts>
{
    public static readonly Facts None = new(Array.Empty<Fact>());

    private readonly Fact[] _facts;

    private Facts(Fact[] facts) => _facts = facts;

    public int Count => _facts.Length;

    /// <summary>What is known about the value of a place, be it under another name.</summary>
    public Fact? About(int place)
    {
        int root = RootOf(place);
        return Stored(root);
    }

    /// <summary>The first of the places that hold the same unknown value.</summary>
    public int RootOf(int place)
    {
        while (Stored(place) is { Kind: FactKind.SameAs, Constant: int other })
            place = other;
        return place;
    }

    private Fact? Stored(int place)
    {
        foreach (Fact fact in _facts)
        {
            if (fact.Place == place)
                return fact;
        }

        return null;
    }

    public Facts With(Fact fact)
    {
        if (Stored(fact.Place) is { } known && (known == fact || (known.Kind == FactKind.Is && fact.Kind == FactKind.IsNot)))
            return this;
        return new Facts(_facts.Where(other => other.Place != fact.Place).Append(fact).OrderBy(static known => known.Place).ToArray());
    }

    /// <summary>Forgets places; where others held the same value, what is known about it stays with them.</summary>
    public Facts Without(Func<int, bool> isGone)
    {
        if (!_facts.Any(fact => isGone(fact.Place) || (fact is { Kind: FactKind.SameAs, Constant: int other } && isGone(other))))
            return this;
        var kept = new List<Fact>();
        var heirs = new Dictionary<int, int>();
        foreach (Fact fact in _facts)
        {
            if (isGone(fact.Place))
                continue;
            int root = RootOf(fact.Place);
            if (fact.Kind != FactKind.SameAs || !isGone(root))
                kept.Add(fact.Kind == FactKind.SameAs ? fact with { Constant = root } : fact);
            else if (heirs.TryGetValue(root, out int heir))
                kept.Add(fact with { Constant = heir });
            else
                heirs.Add(root, fact.Place);
        }

        foreach (KeyValuePair<int, int> heir in heirs)
        {
            if (Stored(heir.Key) is { } known)
                kept.Add(known with { Place = heir.Value });
        }

        return new Facts(kept.OrderBy(static fact => fact.Place).ToArray());
    }

    public bool Equals(Facts? other) => other is not null && (ReferenceEquals(this, other) || _facts.AsSpan().SequenceEqual(other._facts));

    public override bool Equals(object? obj) => Equals(obj as Facts);

    public override int GetHashCode()
    {
        int hash = 17;
        foreach (Fact fact in _facts)
            hash = (hash * 31) + fact.GetHashCode();
        return hash;
    }
}
