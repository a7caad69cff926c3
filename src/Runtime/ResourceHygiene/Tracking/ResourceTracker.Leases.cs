using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ResourceHygiene;

// What keeps a resource: leases, and others that need it.
public sealed partial class ResourceTracker
{
    internal bool TryPin(ResourceHandle handle, bool onlyIfUnleased, out Lease lease, out object? resource)
    {
        resource = Pin(handle, onlyIfUnleased);
        lease = resource is null ? default : new Lease(this, handle, resource);
        return resource is not null;
    }

    /// <summary>Adds a lease; the resource, or <see langword="null"/> if there is none to be had.</summary>
    private object? Pin(ResourceHandle handle, bool onlyIfUnleased)
    {
        ref var slot = ref _slots.Find(handle.Index);
        if (Unsafe.IsNullRef(ref slot))
            return null;

        while (true)
        {
            var state = slot.ReadState();
            if (!state.CanBePinned(handle, onlyIfUnleased))
                return null;
            if (state.Leases == SlotState.MaxLeases)
                throw new InvalidOperationException($"{SlotState.MaxLeases:N0} leases of {ResourceText.Title(slot.Account.Type, slot.Name)} are held.");

            // Before the pin: one on a collected resource would be in the way of the finalizer that releases it.
            if (!slot.Target.TryGetTarget(out var resource))
            {
                if (slot.ReadState() == state)
                    return null;
            }
            else if (slot.TryChange(state, state.WithLease()))
            {
                // The pin of a trim or an offload is the runtime's own: it must not make the resource look wanted.
                if (!onlyIfUnleased)
                    NoteUse(ref slot);
                return resource;
            }
        }
    }

    /// <summary>Returns one lease; the last one out carries out a release that was asked for meanwhile.</summary>
    internal void ReturnLease(ResourceHandle handle, object resource)
    {
        ref var slot = ref _slots.Find(handle.Index);
        while (true)
        {
            var state = slot.ReadState();
            // Mostly nobody has asked for a release meanwhile.
            if (state.IsOnlyLeased(handle))
            {
                if (!slot.TryChange(state, state.WithoutLease()))
                    continue;
                GC.KeepAlive(resource);
                return;
            }

            // Only a copied lease, returned twice, gets here without one to return.
            if (!state.Names(handle) || state.Leases == 0)
                return;

            var next = state.WithoutLease();
            // A closing entry was claimed already, as collected.
            var isDue = next.Leases == 0 && !state.IsClosing && state.Pending is not null;
            ReleaseTerms terms = default;
            if (!(isDue ? _deferred.TryTake(ref slot, state, next.Claimed(), handle, out terms) : slot.TryChange(state, next)))
                continue;

            if (isDue)
                FinishDeferred(handle, terms, resource);
            GC.KeepAlive(resource);
            return;
        }
    }

    private void FinishDeferred(ResourceHandle handle, in ReleaseTerms terms, object resource)
    {
        var clock = 0L;
        Finish(handle, terms, resource, ref clock);
    }

    private static bool IsNeeded(ulong dependents, ResourceHandle handle) =>
        dependents >> ResourceHandle.IndexBits == handle.Generation && (dependents & ResourceHandle.IndexMask) > 0;

    /// <summary>Counts a new dependent in each of its dependencies; each is leased meanwhile, so that it cannot go away unnoticed.</summary>
    private void BindToDependencies(in ResourceRegistration registration)
    {
        var dependencies = registration.DependsOn;
        for (var i = 0; i < dependencies.Length; i++)
        {
            if (!TryLease(dependencies[i], out var lease))
            {
                Unbind(dependencies[..i]);
                throw new ArgumentException($"DependsOn names {dependencies[i]}, which is not a live resource of this tracker.", nameof(registration));
            }

            using (lease)
                Interlocked.Increment(ref _slots[dependencies[i].Index].Dependents);
        }
    }

    private void Unbind(ImmutableArray<ResourceHandle> dependencies)
    {
        foreach (var dependency in dependencies)
        {
            ref var dependents = ref _slots[dependency.Index].Dependents;
            var seen = Volatile.Read(ref dependents);
            while (IsNeeded(seen, dependency))
            {
                var found = Interlocked.CompareExchange(ref dependents, seen - 1, seen);
                if (found == seen)
                    break;
                seen = found;
            }
        }
    }

    private bool IsNeeded(ResourceHandle handle, out string? dependent)
    {
        dependent = null;
        ref var dependents = ref _slots[handle.Index].Dependents;
        if (!IsNeeded(Volatile.Read(ref dependents), handle))
            return false;

        // The snapshot also ends entries that the garbage collector took; those hold nothing back any more.
        foreach (var info in Snapshot())
        {
            if (info.DependsOn.Contains(handle))
            {
                dependent = info.Title;
                return true;
            }
        }

        dependent = "a resource that is being registered or released";
        return IsNeeded(Volatile.Read(ref dependents), handle);
    }
}
