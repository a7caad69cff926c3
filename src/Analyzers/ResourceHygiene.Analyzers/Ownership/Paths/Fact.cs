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

/// <summary>
/// What is known on one path about the places that branches ask about: what a place is, or a few constants that it is not.
/// Immutable.
/// </summary>
internal sealed class Facts : IEquatable<Facts>
{
    public static readonly Facts None = new(Array.Empty<Fact>());

    // Two switches over the same value tell each other no more than this about what it is not.
    private const int MaxExclusions = 16;

    // By place; of a place either one fact that says what it is, or any number that say what it is not.
    private readonly Fact[] _facts;

    private Facts(Fact[] facts) => _facts = facts;

    public int Count => _facts.Length;

    /// <summary>The constant that a place holds, be it under another name; null when that is not known.</summary>
    public Fact? ValueOf(int place) => Stored(RootOf(place)) is { Kind: FactKind.Is } known ? known : null;

    /// <summary>Whether an assumption about a place cannot hold.</summary>
    public bool Contradict(Fact assumed)
    {
        int root = RootOf(assumed.Place);
        foreach (Fact fact in _facts)
        {
            if (fact.Place == root && fact.Contradicts(assumed))
                return true;
        }

        return false;
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
        bool isExclusion = fact.Kind == FactKind.IsNot;
        int exclusions = 0;
        foreach (Fact known in _facts)
        {
            if (known.Place != fact.Place)
                continue;
            if (known == fact || (known.Kind == FactKind.Is && isExclusion))
                return this;
            exclusions += known.Kind == FactKind.IsNot ? 1 : 0;
        }

        if (isExclusion && exclusions >= MaxExclusions)
            return this;
        IEnumerable<Fact> others = _facts.Where(other => other.Place != fact.Place || (isExclusion && other.Kind == FactKind.IsNot));
        return new Facts(InOrder(others.Append(fact)));
    }

    /// <summary>What both sides know.</summary>
    public Facts Common(Facts other) => Equals(other) ? this : new Facts(_facts.Where(fact => Array.IndexOf(other._facts, fact) >= 0).ToArray());

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
            kept.AddRange(_facts.Where(fact => fact.Place == heir.Key).Select(known => known with { Place = heir.Value }));
        return new Facts(InOrder(kept));
    }

    // One order for the same knowledge, whatever order it was gained in.
    private static Fact[] InOrder(IEnumerable<Fact> facts) => facts.OrderBy(static fact => fact.Place).ThenBy(static fact => fact.Constant?.GetHashCode() ?? 0).ToArray();

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
