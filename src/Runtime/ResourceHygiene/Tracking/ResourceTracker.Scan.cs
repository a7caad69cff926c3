using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>Looks at one entry after another, without a copy of them all.</summary>
internal interface IEntryVisitor
{
    /// <summary>A first look, before anything is copied. What it sees may be changing.</summary>
    bool Wants(in Slot slot, SlotState state, int index, long now);

    void Visit(in TrackedEntry entry);
}

/// <summary>What decides about one entry, as it lies in its slot: the resource itself was not looked at.</summary>
internal struct TrackedEntry
{
    public ResourceHandle Handle;
    public string Type;
    public long Bytes;
    public ResourceLocation Location;
    public ReleasePriority Priority;
    public TimeSpan Idle;
    public TimeSpan Retention;
    public int Uses;
    public ImmutableArray<ResourceHandle> DependsOn;

    /// <summary>No release of it has begun or is pending.</summary>
    public bool IsLive;

    public bool IsLeased;

    /// <summary>Others depend on it.</summary>
    public bool IsNeeded;
}

public sealed partial class ResourceTracker
{
    /// <summary>Entries have smaller slot indexes than this.</summary>
    internal int ScanLength => _slots.Used;

    /// <summary>
    /// Visits every entry that is wanted, each consistent in itself, and allocates nothing. Whether the resource is still alive is not
    /// asked, which would cost more than all the rest: <see cref="LesserActionsOf"/> and <see cref="TryGetInfo"/> do.
    /// </summary>
    /// <param name="visitor">Who looks.</param>
    /// <param name="length">Slots from here on are left out; not more than <see cref="ScanLength"/> was.</param>
    internal void Scan<TVisitor>(ref TVisitor visitor, int length)
        where TVisitor : struct, IEntryVisitor
    {
        // One moment for all: idle times are compared with each other.
        var now = _clock.NowMilliseconds;
        TrackedEntry entry = default;
        for (var start = 0; start < length; start = SlotTable.NextRun(start))
        {
            var run = _slots.Run(start);
            run = run[..Math.Min(run.Length, length - start)];
            for (var i = 0; i < run.Length; i++)
            {
                ref readonly var slot = ref run[i];
                var state = slot.ReadState();
                if (!state.IsLive || !visitor.Wants(slot, state, start + i, now))
                    continue;

                (entry.Bytes, entry.Location) = Slot.UnpackFootprint(Volatile.Read(in slot.Footprint));
                entry.Handle = new ResourceHandle(state.Generation, start + i);
                entry.Type = slot.Account.Type;
                entry.Priority = slot.Priority;
                entry.Idle = new TimeSpan(Math.Max(0, now - slot.LastUse) * TimeSpan.TicksPerMillisecond);
                entry.Retention = slot.Retention;
                entry.Uses = slot.Uses;
                entry.DependsOn = slot.DependsOn;
                entry.IsLive = !state.IsClosing && state.Pending is null;
                entry.IsLeased = state.Leases > 0;
                entry.IsNeeded = (slot.Dependents & ResourceHandle.IndexMask) != 0;

                // The copies above must be done before the state is read again.
#if NET10_0_OR_GREATER
                Volatile.ReadBarrier();
#else
                Interlocked.MemoryBarrier();
#endif
                var after = slot.ReadState();
                if (after.IsLive && after.Generation == state.Generation)
                    visitor.Visit(entry);
            }
        }
    }

    /// <summary>What an entry's resource can do short of being released; <see langword="null"/> if it is gone, or was collected.</summary>
    internal LesserActions? LesserActionsOf(ResourceHandle handle)
    {
        ref var slot = ref _slots[handle.Index];
        return slot.ReadState().Names(handle) && slot.Target.TryGetTarget(out var resource) && slot.ReadState().Names(handle)
            ? _executor.LesserActionsOf(slot.Account.Type, resource)
            : null;
    }

    /// <summary>Records an entry whose resource the garbage collector took as a leak, and ends it.</summary>
    internal void NoticeIfCollected(ResourceHandle handle)
    {
        if (IsLive(handle))
            CollectIfDead(handle.Index);
    }
}
