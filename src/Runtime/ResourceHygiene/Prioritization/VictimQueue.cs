using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// The decision tree at work on one snapshot: hands out one verdict after another, in order, and takes back what became
/// of it. Order, candidates and explanation all come from here, so that they cannot disagree. For one thread.
/// </summary>
internal sealed class VictimQueue
{
    private readonly ReleasePolicy _policy;
    private readonly ResourceLocation? _location;
    private readonly DependencyGraph _graph;
    private readonly ResourceInfo[] _resources;
    private readonly ReleasePriority[] _priorities;

    /// <summary>Dependents that have not gone yet.</summary>
    private readonly int[] _dependents;

    /// <summary>The strongest action already taken; only stronger ones are left.</summary>
    private readonly ReleaseAction[] _taken;

    private readonly Turn[] _turns;
    private readonly bool[] _isCandidate;
    private readonly PriorityQueue<int, VictimKey> _queue = new();

    /// <summary>Makes the queue.</summary>
    /// <param name="resources">A snapshot.</param>
    /// <param name="policy">Rank and retention of types.</param>
    /// <param name="location">Where room is wanted; <see langword="null"/> takes every resource.</param>
    public VictimQueue(ImmutableArray<ResourceInfo> resources, ReleasePolicy policy, ResourceLocation? location)
    {
        _policy = policy;
        _location = location;
        _graph = new DependencyGraph(resources);
        _resources = [.. resources];
        _priorities = new ReleasePriority[resources.Length];
        _dependents = new int[resources.Length];
        _taken = new ReleaseAction[resources.Length];
        _turns = new Turn[resources.Length];
        _isCandidate = new bool[resources.Length];

        for (var i = 0; i < _resources.Length; i++)
        {
            _priorities[i] = _resources[i].Priority;
            _dependents[i] = _graph.DependentsOf(i).Count;
        }

        var order = _graph.DependentsFirst();
        foreach (var i in order)
        {
            foreach (var needed in _graph.DependenciesOf(i))
                _priorities[needed] = (ReleasePriority)Math.Max((int)_priorities[needed], (int)_priorities[i]);
        }
        for (var at = order.Count - 1; at >= 0; at--)
        {
            // What frees nothing here may have to make way for what it needs.
            var i = order[at];
            _isCandidate[i] = FreesSomething(i) || _graph.DependenciesOf(i).Any(needed => _isCandidate[needed]);
        }
        for (var i = 0; i < _resources.Length; i++)
            Enqueue(i);
    }

    /// <summary>The next verdict. A resource that has to stay comes in its place, with the reason.</summary>
    public bool TryTake(out ReleaseVerdict verdict)
    {
        if (!_queue.TryDequeue(out var index, out var key))
        {
            verdict = default;
            return false;
        }

        _turns[index] = Turn.Taken;
        if (IsHeld(index))
        {
            verdict = VerdictText.Held(_resources[index]);
        }
        else
        {
            _taken[index] = key.Action;
            verdict = VerdictText.Of(_resources[index], key, _policy);
        }
        return true;
    }

    /// <summary>The action just taken left it live: if it still has something, the next action gets its turn.</summary>
    public void Remains(ResourceInfo now)
    {
        if (_graph.TryIndexOf(now.Handle, out var index) && _turns[index] == Turn.Taken)
        {
            _resources[index] = now;
            _turns[index] = Turn.Waiting;
            Enqueue(index);
        }
    }

    /// <summary>It is no longer there: what it needed may go now.</summary>
    public void Gone(ResourceHandle handle)
    {
        if (!_graph.TryIndexOf(handle, out var index) || _turns[index] == Turn.Gone)
            return;

        _turns[index] = Turn.Gone;
        foreach (var needed in _graph.DependenciesOf(index))
        {
            _dependents[needed]--;
            Enqueue(needed);
        }
    }

    /// <summary>Once nothing is left to take: candidates that may not be released because something that stays needs them.</summary>
    public IEnumerable<ReleaseVerdict> Blocked()
    {
        for (var i = 0; i < _resources.Length; i++)
        {
            if (_isCandidate[i] && _turns[i] == Turn.Waiting)
                yield return VerdictText.Needed(_resources[i], _resources[_graph.DependentsOf(i).First(other => _turns[other] != Turn.Gone)]);
        }
    }

    private bool IsHeld(int index) => _resources[index].Leases > 0 || _resources[index].State != ResourceState.Live;

    private bool FreesSomething(int index) =>
        _location is not { } wanted || (_resources[index].Location == wanted && _resources[index].Bytes > 0);

    private bool IsExpired(int index) => _resources[index].Idle > _policy.RetentionOf(_resources[index]);

    private void Enqueue(int index)
    {
        if (!_isCandidate[index] || _turns[index] != Turn.Waiting || NextAction(index) is not { } action)
            return;

        _turns[index] = Turn.Queued;

        ref readonly var resource = ref _resources[index];
        _queue.Enqueue(index, new VictimKey
        {
            Priority = _priorities[index],
            FreesNothing = !FreesSomething(index),
            IsExpired = IsExpired(index),
            Action = action,
            Rank = _policy.ProfileOf(resource.Type).Rank,
            Idle = resource.Idle,
            Bytes = resource.Bytes,
            Uses = resource.Uses,
            Handle = resource.Handle.Value,
        });
    }

    /// <summary>The cheapest action that is left; none while dependents allow no release and nothing milder is left.</summary>
    private ReleaseAction? NextAction(int index)
    {
        var mayRelease = _dependents[index] == 0;
        // Nobody has missed what is expired: there is no point in keeping a part of it.
        if (mayRelease && IsExpired(index))
            return ReleaseAction.Release;
        if (FreesSomething(index) && MildAction(index) is { } mild)
            return mild;
        return mayRelease ? ReleaseAction.Release : null;
    }

    private ReleaseAction? MildAction(int index)
    {
        ref readonly var resource = ref _resources[index];
        if (resource.CanTrim && _taken[index] < ReleaseAction.Trim)
            return ReleaseAction.Trim;
        if (resource.CanOffload && resource.Location.IsDevice && _taken[index] < ReleaseAction.Offload)
            return ReleaseAction.Offload;
        return null;
    }

    private enum Turn
    {
        /// <summary>Not in the queue; only what dependents hold back stays so.</summary>
        Waiting,
        Queued,

        /// <summary>Its verdict was handed out. Without news of what became of it, it stays.</summary>
        Taken,
        Gone,
    }
}
