using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <content>Reading the resources, from a snapshot or from the tracker itself.</content>
internal sealed partial class VictimQueue
{
    private const long LongestIdle = (1L << 48) - 1;
    private const long LargestSize = (1L << 47) - 1;
    private const int MostUses = (1 << 17) - 1;

    /// <summary>By slot index: what the entry with that handle was found to be able to do.</summary>
    private (ulong Handle, LesserActions Actions)[] _known = [];

    /// <summary>By slot index, one bit: whether its entry is in the table.</summary>
    private ulong[] _loaded = [];

    private readonly VictimLimit _best = new();
    private long _activeTicks;
    private int _scanLength;

    /// <summary>Whether entries beyond the limit were passed over.</summary>
    private bool _isPartial;

    public void Load(ImmutableArray<ResourceInfo> resources, ReleasePolicy policy, in ReleaseDemand demand)
    {
        Begin(policy, demand, resources.IsDefault ? 0 : resources.Length, tracker: null);
        if (resources.IsDefaultOrEmpty)
            return;

        _snapshot = resources;
        TrackedEntry entry = default;
        for (var i = 0; i < resources.Length; i++)
        {
            ref readonly var resource = ref resources.ItemRef(i);
            entry.Handle = resource.Handle;
            entry.Type = resource.Type;
            entry.Bytes = resource.Bytes;
            entry.Location = resource.Location;
            entry.Priority = resource.Priority;
            entry.Idle = resource.Idle;
            entry.Retention = resource.Retention;
            entry.Uses = resource.Uses;
            entry.DependsOn = resource.DependsOn;
            entry.IsLive = resource.State == ResourceState.Live;
            entry.IsLeased = resource.Leases > 0;
            Add(entry, _types.Of(resource.Type), (resource.CanTrim ? LesserActions.Trim : 0) | (resource.CanOffload ? LesserActions.Offload : 0));
        }
        Relate();
    }

    /// <summary>
    /// Reads a tracker. Few runs get beyond a few victims, so at first only what may be among those is read, and the rest
    /// by <see cref="LoadRest"/> when it is asked for.
    /// </summary>
    public void Load(ResourceTracker tracker, ReleasePolicy policy, in ReleaseDemand demand, int expectedVictims)
    {
        // Slots that are added while it reads are left to the next run.
        var length = _scanLength = tracker.ScanLength;
        Begin(policy, demand, 64, tracker);
        if (_known.Length < length)
            Array.Resize(ref _known, Math.Max(length, 2 * _known.Length));
        if (_loaded.Length < (length + 63) / 64)
            _loaded = new ulong[Math.Max((length + 63) / 64, 2 * _loaded.Length)];
        else
            Array.Clear(_loaded);
        _best.Begin(expectedVictims);
        _isPartial = true;
        var reader = new FirstReader(this, tracker);
        tracker.Scan(ref reader, length);
        Relate();
    }

    /// <summary>Reads what was passed over at first.</summary>
    private void LoadRest()
    {
        _isPartial = false;
        var reader = new RestReader(this, _tracker!);
        _tracker!.Scan(ref reader, _scanLength);
        foreach (var front in _fronts)
            front?.Reset();
    }

