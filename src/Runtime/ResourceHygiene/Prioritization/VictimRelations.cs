using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Who needs whom among the resources of one run, by index. Most have nothing to do with any other and cost nothing here.
/// What is not in the run takes no part.
/// </summary>
internal sealed class VictimRelations
{
    private readonly List<(int Dependent, ImmutableArray<ResourceHandle> Needs)> _pending = [];
    private readonly Dictionary<ulong, int> _indexes = [];
    private readonly List<Edge> _edges = [];
    private readonly List<int> _order = [];

    /// <summary>By resource: its first edge as dependent and as needed, plus 1, and its dependents that have not gone.</summary>
    private Links[] _links = [];
    private int[] _open = [];

    /// <summary>How many resources had their links found; those that were added later have none.</summary>
    private int _linked;

    /// <summary>Every resource that is needed by another or needs one, dependents first. What is in a cycle is left out.</summary>
    public List<int> DependentsFirst => _order;

    public void Begin()
    {
        _pending.Clear();
        _indexes.Clear();
        _edges.Clear();
        _order.Clear();
        _linked = 0;
    }

    public void Add(int dependent, ImmutableArray<ResourceHandle> needs) => _pending.Add((dependent, needs));

    /// <summary>Finds out who is meant by the handles; whether there are any relations at all.</summary>
    public bool Link(ReadOnlySpan<Victim> victims)
    {
        if (_pending.Count == 0)
            return false;

        foreach (var (_, needs) in _pending)
        {
            foreach (var need in needs)
                _indexes.TryAdd(need.Value, -1);
        }
        for (var i = 0; i < victims.Length; i++)
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrNullRef(_indexes, victims[i].Handle);
            if (!Unsafe.IsNullRef(ref index))
                index = i;
        }

        Grow(victims.Length);
        foreach (var (dependent, needs) in _pending)
        {
            foreach (var need in needs)
            {
                // A need named twice is two edges, which go together.
                if (_indexes[need.Value] is >= 0 and var needed && needed != dependent)
                    Connect(dependent, needed);
            }
        }
        if (_edges.Count == 0)
            return false;

        _linked = victims.Length;
        Sort();
        return true;
    }

    public bool HasDependents(int index) => index < _linked && _links[index].Dependents > 0;

    public Needs NeedsOf(int index) => new(this, index < _linked ? _links[index].FirstNeed : 0);

    /// <summary>Notes that a resource is gone, for one of those that it needed.</summary>
    public void Drop(int needed) => _links[needed].Dependents--;

    /// <summary>The first in order of the dependents for which something holds; -1 if there is none.</summary>
    public int FirstDependent(int index, Func<int, bool> holds, Comparison<int> order)
    {
        var first = -1;
        for (var at = index < _linked ? _links[index].FirstDependent : 0; at != 0; at = _edges[at - 1].NextDependent)
        {
            var dependent = _edges[at - 1].Dependent;
            if (holds(dependent) && (first < 0 || order(dependent, first) < 0))
                first = dependent;
        }
        return first;
    }

    private void Grow(int count)
    {
        if (_links.Length < count)
        {
            _links = new Links[Math.Max(count, 2 * _links.Length)];
            _open = new int[_links.Length];
        }
        Array.Clear(_links, 0, count);
    }

    private void Connect(int dependent, int needed)
    {
        _edges.Add(new Edge(dependent, needed, _links[dependent].FirstNeed, _links[needed].FirstDependent));
        _links[dependent].FirstNeed = _edges.Count;
        _links[needed].FirstDependent = _edges.Count;
        _links[needed].Dependents++;
    }

    private void Sort()
    {
        foreach (var edge in _edges)
            _open[edge.Needed] = _links[edge.Needed].Dependents;
        foreach (var (dependent, _) in _pending)
        {
            if (_links[dependent].Dependents == 0 && _links[dependent].FirstNeed != 0)
                _order.Add(dependent);
        }
        for (var at = 0; at < _order.Count; at++)
        {
            foreach (var needed in NeedsOf(_order[at]))
            {
                if (--_open[needed] == 0)
                    _order.Add(needed);
            }
        }
    }

    private struct Links
    {
        public int FirstNeed;
        public int FirstDependent;
        public int Dependents;
    }

    private readonly record struct Edge(int Dependent, int Needed, int NextNeed, int NextDependent);

    /// <summary>What one resource needs.</summary>
    internal struct Needs(VictimRelations relations, int next)
    {
        public int Current { get; private set; }

        public readonly Needs GetEnumerator() => this;

        public bool MoveNext()
        {
            if (next == 0)
                return false;

            var edge = relations._edges[next - 1];
            Current = edge.Needed;
            next = edge.NextNeed;
            return true;
        }
    }
}
