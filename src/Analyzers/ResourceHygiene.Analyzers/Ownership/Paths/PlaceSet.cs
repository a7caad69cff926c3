namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>An immutable set of places. Nearly always of one to three members, so a sorted array beats a bit vector.</summary>
internal readonly struct PlaceSet : IEquatable<PlaceSet>
{
    private static readonly int[] s_none = Array.Empty<int>();

    private readonly int[]? _places;

    private PlaceSet(int[] places) => _places = places;

    public bool IsEmpty => Places.Length == 0;

    public int[] Places => _places ?? s_none;

    public static PlaceSet Of(int place) => new(new[] { place });

    public bool Contains(int place)
    {
        foreach (int member in Places)
        {
            if (member == place)
                return true;
        }

        return false;
    }

    public PlaceSet With(int place)
    {
        int index = Array.BinarySearch(Places, place);
        if (index >= 0)
            return this;
        var places = new int[Places.Length + 1];
        index = ~index;
        Array.Copy(Places, places, index);
        places[index] = place;
        Array.Copy(Places, index, places, index + 1, Places.Length - index);
        return new PlaceSet(places);
    }

    public PlaceSet Without(int place)
    {
        int index = Array.BinarySearch(Places, place);
        if (index < 0)
            return this;
        if (Places.Length == 1)
            return default;
        var places = new int[Places.Length - 1];
        Array.Copy(Places, places, index);
        Array.Copy(Places, index + 1, places, index, places.Length - index);
        return new PlaceSet(places);
    }

    /// <summary>The set without every place that a filter names; the same array when it names none.</summary>
    public PlaceSet Without<TFilter>(TFilter gone)
        where TFilter : struct, IPlaceFilter
    {
        PlaceSet kept = this;
        foreach (int place in Places)
        {
            if (gone.Names(place))
                kept = kept.Without(place);
        }

        return kept;
    }

    /// <summary>True when both are the same array; cheaper than <see cref="Equals(PlaceSet)"/>, and false says nothing.</summary>
    public bool IsSame(PlaceSet other) => ReferenceEquals(_places, other._places);

    public bool Equals(PlaceSet other) => ReferenceEquals(_places, other._places) || Places.AsSpan().SequenceEqual(other.Places);

    public override bool Equals(object? obj) => obj is PlaceSet other && Equals(other);

    public override int GetHashCode()
    {
        int hash = 17;
        foreach (int place in Places)
            hash = (hash * 31) + place;
        return hash;
    }
}
