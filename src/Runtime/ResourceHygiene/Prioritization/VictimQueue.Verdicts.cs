using System.Collections.Immutable;

namespace ResourceHygiene;

/// <content>From indexes to verdicts.</content>
internal sealed partial class VictimQueue
{
    /// <summary>
    /// What stays, with the reason: what is in use, what its type's profile keeps, and last what something that stays needs.
    /// Complete once nothing is left to take.
    /// </summary>
    public ImmutableArray<ReleaseVerdict> Kept()
    {
        if (_isPartial)
            LoadRest();
        var kept = new List<(int Order, int Index, ReleaseVerdict Verdict)>();
        for (var i = 0; i < _table.Count; i++)
        {
            if (WhyKept(i) is var (rule, order) && TryRead(i, out var resource))
                kept.Add((order, i, VerdictOf(i, resource, ReleaseAction.None, rule)));
        }
        kept.Sort((left, right) =>
        {
            var order = left.Order.CompareTo(right.Order);
            if (order == 0)
                order = _table.TierOf(left.Index).CompareTo(_table.TierOf(right.Index));
            return order == 0 ? _table.Comparison(left.Index, right.Index) : order;
        });
        return [.. kept.Select(static entry => entry.Verdict)];
    }

    /// <summary>Why a resource stays, as far as the run has come; <see langword="null"/> if it is not among those asked about, or has its verdict.</summary>
    public ReleaseVerdict? Explain(ResourceHandle handle)
    {
        if (_isPartial)
            LoadRest();
        if (IndexOf(handle) is not (>= 0 and var index) || !_table[index].Is(VictimTraits.IsCandidate) || !TryRead(index, out var resource))
            return null;

        return VerdictOf(index, resource, ReleaseAction.None, WhyKept(index)?.Rule ?? ReleaseRules.NotReached);
    }

    private (string Rule, int Order)? WhyKept(int index)
    {
        ref readonly var victim = ref _table[index];
        if (!victim.Is(VictimTraits.IsCandidate) || victim.Is(VictimTraits.IsGone) || victim.Is(VictimTraits.IsTaken))
            return null;
        if (victim.Is(VictimTraits.IsHeld))
            return TryRead(index, out var resource) && resource.State != ResourceState.Live ? (ReleaseRules.Releasing, 0) : (ReleaseRules.Leased, 0);
        if (victim.Is(VictimTraits.BelowThreshold) && !_demand.Critical)
            return (ReleaseRules.BelowThreshold, 1);
        if (_relations.HasDependents(index))
            return (ReleaseRules.Needed, 3);
        return victim.Is(VictimTraits.IsKept) ? (ReleaseRules.KeepAtLeast, 2) : null;
    }

    private string RuleOf(in Victim victim, ReleaseAction action, VictimActions open)
    {
        if (action == ReleaseAction.Trim)
            return victim.Is(VictimTraits.IsIncremental) ? ReleaseRules.Incremental : ReleaseRules.Trimmable;
        if (action == ReleaseAction.Offload)
            return ReleaseRules.Offloadable;
        if (victim.Is(VictimTraits.BelowThreshold) || IsLastOfType(victim.Type))
            return ReleaseRules.Critical;
        if (_isScored)
            return ReleaseRules.Scored;
        if (victim.Is(VictimTraits.IsExpired))
            return ReleaseRules.Expired;
        return (open & VictimActions.Trim) != 0 ? ReleaseRules.TrimNotEnough : ReleaseRules.Ranked;
    }

    private ReleaseVerdict VerdictOf(int index, in ResourceInfo resource, ReleaseAction action, string rule)
    {
        ref readonly var victim = ref _table[index];
        var profile = _types[victim.Type].Profile;
        var neededBy = rule == ReleaseRules.Needed ? _relations.FirstDependent(index, IsThere, _table.Comparison) : -1;
        ResourceInfo dependent = default;
        if (neededBy >= 0)
            TryRead(neededBy, out dependent);
        return new()
        {
            Resource = resource,
            Action = action,
            Rule = rule,
            Priority = victim.Priority,
            Profile = profile,
            Retention = resource.Retention > TimeSpan.Zero ? resource.Retention : profile.Retention,
            IsExpired = victim.Is(VictimTraits.IsExpired),
            IsActive = victim.Is(VictimTraits.IsActive),
            Score = _isScored ? Unsortable(victim.High) : null,
            Bytes = action == ReleaseAction.None ? 0 : victim.Bytes,
            Missing = Missing,
            LiveOfType = _types[victim.Type].IsCounted ? LiveOf(victim.Type) : 0,
            Usage = _demand.Usage,
            NeededBy = dependent.Handle,
            NeededByTitle = neededBy >= 0 && dependent.Type is not null ? dependent.Title : null,
        };
    }

    private bool IsThere(int index) => !_table[index].Is(VictimTraits.IsGone);

    /// <summary>What a resource is like: in the snapshot, or now.</summary>
    private bool TryRead(int index, out ResourceInfo resource)
    {
        if (_tracker is null)
        {
            if (!_changed.TryGetValue(index, out resource))
                resource = _snapshot[index];
            return true;
        }

        var handle = new ResourceHandle(_table[index].Handle >> ResourceHandle.IndexBits, (int)(_table[index].Handle & ResourceHandle.IndexMask));
        if (_tracker.TryGetInfo(handle, out resource))
            return true;

        _tracker.NoticeIfCollected(handle);
        return false;
    }

    private int IndexOf(ResourceHandle handle)
    {
        if (_last >= 0 && _table[_last].Handle == handle.Value)
            return _last;

        for (var i = 0; i < _table.Count; i++)
        {
            if (_table[i].Handle == handle.Value)
                return i;
        }
        return -1;
    }
}
