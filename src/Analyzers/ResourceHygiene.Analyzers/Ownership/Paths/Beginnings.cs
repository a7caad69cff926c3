using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Where in a graph something comes into being or into a variable. A walk that knows nothing about branches may begin there:
/// what lies before says nothing to it, and in a long method with many resources it would be walked for each of them.
/// </summary>
internal sealed class Beginnings
{
    private readonly Dictionary<int, int> _targets = new();
    private readonly Dictionary<int, HashSet<int>> _sites = new();
    private readonly Dictionary<int, HashSet<int>> _variables = new();
    private readonly LoweredGraph _graph;

    public Beginnings(LoweredGraph graph)
    {
        _graph = graph;
        for (int block = 0; block < graph.Code.Length; block++)
        {
            foreach (Instruction instruction in graph.Code[block])
            {
                if (instruction.Kind == InstructionKind.Acquire)
                {
                    // Where a site stands in several blocks, the first counts.
                    if (!_sites.ContainsKey(instruction.Site))
                        _targets.Add(instruction.Site, instruction.Target);
                    Add(_sites, instruction.Site, block);
                }

                if (instruction.Target >= 0 && instruction.Kind is InstructionKind.Acquire or InstructionKind.Assign or InstructionKind.Decide or InstructionKind.Store)
                    Add(_variables, instruction.Target, block);
            }
        }
    }

    /// <summary>The place that gets what a site yields, or <see cref="Value.None"/>.</summary>
    public int TargetOf(int site) => _targets.TryGetValue(site, out int target) ? target : Value.None;

    /// <summary>The blocks in which a site yields something; null where paths have to begin at the entry.</summary>
    public IReadOnlyCollection<int>? OfSite(int site) => In(_sites, site);

    /// <summary>The blocks in which a local gets a value; null where paths have to begin at the entry.</summary>
    public IReadOnlyCollection<int>? OfVariable(int place) => In(_variables, place);

    // A finally goes on wherever it was entered from.
    private HashSet<int>? In(Dictionary<int, HashSet<int>> blocks, int key) =>
        blocks.TryGetValue(key, out HashSet<int>? found) && !found.Any(block => IsInFinally(_graph.Graph.Blocks[block])) ? found : null;

    private static bool IsInFinally(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Finally or ControlFlowRegionKind.Filter)
                return true;
        }

        return false;
    }

    private static void Add(Dictionary<int, HashSet<int>> all, int key, int block)
    {
        if (!all.TryGetValue(key, out HashSet<int>? blocks))
            all.Add(key, blocks = new HashSet<int>());
        blocks.Add(block);
    }
}
