using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>A control-flow graph whose blocks are reduced to what matters to resources. Made once, walked once a site.</summary>
internal sealed class LoweredGraph
{
    private readonly Dictionary<ControlFlowRegion, int[]> _placesOfRegions = new();
    private AskedPlaces? _asked;

    public LoweredGraph(ControlFlowGraph graph, PlaceTable places, Instruction[][] code, Condition?[] conditions)
    {
        Graph = graph;
        Places = places;
        Code = code;
        Conditions = conditions;
    }

    public ControlFlowGraph Graph { get; }

    public PlaceTable Places { get; }

    /// <summary>Instructions by block ordinal.</summary>
    public Instruction[][] Code { get; }

    /// <summary>What each block branches on, by block ordinal; null where it does not.</summary>
    public Condition?[] Conditions { get; }

    /// <summary>The places whose value may still matter to a path that enters a block.</summary>
    public AskedPlaces Asked => _asked ??= new AskedPlaces(this);

    /// <summary>The places whose life ends with a region.</summary>
    public int[] PlacesOf(ControlFlowRegion region)
    {
        if (_placesOfRegions.TryGetValue(region, out int[]? places))
            return places;
        places = region.Locals.Select(Places.Find).Concat(region.CaptureIds.Select(Places.Find)).Where(static place => place >= 0).ToArray();
        _placesOfRegions.Add(region, places);
        return places;
    }
}
