using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <content>The first look at an entry in its slot: whether it may be among the first victims, or decides about them.</content>
internal sealed partial class VictimQueue
{
    private bool IsLoaded(int index) => (_loaded[index >> 6] & (1UL << index)) != 0;

    /// <summary>Adds an entry of the tracker, and notes how far the first victims reach now.</summary>
    private void AddRead(in TrackedEntry entry, int type, LesserActions lesser)
    {
        var slot = entry.Handle.Index;
        if (IsLoaded(slot))
            return;

        _loaded[slot >> 6] |= 1UL << slot;
        var index = _table.Count;
        Add(entry, type, lesser);
        // Certain is only what nobody else decides about.
        if (_isPartial && _table.ActionsOf(index) != VictimActions.None && entry.DependsOn.IsDefaultOrEmpty && !entry.IsNeeded && !_types[type].IsCounted)
            _best.Note(_table.TierOf(index), _table[index].High);
    }

    /// <summary>Everything that has not been read yet.</summary>
    private readonly struct RestReader(VictimQueue queue, ResourceTracker tracker) : IEntryVisitor
    {
        public bool Wants(in Slot slot, SlotState state, int index, long now) => !queue.IsLoaded(index);

        public void Visit(in TrackedEntry entry) => queue.Look(entry, tracker);
    }

    /// <summary>
    /// What may be among the first. Its first look is taken at every entry of a tracker, so it holds what it asks at hand,
    /// and what is different from entry to entry is computed rather than branched upon.
    /// </summary>
    private readonly struct FirstReader(VictimQueue queue, ResourceTracker tracker) : IEntryVisitor
    {
        private readonly VictimTypes _types = queue._types;
        private readonly VictimLimit _best = queue._best;
        private readonly ulong _location = queue._demand.Location?.Code ?? 0UL;
        private readonly ulong _locationMask = queue._demand.Location is null ? 0 : Slot.LocationMask;
        private readonly ulong _leastFootprint = queue._demand.Location is null ? 0 : Slot.LocationMask + 1;
        private readonly long _activeTicks = queue._activeTicks;
        private readonly bool _isScored = queue._isScored;

        /// <summary>Mirrors what <see cref="Add"/> works out; errs on the side of looking closer.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Wants(in Slot slot, SlotState state, int index, long now)
        {
            // Whoever needs others, or is needed, may change the place of any of those.
            if (!slot.DependsOn.IsDefaultOrEmpty || (slot.Dependents & ResourceHandle.IndexMask) != 0)
                return true;

            ref var type = ref _types[_types.Of(slot.Account)];
            if (type.IsCounted)
                return true;
            if (!state.IsFree || (slot.Footprint & _locationMask) != _location || slot.Footprint < _leastFootprint)
                return false;

            var idle = Math.Max(0, now - slot.LastUse) * TimeSpan.TicksPerMillisecond;
            var retention = slot.Retention.Ticks;
            if (retention <= 0)
                retention = type.RetentionTicks;
            var isFresh = (int)((ulong)(idle - retention - 1) >> 63);
            var tier = 0;
            if (!_isScored)
            {
                var priority = Math.Clamp((int)slot.Priority, (int)ReleasePriority.Low, (int)ReleasePriority.Critical) - (int)ReleasePriority.Low;
                tier = (priority << 1) | (isFresh << 3) | ((priority & (priority >> 1)) << 4);
                if (idle < _activeTicks)
                    tier |= 16;
            }

            return tier == _best.Tier ? MayBeAmongThem(slot, state, index, type, idle, retention, isFresh) : tier < _best.Tier;
        }

        public void Visit(in TrackedEntry entry) => queue.Look(entry, tracker);

        private bool MayBeAmongThem(in Slot slot, SlotState state, int index, in VictimTypes.Entry type, long idle, long retention, int isFresh)
        {
            var traits = isFresh != 0 ? VictimTraits.None : VictimTraits.IsExpired;
            if (slot.Priority == ReleasePriority.Critical || idle < _activeTicks)
                traits |= VictimTraits.IsActive;
            if (queue.HighOf(type, idle, retention, Slot.UnpackFootprint(slot.Footprint).Bytes, traits) <= _best.High)
                return true;

            // What can be trimmed or offloaded counts where the tier as a whole is asked whether that would be enough.
            ref var known = ref queue._known[index];
            return known.Handle >> ResourceHandle.IndexBits != state.Generation || known.Actions != LesserActions.None;
        }
    }
}
