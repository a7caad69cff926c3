using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Who needs whom among the resources of one snapshot, by their index in it. What is not in the snapshot takes no part.
/// There are no cycles, as a dependency must exist before its dependent.
/// </summary>
internal sealed class DependencyGraph
{
    private static readonly List<int> Nobody = [];

    private readonly Dictionary<ResourceHandle, int> _indexes;
    private readonly Dictionary<int, List<int>> _dependents = [];
    private readonly ImmutableArray<ResourceInfo> _resources;

    public DependencyGraph(ImmutableArray<ResourceInfo> resources)
    {
        _resources = resources;
        _indexes = new(resources.Length);
        for (var i = 0; i < resources.Length; i++)
            _indexes[resources[i].Handle] = i;

        for (var i = 0; i < resources.Length; i++)
        {
            foreach (var needed in DependenciesOf(i))
            {
                if (!_dependents.TryGetValue(needed, out var list))
                    _dependents.Add(needed, list = []);
                list.Add(i);
            }
        }
    }

    public ResourceInfo this[int index] => _resources[index];

    public bool TryIndexOf(ResourceHandle handle, out int index) => _indexes.TryGetValue(handle, out index);

    public IReadOnlyList<int> DependentsOf(int index) => _dependents.GetValueOrDefault(index, Nobody);

    public IEnumerable<int> DependenciesOf(int index)
    {
        var dependencies = _resources[index].DependsOn;
        if (dependencies.IsDefaultOrEmpty)
            yield break;

        foreach (var dependency in dependencies.Distinct())
        {
            if (_indexes.TryGetValue(dependency, out var found))
                yield return found;
        }
    }

    /// <summary>Every resource after all that depend on it, and otherwise in the snapshot's order.</summary>
    public List<int> DependentsFirst()
    {
        var ordered = new List<int>(_resources.Length);
        var visited = new bool[_resources.Length];
        // An explicit stack: a chain of dependencies may be longer than the thread's stack is deep.
        var stack = new Stack<(int Index, bool DependentsDone)>();
        for (var root = 0; root < _resources.Length; root++)
        {
            stack.Push((root, false));
            while (stack.TryPop(out var top))
            {
                if (top.DependentsDone)
                {
                    ordered.Add(top.Index);
                }
                else if (!visited[top.Index])
                {
                    visited[top.Index] = true;
                    stack.Push((top.Index, true));
                    var dependents = DependentsOf(top.Index);
                    for (var i = dependents.Count - 1; i >= 0; i--)
                        stack.Push((dependents[i], false));
                }
            }
        }
        return ordered;
    }
}