    private void Begin(ReleasePolicy policy, in ReleaseDemand demand, int expected, ResourceTracker? tracker)
    {
        _policy = policy;
        _demand = demand;
        Missing = demand.Bytes;
        _isScored = policy.IsScored;
        _activeTicks = policy.ActiveWithin.Ticks;
        _tracker = tracker;
        _snapshot = [];
        _changed.Clear();
        _last = -1;
        _selected = 0;
        _isPartial = false;
        _types.Begin(policy, tracker);
        _relations.Begin();
        _table.Begin(expected);
        foreach (var front in _fronts)
            front?.Reset();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(in TrackedEntry entry, int typeIndex, LesserActions lesser)
    {
        var index = _table.Count;
        ref var victim = ref _table.Add();
        victim.Handle = entry.Handle.Value;
        victim.Type = typeIndex;
        victim.Priority = entry.Priority;
        ref var type = ref _types[typeIndex];
        if (entry.IsLive)
            type.Live++;

        var idle = entry.Idle.Ticks;
        var frees = _demand.Location is not { } wanted || (entry.Location == wanted && entry.Bytes > 0);
        victim.Bytes = frees ? entry.Bytes : 0;

        var retention = entry.Retention.Ticks;
        if (retention <= 0)
            retention = type.RetentionTicks;
        var traits = (VictimTraits)(lesser & LesserActions.Trim);
        if ((lesser & LesserActions.Offload) != 0 && entry.Location.IsDevice)
            traits |= VictimTraits.CanOffload;
        if (idle > retention)
            traits |= VictimTraits.IsExpired;
        if (entry.Priority == ReleasePriority.Critical || idle < _activeTicks)
            traits |= VictimTraits.IsActive;
        if (frees)
            traits |= VictimTraits.IsCandidate | VictimTraits.Frees;
        if (!entry.IsLive || entry.IsLeased)
            traits |= entry.IsLeased ? VictimTraits.IsHeld | VictimTraits.IsLeased : VictimTraits.IsHeld;
        if (type.IsSpecial)
            traits |= TraitsOf(type, traits);
        victim.Traits = traits;

        victim.High = HighOf(type, idle, retention, entry.Bytes, traits);
        victim.Low = _isScored
            ? LongestFirst(idle)
            : ((ulong)(LargestSize - victim.Bytes) << 17) | (uint)Math.Min(entry.Uses, MostUses);

        if (!entry.DependsOn.IsDefaultOrEmpty)
            _relations.Add(index, entry.DependsOn);
        _table.Place(index, TierOf(victim), ActionsOf(victim, isNeeded: false));
    }

    /// <summary>The tree: rank, then idle time. The score: the score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong HighOf(in VictimTypes.Entry type, long idle, long retention, long bytes, VictimTraits traits) => _isScored
        ? Sortable(Score(type, idle, retention, bytes, traits))
        : ((ulong)type.Rank << 48) | LongestFirst(idle);

    private VictimTraits TraitsOf(in VictimTypes.Entry type, VictimTraits traits)
    {
        var added = type.Profile.Incremental ? VictimTraits.IsIncremental : 0;
        if (_demand.Usage is { } usage && usage < type.Profile.Threshold && (traits & VictimTraits.IsExpired) == 0)
            added |= VictimTraits.BelowThreshold;
        return added;
    }

    /// <summary>
    /// What others need counts as much as they do and waits for them; what frees nothing takes its turn with what it
    /// makes way for.
    /// </summary>
    private void Relate()
    {
        if (!_relations.Link(_table.Victims))
            return;

        var order = _relations.DependentsFirst;
        foreach (var index in order)
        {
            ref var dependent = ref _table[index];
            foreach (var need in _relations.NeedsOf(index))
            {
                ref var needed = ref _table[need];
                if (dependent.Priority > needed.Priority)
                    needed.Priority = dependent.Priority;
                if (_isScored && dependent.High > needed.High)
                    needed.High = dependent.High;
                needed.Traits |= dependent.Traits & VictimTraits.IsActive;
            }
        }
        for (var at = order.Count - 1; at >= 0; at--)
        {
            ref var victim = ref _table[order[at]];
            foreach (var need in _relations.NeedsOf(order[at]))
            {
                var traits = _table[need].Traits;
                if (victim.Is(VictimTraits.Frees) || (traits & VictimTraits.IsCandidate) == 0)
                    continue;

                victim.Traits |= VictimTraits.IsCandidate;
                if ((traits & VictimTraits.Frees) != 0 ? (traits & VictimTraits.IsExpired) != 0 : (traits & VictimTraits.MakesWayForExpired) != 0)
                    victim.Traits |= VictimTraits.MakesWayForExpired;
            }
        }
        foreach (var index in order)
            Refresh(index);
        // In a cycle, which only a snapshot made by hand can have, everything is needed and nothing goes.
        for (var i = 0; i < _table.Count; i++)
        {
            if (_relations.HasDependents(i))
                Refresh(i);
        }
    }

    private double Score(in VictimTypes.Entry type, long idle, long retention, long bytes, VictimTraits traits)
    {
        var weights = _policy.Weights;
        var score = (weights.Rank * type.Rank)
            - (weights.Idle * Math.Min(1, idle * (retention == type.RetentionTicks ? type.IdleShare : 0.5 / retention)))
            - (weights.Size * Math.Min(1, bytes * 1e-9));
        if ((traits & (VictimTraits.IsActive | VictimTraits.IsLeased)) != 0)
            score += weights.Active;
        if (type.Profile.Compressible)
            score += weights.Compressible;
        if ((traits & VictimTraits.IsExpired) != 0)
            score -= weights.Expired;
        return score;
    }

    private static ulong LongestFirst(long idleTicks) =>
        (ulong)(LongestIdle - Math.Min(LongestIdle, idleTicks / TimeSpan.TicksPerMillisecond));

    /// <summary>The same order as the numbers', negative ones included.</summary>
    private static ulong Sortable(double value)
    {
        // Adding 0 makes -0 a 0.
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits < 0 ? ~bits : bits | long.MinValue);
    }

    private static double Unsortable(ulong bits) =>
        BitConverter.Int64BitsToDouble((long)bits < 0 ? (long)bits & long.MaxValue : ~(long)bits);

    /// <summary>Asks the resource itself, unless it is known what it can do.</summary>
    private void Look(in TrackedEntry entry, ResourceTracker tracker)
    {
        var type = _types.Of(entry.Type);
        ref var known = ref _known[entry.Handle.Index];
        if (known.Handle == entry.Handle.Value && entry.DependsOn.IsDefaultOrEmpty && !_types[type].IsCounted)
        {
            AddRead(entry, type, known.Actions);
        }
        else if (tracker.LesserActionsOf(entry.Handle) is { } actions)
        {
            known = (entry.Handle.Value, actions);
            AddRead(entry, type, actions);
        }
        else
        {
            // One that was collected must not count where numbers do, nor hold back what it needed.
            tracker.NoticeIfCollected(entry.Handle);
        }
    }
}
