using System.Collections.Immutable;

namespace ResourceHygiene;

// Who may release, and when. A release is claimed by setting the closing bit; only the claimant runs the handler, on its
// own thread, and then either removes the entry or gives the claim up.
public sealed partial class ResourceTracker
{
    /// <summary>
    /// Releases a resource once: of several callers, one carries it out on its own thread and the others learn
    /// <see cref="ReleaseStatus.AlreadyReleased"/>. Never throws what user code throws; see <see cref="ReleaseResult.Exception"/>.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="reason">Why; decides whether it is persisted first and whether dependents hold it back.</param>
    /// <param name="whenLeased">What to do if the resource is leased.</param>
    /// <returns>What became of it.</returns>
    public ReleaseResult Release(
        ResourceHandle handle, ReleaseReason reason = ReleaseReason.Requested, WhenLeased whenLeased = WhenLeased.Refuse) =>
        Release(handle, new ReleaseTerms { Reason = reason, WhenLeased = whenLeased });

    internal ReleaseResult Release(ResourceHandle handle, in ReleaseTerms terms, object? resource = null)
    {
        if (!_slots.Has(handle.Index))
            return new(ReleaseStatus.NotTracked, Message: $"{handle} is not a handle of this tracker");

        ref var slot = ref _slots[handle.Index];
        for (var spin = new SpinWait(); ; spin.SpinOnce())
        {
            var state = slot.ReadState();
            if (!state.Names(handle))
                return Stale(handle, state);

            if (state.IsClosing)
            {
                if (terms.WhenLeased == WhenLeased.Refuse || !Outranks(terms.Reason, state.Pending)
                    || slot.TryChange(state, state.WithPending(terms.Reason)))
                {
                    return new(ReleaseStatus.AlreadyReleased, Message: "another caller is releasing it");
                }
            }
            else if (state.Leases > 0)
            {
                if (terms.WhenLeased == WhenLeased.Refuse)
                    return Refused(ref slot, state);
                if (!Outranks(terms.Reason, state.Pending) || slot.TryChange(state, state.WithPending(terms.Reason)))
                    return Deferred(ref slot, state);
            }
            else if (slot.TryChange(state, state.Claimed()))
            {
                return Finish(handle, terms, resource);
            }
        }
    }

    internal bool TryPin(ResourceHandle handle, bool onlyIfUnleased, out Lease lease, out object? resource)
    {
        lease = default;
        resource = null;
        if (!_slots.Has(handle.Index))
            return false;

        ref var slot = ref _slots[handle.Index];
        for (var spin = new SpinWait(); ; spin.SpinOnce())
        {
            var state = slot.ReadState();
            if (!state.Names(handle) || state.IsClosing || state.Pending is not null || (onlyIfUnleased && state.Leases > 0))
                return false;
            if (state.Leases == SlotState.MaxLeases)
                throw new InvalidOperationException($"{SlotState.MaxLeases:N0} leases of {ResourceText.Title(slot.Account.Type, slot.Name)} are held.");
            if (slot.TryChange(state, state.WithLease()))
                break;
        }

        if (!slot.Target.TryGetTarget(out resource))
        {
            ReturnLease(handle, resource: null);
            return false;
        }

        // The pin of a trim or an offload is the runtime's own: it must not make the resource look wanted.
        if (!onlyIfUnleased)
            NoteUse(ref slot);
        lease = new Lease(this, handle, resource);
        return true;
    }

    /// <summary>Returns one lease; the last one out carries out a release that was asked for meanwhile.</summary>
    internal void ReturnLease(ResourceHandle handle, object? resource)
    {
        ref var slot = ref _slots[handle.Index];
        for (var spin = new SpinWait(); ; spin.SpinOnce())
        {
            var state = slot.ReadState();
            // Only a copied lease, returned twice, gets here without one to return.
            if (!state.Names(handle) || state.Leases == 0)
                return;

            var next = state.WithoutLease();
            // A closing entry was claimed already, as collected.
            var pending = next.Leases == 0 && !state.IsClosing ? state.Pending : null;
            if (!slot.TryChange(state, pending is null ? next : next.Claimed()))
                continue;

            if (pending is { } reason)
                Finish(handle, new ReleaseTerms { Reason = reason, WhenLeased = WhenLeased.Defer }, resource);
            GC.KeepAlive(resource);
            return;
        }
    }

    /// <summary>Counts a trim or an offload.</summary>
    internal void RecordReduction(in ResourceInfo info, in ReleaseResult result)
    {
        _accounts.Find(info.Type)?.AddAttempt(result);
        if (result.Exception is not null)
            _failures.Add(new(info.Handle, info.Type, info.Name, ReleaseReason.Pressure, result.Exception));
    }

    private static bool IsNeeded(ulong dependents, ResourceHandle handle) =>
        dependents >> ResourceHandle.IndexBits == handle.Generation && (dependents & ResourceHandle.IndexMask) > 0;

