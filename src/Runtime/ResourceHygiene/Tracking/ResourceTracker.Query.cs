using System.Collections.Immutable;

namespace ResourceHygiene;

public sealed partial class ResourceTracker
{
    /// <summary>Reads what is known about one resource.</summary>
    /// <param name="handle">The registration.</param>
    /// <param name="info">What is known.</param>
    /// <returns>Whether the resource is tracked and alive.</returns>
    public bool TryGetInfo(ResourceHandle handle, out ResourceInfo info)
    {
        if (!_slots.Has(handle.Index))
        {
            info = default;
            return false;
        }

        return TryRead(handle.Index, handle, _clock.NowMilliseconds, out info);
    }

    /// <summary>
    /// What is known about every tracked resource. Each entry is consistent in itself; entries may be from neighbouring
    /// moments. Resources found collected are recorded as leaks and left out.
    /// </summary>
    public ImmutableArray<ResourceInfo> Snapshot()
    {
        // As many as are counted now: mostly that is what is found, and nothing has to be copied.
        var infos = ImmutableArray.CreateBuilder<ResourceInfo>((int)_accounts.Sums().Live);
        // One moment for all: idle times are compared with each other.
        var now = _clock.NowMilliseconds;
        for (var index = 0; index < _slots.Used; index++)
        {
            if (_slots.Has(index) && !CollectIfDead(index) && TryRead(index, handle: null, now, out var info))
                infos.Add(info);
        }
        return infos.DrainToImmutable();
    }

    /// <summary>
    /// The registration of an object; <see cref="ResourceHandle.None"/> if it has none. Looks at one entry after another:
    /// for questions that are seldom asked.
    /// </summary>
    internal ResourceHandle Find(object resource)
    {
        for (var index = 0; index < _slots.Used; index++)
        {
            if (!_slots.Has(index))
                continue;

            ref var slot = ref _slots[index];
            var handle = new ResourceHandle(slot.ReadState().Generation, index);
            // The generation is checked afterwards, so that the target seen was this entry's.
            if (IsLive(handle) && slot.Target.TryGetTarget(out var target) && ReferenceEquals(target, resource) && IsLive(handle))
                return handle;
        }
        return ResourceHandle.None;
    }

    /// <summary>Reads one entry without stopping anybody: copies it, then checks that it was one entry all the time.</summary>
    private bool TryRead(int index, ResourceHandle? handle, long now, out ResourceInfo info)
    {
        ref var slot = ref _slots[index];
        var state = slot.ReadState();
        if (state.IsLive && (handle is not { } wanted || state.Names(wanted)) && slot.Target.TryGetTarget(out var resource))
        {
            var (bytes, location) = Slot.UnpackFootprint(Volatile.Read(ref slot.Footprint));
            var lesser = _executor.LesserActionsOf(slot.Account.Type, resource);
            info = new ResourceInfo
            {
                Handle = new ResourceHandle(state.Generation, index),
                Type = slot.Account.Type,
                Name = slot.Name,
                Bytes = bytes,
                Location = location,
                Priority = slot.Priority,
                Retention = slot.Retention,
                Idle = TimeSpan.FromMilliseconds(Math.Max(0, now - slot.LastUse)),
                Uses = slot.Uses,
                Leases = state.Leases,
                State = state.IsClosing ? ResourceState.Releasing : state.Pending is null ? ResourceState.Live : ResourceState.ReleasePending,
                CanTrim = (lesser & LesserActions.Trim) != 0,
                CanOffload = (lesser & LesserActions.Offload) != 0,
                Site = slot.Site,
                DependsOn = slot.DependsOn,
            };

            // The copies above must be done before the state is read again.
            Interlocked.MemoryBarrier();
            var after = slot.ReadState();
            if (after.IsLive && after.Generation == state.Generation)
                return true;
        }

        info = default;
        return false;
    }

    /// <summary>
    /// Ends an entry whose resource the garbage collector took, unless its finalizer may still release it; whether it was one
    /// that is gone, ended or not.
    /// </summary>
    private bool CollectIfDead(int index)
    {
        ref var slot = ref _slots[index];
        var state = slot.ReadState();
        // Leases do not matter: one that is held keeps its resource alive, so those counted here are lost as well.
        if (!state.IsLive || state.IsClosing || slot.Target.TryGetTarget(out _))
            return false;

        // The same state afterwards means that the target seen dead was this entry's: one claims it, others see it closing.
        if (!FinalizationWatch.HasCaughtUp)
            return slot.ReadState() == state;
        if (!slot.TryChange(state, state.Claimed()))
            return false;

        FinishCollected(new ResourceHandle(state.Generation, index), state);
        return true;
    }

    private void FinishCollected(ResourceHandle handle, SlotState state)
    {
        ref var slot = ref _slots[handle.Index];
        var (bytes, location) = Slot.UnpackFootprint(Volatile.Read(ref slot.Footprint));
        var leak = new LeakRecord(handle, slot.Account.Type, slot.Name, bytes, location, slot.Site) { StackTrace = slot.Trace?.ToString() };
        var isWatched = slot.IsWatched;
        if (state.Pending is not null)
            _deferred.Drop(handle);
        Remove(handle, isLeak: true);
        if (!isWatched)
            return;

        _leaks.Add(leak);
        _leakSubscribers.Raise(leak, _failures, new(handle, leak.Type, leak.Name, ReleaseReason.Requested, null!));
    }
}
