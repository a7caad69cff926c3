using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>A control-flow graph whose blocks are reduced to what matters to resources. Made once, walked once a site.</summary>
internal sealed class LoweredGraph
{
    private readonly Dictionary<ControlFlowRegion, int[]> _placesOfRegions = new();
    private readonly Dictionary<(ControlFlowRegion Finally, BasicBlock Destination), (ControlFlowBranch Branch, int Index)> _waysOut = new();
    private readonly Dictionary<IOperation, bool> _throws = new();
    private readonly bool?[] _isInTry;
    private AskedPlaces? _asked;
    private ILookup<int, int>? _families;
    private int[]? _heads;
    private Beginnings? _beginnings;

    public LoweredGraph(ControlFlowGraph graph, PlaceTable places, Instruction[][] code, Condition?[] conditions)
    {
        Graph = graph;
        Places = places;
        Code = code;
        Conditions = conditions;
        _isInTry = new bool?[code.Length];
    }

    public ControlFlowGraph Graph { get; }

    public PlaceTable Places { get; }

    /// <summary>Instructions by block ordinal.</summary>
    public Instruction[][] Code { get; }

    /// <summary>What each block branches on, by block ordinal; null where it does not.</summary>
    public Condition?[] Conditions { get; }

    /// <summary>How many steps a walk may take before it is given up.</summary>
    public int Budget { get; init; } = Configuration.HygieneSettings.DefaultPathBudget;

    /// <summary>Whether an operation plausibly throws.</summary>
    public Func<IOperation, bool> MayThrow { get; init; } = static _ => true;

    /// <summary>
    /// Whether the operation of a <see cref="InstructionKind.MayThrow"/> does. Asked only where a path comes by for which it
    /// matters: the answer may lie in the bodies of many methods.
    /// </summary>
    public bool Throws(Instruction instruction)
    {
        if (!_throws.TryGetValue(instruction.Operation, out bool throws))
            _throws.Add(instruction.Operation, throws = MayThrow(instruction.Operation));
        return throws;
    }

    /// <summary>Whether something in this body sees what a block throws.</summary>
    public bool IsInTry(BasicBlock block)
    {
        if (_isInTry[block.Ordinal] is { } known)
            return known;
        ControlFlowRegion? region = block.EnclosingRegion;
        while (region is not null && region.Kind is not (ControlFlowRegionKind.Try or ControlFlowRegionKind.Root))
            region = region.EnclosingRegion;
        bool isIn = region?.Kind == ControlFlowRegionKind.Try;
        _isInTry[block.Ordinal] = isIn;
        return isIn;
    }

    /// <summary>The places whose value may still matter to a path that enters a block.</summary>
    public AskedPlaces Asked => _asked ??= new AskedPlaces(this);

    /// <summary>
    /// The first branch seen that runs through the same finally to the same place, and where in it that finally stands: for
    /// what is left to do the two are one.
    /// </summary>
    public (ControlFlowBranch Branch, int Index) WayOut(ControlFlowBranch branch, int index)
    {
        var key = (branch.FinallyRegions[index], branch.Destination!);
        if (!_waysOut.TryGetValue(key, out (ControlFlowBranch Branch, int Index) way))
            _waysOut.Add(key, way = (branch, index));
        return way;
    }

    /// <summary>The place that gets what a site yields, or <see cref="Value.None"/>.</summary>
    public int TargetOf(int site) => Beginnings.TargetOf(site);

    /// <summary>Where something comes into being or into a variable.</summary>
    public Beginnings Beginnings => _beginnings ??= new Beginnings(this);

    /// <summary>Whether some instruction hands on, stores, returns or loses sight of what a place, or one that may hold the same, holds.</summary>
    public bool LetsGoOf(int place)
    {
        int[] family = FamilyOf(place);
        return Code.Any(block => block.Any(instruction => instruction.Value.IsPlace && family.Contains(instruction.Value.Place)
            && instruction.Kind is InstructionKind.HandOver or InstructionKind.Escape or InstructionKind.Store or InstructionKind.Return));
    }

    /// <summary>All places that may ever hold what a place holds, or something that stands for it.</summary>
    public int[] FamilyOf(int place)
    {
        int[] heads = _heads ??= FindFamilies();
        _families ??= Enumerable.Range(0, heads.Length).ToLookup(other => Head(heads, other));
        return _families[Head(heads, place)].ToArray();
    }

    private int[] FindFamilies()
    {
        int[] heads = Enumerable.Range(0, Places.Count).ToArray();
        foreach (Instruction instruction in Code.SelectMany(static block => block))
        {
            if (instruction.Target >= 0 && instruction.Value.IsPlace && instruction.Kind != InstructionKind.EndStatement)
                heads[Head(heads, instruction.Target)] = Head(heads, instruction.Value.Place);
        }

        return heads;
    }

    private static int Head(int[] heads, int place)
    {
        while (heads[place] != place)
            place = heads[place] = heads[heads[place]];
        return place;
    }

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
