namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Names places. A struct, so that asking costs no delegate: it is done at every step of every path.</summary>
internal interface IPlaceFilter
{
    bool Names(int place);
}

/// <summary>One place.</summary>
internal readonly struct OnePlace(int named) : IPlaceFilter
{
    public bool Names(int place) => place == named;
}

/// <summary>Some places.</summary>
internal readonly struct AnyOf(int[] named) : IPlaceFilter
{
    public bool Names(int place) => Array.IndexOf(named, place) >= 0;
}

/// <summary>The members of what a place holds: other ones once the place holds something else.</summary>
internal readonly struct MembersOf(PlaceTable places, int owner) : IPlaceFilter
{
    public bool Names(int place)
    {
        for (int holder = places[place].Owner; holder >= 0; holder = places[holder].Owner)
        {
            if (holder == owner)
                return true;
        }

        return false;
    }
}

/// <summary>The temporaries whose statement an instruction ends.</summary>
internal readonly struct TemporariesOf(PlaceTable places, Instruction end) : IPlaceFilter
{
    public bool Names(int place) => place >= end.Value.Place && place < end.Target && places[place].Kind == PlaceKind.Temporary;
}

/// <summary>What lives in fields, and what was answered about their content.</summary>
internal readonly struct FieldsOf(PlaceTable places) : IPlaceFilter
{
    public bool Names(int place) => places[place] is { Kind: PlaceKind.Outer, IsFixed: false } or { AsksForContent: true, AsksFields: true };
}

/// <summary>What is stored outside of the body.</summary>
internal readonly struct OuterOf(PlaceTable places) : IPlaceFilter
{
    public bool Names(int place) => places[place].Kind == PlaceKind.Outer;
}

/// <summary>What nothing asks about any more from a block on.</summary>
internal readonly struct NotAskedFrom(AskedPlaces asked, int block) : IPlaceFilter
{
    public bool Names(int place) => !asked.Contains(block, place);
}
