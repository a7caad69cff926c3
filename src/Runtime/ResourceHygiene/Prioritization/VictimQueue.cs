using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// The decision at work on one set of resources: hands out one verdict after another, in order, and takes back what became
/// of it. Order, candidates, plans and explanations all come from here, so that they cannot disagree. For one thread.
/// </summary>
/// <remarks>
/// Nothing is sorted as a whole. Each resource falls into a tier (active or not, expired or not, priority, whether it frees
/// anything itself); only the lowest tier with anything open is looked at, through a <see cref="VictimFront"/> for
/// each kind of action. A resource keeps the place that it had when the run began, whatever is done to it meanwhile.
/// </remarks>
internal sealed partial class VictimQueue(ReleasePrioritizer owner) : IDisposable
{
    private readonly VictimTable _table = new();
    private readonly VictimTypes _types = new();
    private readonly VictimRelations _relations = new();
    private readonly VictimFront?[] _fronts = new VictimFront?[VictimTable.TierCount * Kinds.Length];
    private readonly Dictionary<int, ResourceInfo> _changed = [];

    private ReleasePolicy _policy = ReleasePolicy.Default;
    private ReleaseDemand _demand;
    private ImmutableArray<ResourceInfo> _snapshot = [];
    private ResourceTracker? _tracker;
    private bool _isScored;

    /// <summary>Whose verdict was handed out last.</summary>
    private int _last = -1;

    /// <summary>How many were selected while only the first were loaded.</summary>
    private int _selected;

    private static ReadOnlySpan<VictimActions> Kinds => [VictimActions.Trim, VictimActions.Part, VictimActions.Offload, VictimActions.Any];

    /// <summary>Bytes still missing, which decide what is sufficient; <see langword="null"/> where no number is wanted.</summary>
    public long? Missing { get; set; }

    /// <summary>The next verdict: always one to act on. What stays is in <see cref="Kept"/>, once there are no more.</summary>
    public bool TryTake(out ReleaseVerdict verdict)
    {
        while (TrySelect(out var index, out var kind))
        {
            ref var victim = ref _table[index];
            var open = _table.ActionsOf(index);
            var action = Choose(kind, open, victim.Bytes);
            if (action == ReleaseAction.Release && !_demand.Critical && IsLastOfType(victim.Type))
            {
                Change(index, VictimTraits.IsKept);
            }
            else if (!TryRead(index, out var resource))
            {
                End(index);
            }
            else if (resource.Leases > 0 || resource.State != ResourceState.Live)
            {
                // Since the resources were read.
                Change(index, VictimTraits.IsHeld);
            }
            else
            {
                verdict = VerdictOf(index, resource, action, RuleOf(victim, action, open));
                _last = index;
                Change(index, VictimTraits.IsTaken | action switch
                {
                    ReleaseAction.Trim => VictimTraits.WasTrimmed,
                    ReleaseAction.Offload => VictimTraits.WasOffloaded,
                    _ => VictimTraits.WasReleased,
                });
                return true;
            }
        }

        verdict = default;
        return false;
    }

    /// <summary>The action just taken left it live: if it still has something, the next action gets its turn.</summary>
    public void Remains(in ResourceInfo now)
    {
        if (IndexOf(now.Handle) is not (>= 0 and var index) || !_table[index].Is(VictimTraits.IsTaken))
            return;

        ref var victim = ref _table[index];
        victim.Traits &= ~VictimTraits.IsTaken;
        if (_demand.Location is { } wanted && (now.Location != wanted || now.Bytes == 0))
        {
            victim.Traits &= ~(VictimTraits.Frees | VictimTraits.IsCandidate);
            victim.Bytes = 0;
            if (MakesWay(index))
                victim.Traits |= VictimTraits.IsCandidate;
        }
        else
        {
            victim.Bytes = now.Bytes;
        }

        if (_tracker is null)
            _changed[index] = now;
        Refresh(index);
    }

    /// <summary>It is no longer there: what it needed may go now.</summary>
    public void Gone(ResourceHandle handle)
    {
        if (IndexOf(handle) is >= 0 and var index)
            End(index);
    }

    /// <summary>Its one verdict was given: what it needed has its turn now, although it may be there still.</summary>
    public void Pass(ResourceHandle handle)
    {
        if (IndexOf(handle) is >= 0 and var index && !_table[index].Is(VictimTraits.IsGone))
        {
            Change(index, VictimTraits.IsGone);
            Free(index);
        }
    }

    /// <summary>Gives the queue back, to be used again by the next run.</summary>
    public void Dispose()
    {
        _snapshot = [];
        _tracker = null;
        _changed.Clear();
        owner.Return(this);
    }

    private void End(int index)
    {
        if (_table[index].Is(VictimTraits.IsGone))
            return;

        _types[_table[index].Type].Live--;
        Change(index, VictimTraits.IsGone);
        Free(index);
    }

    private void Free(int index)
    {
        foreach (var needed in _relations.NeedsOf(index))
        {
            _relations.Drop(needed);
            Refresh(needed);
        }
    }

    private bool MakesWay(int index)
    {
        foreach (var needed in _relations.NeedsOf(index))
        {
            if (_table[needed].Is(VictimTraits.IsCandidate))
                return true;
        }
        return false;
    }

