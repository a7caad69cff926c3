namespace ResourceHygiene.Analyzers.Ownership.Paths;

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
        int replaced = 0;
        foreach (Fact known in _facts)
        {
            if (known.Place != fact.Place)
                continue;
            if (known == fact || (known.Kind == FactKind.Is && isExclusion))
                return this;
            if (known.Kind == FactKind.IsNot)
                exclusions++;
            if (!isExclusion || known.Kind != FactKind.IsNot)
                replaced++;
        }

        if (isExclusion && exclusions >= MaxExclusions)
            return this;
        var facts = new Fact[_facts.Length - replaced + 1];
        int count = 0;
        bool isIn = false;
        foreach (Fact known in _facts)
        {
            if (known.Place == fact.Place && (!isExclusion || known.Kind != FactKind.IsNot))
                continue;
            if (!isIn && IsBefore(fact, known))
            {
                facts[count++] = fact;
                isIn = true;
            }

            facts[count++] = known;
        }

        if (!isIn)
            facts[count] = fact;
        return new Facts(facts);
    }

    /// <summary>What both sides know.</summary>
    public Facts Common(Facts other) => Equals(other) ? this : new Facts(_facts.Where(fact => Array.IndexOf(other._facts, fact) >= 0).ToArray());

    /// <summary>Forgets places; where others held the same value, what is known about it stays with them.</summary>
    public Facts Without<TFilter>(TFilter gone)
        where TFilter : struct, IPlaceFilter
    {
        int lost = 0;
        bool areInherited = false;
        foreach (Fact fact in _facts)
        {
            if (gone.Names(fact.Place))
                lost++;
            else
                areInherited |= fact is { Kind: FactKind.SameAs, Constant: int other } && gone.Names(other);
        }

        return areInherited ? Inherited(gone) : lost == 0 ? this : lost == _facts.Length ? None : new Facts(Kept(gone, lost));
    }

    private Fact[] Kept<TFilter>(TFilter gone, int lost)
        where TFilter : struct, IPlaceFilter
    {
        var kept = new Fact[_facts.Length - lost];
        int count = 0;
        foreach (Fact fact in _facts)
        {
            if (!gone.Names(fact.Place))
                kept[count++] = fact;
        }

        return kept;
    }

    // Rare: what others are said to hold the same as is among what is forgotten.
    private Facts Inherited<TFilter>(TFilter gone)
        where TFilter : struct, IPlaceFilter
    {
        var kept = new List<Fact>();
        var heirs = new Dictionary<int, int>();
        foreach (Fact fact in _facts)
        {
            if (gone.Names(fact.Place))
                continue;
            int root = RootOf(fact.Place);
            if (fact.Kind != FactKind.SameAs || !gone.Names(root))
                kept.Add(fact.Kind == FactKind.SameAs ? fact with { Constant = root } : fact);
            else if (heirs.TryGetValue(root, out int heir))
                kept.Add(fact with { Constant = heir });
            else
                heirs.Add(root, fact.Place);
        }

        foreach (KeyValuePair<int, int> heir in heirs)
            kept.AddRange(_facts.Where(fact => fact.Place == heir.Key).Select(known => known with { Place = heir.Value }));
        return new Facts(kept.OrderBy(static fact => fact.Place).ThenBy(static fact => HashOf(fact)).ToArray());
    }

    // One order for the same knowledge, whatever order it was gained in.
    private static bool IsBefore(Fact fact, Fact other) => fact.Place < other.Place || (fact.Place == other.Place && HashOf(fact) < HashOf(other));

    private static int HashOf(Fact fact) => fact.Constant?.GetHashCode() ?? 0;

    public bool Equals(Facts? other) => other is not null && (ReferenceEquals(this, other) || _facts.AsSpan().SequenceEqual(other._facts));

    public override bool Equals(object? obj) => Equals(obj as Facts);

    public override int GetHashCode()
    {
        int hash = 17;
        foreach (Fact fact in _facts)
            hash = (((hash * 31) + fact.Place) * 31) + HashOf(fact);
        return hash;
    }
}
