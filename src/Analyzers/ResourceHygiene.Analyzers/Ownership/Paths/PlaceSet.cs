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

    public bool Contains(int place) => place >= 0 && Array.BinarySearch(Places, place) >= 0;

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
        return index < 0 ? this : new PlaceSet(Places.Where(other => other != place).ToArray());
    }

    /// <summary>The set without every place for which <paramref name="isGone"/> holds; the same array when none does.</summary>
    public PlaceSet Without(Func<int, bool> isGone) =>
        Places.Any(isGone) ? new PlaceSet(Places.Where(place => !isGone(place)).ToArray()) : this;

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