    /// <summary>The resource whose turn it is: in the lowest tier that has any, by the cheapest kind of action that is sufficient.</summary>
    private bool TrySelect(out int index, out VictimActions kind)
    {
        // What was passed over at first may be next once the limit was reached.
        if (_isPartial && ++_selected > _best.Length)
            LoadRest();
        while (true)
        {
            for (var tier = 0; tier < VictimTable.TierCount && !(_isPartial && tier > _best.Tier); tier++)
            {
                if (_table.SumsOf(tier).Open == 0)
                    continue;

                var number = KindOf(tier);
                kind = Kinds[number];
                var front = _fronts[(tier * Kinds.Length) + number] ??= new VictimFront();
                index = front.Next(_table, tier, kind);
                if (index >= 0)
                    return true;
            }

            if (!_isPartial)
                break;

            LoadRest();
        }

        index = -1;
        kind = VictimActions.None;
        return false;
    }

    /// <summary>
    /// Where no number of bytes is wanted, trims, then offloads, then the rest. Where one is, a kind has its turn only if
    /// all its actions of the tier together may free as much; types that go in parts are trimmed in any case.
    /// </summary>
    private int KindOf(int tier)
    {
        const int Trim = 0, Part = 1, Offload = 2, Any = 3;
        if (_isScored)
            return Any;

        ref readonly var sums = ref _table.SumsOf(tier);
        var missing = Missing ?? 0;
        if (sums.Trims > 0 && sums.TrimBytes >= missing)
            return Trim;
        if (sums.Parts > 0)
            return Part;
        return sums.Offloads > 0 && sums.OffloadBytes >= missing ? Offload : Any;
    }

    /// <summary>The cheapest sufficient action of one resource. Moving all of it frees as much as losing all of it; a part may not be enough.</summary>
    private ReleaseAction Choose(VictimActions kind, VictimActions open, long bytes)
    {
        // The tree has asked the tier as a whole; under a score each resource is asked by itself.
        if (kind is VictimActions.Trim or VictimActions.Part)
            return ReleaseAction.Trim;
        if (_isScored && (open & VictimActions.Trim) != 0 && ((open & VictimActions.Part) != 0 || bytes >= (Missing ?? 0)))
            return ReleaseAction.Trim;
        if ((open & VictimActions.Offload) != 0)
            return ReleaseAction.Offload;
        return (open & VictimActions.Release) != 0 ? ReleaseAction.Release : ReleaseAction.Trim;
    }

    private bool IsLastOfType(int type) => _types[type].IsCounted && LiveOf(type) <= _types[type].Profile.KeepAtLeast;

    /// <summary>How many of the type are there. Others may release some meanwhile, so the tracker is asked as well.</summary>
    private int LiveOf(int type)
    {
        ref var entry = ref _types[type];
        return _tracker is null ? entry.Live : (int)Math.Min(entry.Live, _tracker.TotalsOf(entry.Type).Live);
    }

    private void Change(int index, VictimTraits added)
    {
        _table[index].Traits |= added;
        Refresh(index);
    }

    /// <summary>Works out again which actions are open to a resource.</summary>
    private void Refresh(int index)
    {
        ref var victim = ref _table[index];
        var tier = TierOf(victim);
        var added = _table.Place(index, tier, ActionsOf(victim, _relations.HasDependents(index)));
        if (added == VictimActions.None)
            return;

        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            if ((added & Kinds[kind]) != 0)
                _fronts[(tier * Kinds.Length) + kind]?.Add(_table, index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TierOf(ReleasePriority priority, VictimTraits traits)
    {
        var tier = (traits & VictimTraits.Frees) != 0 ? 0 : 1;
        if (_isScored)
            return tier;

        tier |= (Math.Clamp((int)priority, (int)ReleasePriority.Low, (int)ReleasePriority.Critical) - (int)ReleasePriority.Low) << 1;
        if ((traits & (tier % 2 == 0 ? VictimTraits.IsExpired : VictimTraits.MakesWayForExpired)) == 0)
            tier |= 8;
        return (traits & VictimTraits.IsActive) != 0 ? tier | 16 : tier;
    }

    private int TierOf(in Victim victim) => TierOf(victim.Priority, victim.Traits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VictimActions ActionsOf(in Victim victim, bool isNeeded)
    {
        const VictimTraits Done = VictimTraits.IsHeld | VictimTraits.IsTaken | VictimTraits.IsGone | VictimTraits.WasReleased;
        const VictimTraits Special = VictimTraits.CanTrim | VictimTraits.CanOffload | VictimTraits.BelowThreshold | VictimTraits.IsKept;
        if ((victim.Traits & (Done | VictimTraits.IsCandidate)) != VictimTraits.IsCandidate)
            return VictimActions.None;

        return (victim.Traits & Special) == 0
            ? isNeeded ? VictimActions.None : VictimActions.Release
            : SpecialActionsOf(victim.Traits, isNeeded);
    }

    private VictimActions SpecialActionsOf(VictimTraits traits, bool isNeeded)
    {
        if ((traits & VictimTraits.BelowThreshold) != 0 && !_demand.Critical)
            return VictimActions.None;

        var actions = isNeeded || (traits & VictimTraits.IsKept) != 0 ? VictimActions.None : VictimActions.Release;
        if ((traits & VictimTraits.Frees) == 0)
            return actions;

        var isPart = (traits & VictimTraits.IsIncremental) != 0;
        // Nobody has missed what is expired: there is no point in keeping a part of it, unless its type wants that.
        var goesWhole = actions != VictimActions.None && (traits & VictimTraits.IsExpired) != 0;
        const VictimTraits Beyond = VictimTraits.WasTrimmed | VictimTraits.WasOffloaded;
        if ((traits & (VictimTraits.CanTrim | Beyond)) == VictimTraits.CanTrim && (isPart || !goesWhole))
            actions |= isPart ? VictimActions.Trim | VictimActions.Part : VictimActions.Trim;
        if ((traits & (VictimTraits.CanOffload | VictimTraits.WasOffloaded)) == VictimTraits.CanOffload && !goesWhole)
            actions |= VictimActions.Offload;
        return actions;
    }
}
