using System.Runtime.CompilerServices;

namespace ResourceHygiene;

// The right to release: taken by setting the closing bit, given up where the resource was kept.
public sealed partial class ResourceTracker
{
    /// <summary>Takes the right to release; null where somebody else has it, or nobody can have it now.</summary>
    private object? Claim(ResourceHandle handle, in ReleaseTerms terms, object? resource, out ReleaseResult refusal)
    {
        ref var slot = ref _slots.Find(handle.Index);
        if (Unsafe.IsNullRef(ref slot))
        {
            refusal = NotTracked(handle);
            return null;
        }

        for (var spin = new SpinWait(); ; spin.SpinOnce())
        {
            var state = slot.ReadState();
            if (!state.Names(handle))
            {
                refusal = Stale(handle, state);
                return null;
            }

            if (state.IsClosing)
            {
                if (terms.WhenLeased == WhenLeased.Refuse || !Outranks(terms.Reason, state.Pending)
                    || _deferred.TryAdd(ref slot, state, handle, terms))
                {
                    refusal = new(ReleaseStatus.AlreadyReleased, Message: "another caller is releasing it");
                    return null;
                }
                continue;
            }

            // Taken before the claim, so that a claim always has something to release: one that found nothing would have turned
            // away the finalizer that could. If the state is the same afterwards, it was this entry's.
            slot.Target.TryGetTarget(out var target);
            if (target is not null && state.Leases > 0)
            {
                if (terms.WhenLeased == WhenLeased.Refuse)
                {
                    refusal = Refused(ref slot, state);
                    return null;
                }
                if (!Outranks(terms.Reason, state.Pending) || _deferred.TryAdd(ref slot, state, handle, terms))
                {
                    refusal = Deferred(ref slot, state);
                    return null;
                }
            }
            else if ((resource ?? target) is not { } claimed)
            {
                if (slot.ReadState() == state)
                {
                    refusal = Dead(ref slot, handle, terms.Reason);
                    return null;
                }
            }
            // A lease keeps its resource alive: those of a resource that was collected were lost with it.
            else if (state.Pending is null
                ? slot.TryChange(state, state.Claimed())
                : _deferred.TryTake(ref slot, state, state.Claimed(), handle, out _))
            {
                refusal = default;
                return claimed;
            }
        }
    }

    private bool GiveUpClaim(ref Slot slot, ResourceHandle handle, in ReleaseTerms terms, out ReleaseTerms pending)
    {
        pending = default;
        while (true)
        {
            var state = slot.ReadState();
            // A handler that disposes its own resource and then declines would otherwise run for ever.
            var goesOn = state.Pending is not null && !terms.IsOwnersDecision;
            var next = goesOn ? state.Claimed() : state.Unclaimed();
            if (state.Pending is null ? slot.TryChange(state, next) : _deferred.TryTake(ref slot, state, next, handle, out pending))
                return !goesOn;
        }
    }

    /// <summary>An owner's decision replaces the wish of somebody else: nobody would come back to release it later.</summary>
    private static bool Outranks(ReleaseReason reason, ReleaseReason? pending) =>
        pending is not { } other || (ReleaseTerms.IsFinal(reason) && !ReleaseTerms.IsFinal(other));

    private static ReleaseResult NotTracked(ResourceHandle handle) =>
        new(ReleaseStatus.NotTracked, Message: $"{handle} is not a handle of this tracker");

    /// <summary>A free slot's generation belongs to an entry that is yet to come.</summary>
    private ReleaseResult Stale(ResourceHandle handle, SlotState state) =>
        handle.Generation >= _slots.FirstGeneration && handle.Generation < state.Generation
            ? new(ReleaseStatus.AlreadyReleased)
            : NotTracked(handle);

    private ReleaseResult Refused(ref Slot slot, SlotState state)
    {
        var result = new ReleaseResult(ReleaseStatus.Leased, Message: state.Leases == 1 ? "1 lease is held" : $"{state.Leases} leases are held");
        slot.Account.AddAttempt(_accounts.Shares.Mine(), result);
        return result;
    }

    private ReleaseResult Deferred(ref Slot slot, SlotState state)
    {
        var result = new ReleaseResult(ReleaseStatus.Deferred, Message: state.Leases == 1 ? "waits for 1 lease" : $"waits for {state.Leases} leases");
        slot.Account.AddAttempt(_accounts.Shares.Mine(), result);
        return result;
    }

    /// <summary>Nobody has the resource any more, except perhaps its finalizer.</summary>
    private ReleaseResult Dead(ref Slot slot, ResourceHandle handle, ReleaseReason reason)
    {
        var account = slot.Account;
        var name = slot.Name;
        var result = new ReleaseResult(ReleaseStatus.Collected, Message: "collected before anybody released it");
        CollectIfDead(handle.Index);
        return IsLive(handle) ? result : Complete(handle, account, name, reason, result);
    }
}