    /// <summary>An owner's decision replaces the wish of somebody else: nobody would come back to release it later.</summary>
    private static bool Outranks(ReleaseReason reason, ReleaseReason? pending) =>
        pending is not { } other || (ReleaseTerms.IsFinal(reason) && !ReleaseTerms.IsFinal(other));

    private ReleaseResult Stale(ResourceHandle handle, SlotState state)
    {
        // A free slot's generation belongs to an entry that is yet to come.
        return handle.Generation >= _slots.FirstGeneration && handle.Generation < state.Generation
            ? new(ReleaseStatus.AlreadyReleased)
            : new(ReleaseStatus.NotTracked, Message: $"{handle} is not a handle of this tracker");
    }

    private static ReleaseResult Refused(ref Slot slot, SlotState state)
    {
        var result = new ReleaseResult(ReleaseStatus.Leased, Message: state.Leases == 1 ? "1 lease is held" : $"{state.Leases} leases are held");
        slot.Account.AddAttempt(result);
        return result;
    }

    private static ReleaseResult Deferred(ref Slot slot, SlotState state)
    {
        var result = new ReleaseResult(ReleaseStatus.Deferred, Message: state.Leases == 1 ? "waits for 1 lease" : $"waits for {state.Leases} leases");
        slot.Account.AddAttempt(result);
        return result;
    }

    /// <summary>Carries out a claimed release and ends the entry, or gives the claim up.</summary>
    private ReleaseResult Finish(ResourceHandle handle, ReleaseTerms terms, object? resource)
    {
        ref var slot = ref _slots[handle.Index];
        var account = slot.Account;
        var name = slot.Name;
        if (resource is null && !slot.Target.TryGetTarget(out resource))
        {
            FinishCollected(handle);
            return Complete(handle, account, name, terms.Reason, new(ReleaseStatus.Collected, Message: "collected before anybody released it"));
        }

        while (true)
        {
            var (bytes, _) = Slot.UnpackFootprint(Volatile.Read(ref slot.Footprint));
            // Asked after the claim: from here on no dependent can bind itself to the entry.
            var result = terms.DependentsHold && IsNeeded(handle, out var dependent)
                ? new ReleaseResult(ReleaseStatus.Kept, Message: $"needed by {dependent}")
                : _executor.Execute(resource, new ReleaseOrder(handle, account.Type, name, bytes, terms));

            if (result.Status != ReleaseStatus.Kept)
            {
                account.AddReleased();
                Remove(handle);
                return Complete(handle, account, name, terms.Reason, result);
            }

            if (GiveUpClaim(ref slot, terms, out var pending))
                return Complete(handle, account, name, terms.Reason, result);

            // The owner gave it up while the claimant tried and kept it: the owner's release is still to be done.
            Complete(handle, account, name, terms.Reason, result);
            terms = terms with { Reason = pending };
        }
    }

    private static bool GiveUpClaim(ref Slot slot, in ReleaseTerms terms, out ReleaseReason pending)
    {
        while (true)
        {
            var state = slot.ReadState();
            // A handler that disposes its own resource and then declines would otherwise run for ever.
            if (state.Pending is { } reason && !terms.IsOwnersDecision)
            {
                pending = reason;
                if (slot.TryChange(state, state.Claimed()))
                    return false;
            }
            else if (slot.TryChange(state, state.Unclaimed()))
            {
                pending = default;
                return true;
            }
        }
    }

    private ReleaseResult Complete(
        ResourceHandle handle, TypeAccount account, string? name, ReleaseReason reason, in ReleaseResult result)
    {
        account.AddAttempt(result);
        if (result.Exception is not null)
            _failures.Add(new(handle, account.Type, name, reason, result.Exception));
        ReleaseSettled?.Invoke();
        try
        {
            ReleaseCompleted?.Invoke(new(handle, account.Type, name, reason, result));
        }
        catch (Exception exception)
        {
            _failures.Add(new(handle, account.Type, name, reason, exception));
        }
        return result;
    }

    /// <summary>Ends a claimed entry: first the handle goes stale, then the slot is emptied and given back.</summary>
    private void Remove(ResourceHandle handle)
    {
        ref var slot = ref _slots[handle.Index];
        for (var spin = new SpinWait(); ; spin.SpinOnce())
        {
            var state = slot.ReadState();
            if (!state.IsUpdating && slot.TryChange(state, state.Removed()))
                break;
        }

        var (bytes, location) = Slot.UnpackFootprint(slot.Footprint);
        _accounts.AddBytes(slot.Account, location, -bytes);
        var dependencies = slot.DependsOn;
        slot.Target.SetTarget(null!);
        slot.Name = null;
        slot.DependsOn = [];
        slot.Site = default;
        _slots.Return(handle.Index);
        Unbind(dependencies);
    }

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
