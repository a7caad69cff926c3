namespace ResourceHygiene;

// The same release for owners who can wait without a thread: claimed in the same way, and so once.
public sealed partial class ResourceTracker
{
    /// <summary>
    /// Releases a resource for its owner; the entry is claimed until the task is over. Whoever asks meanwhile learns
    /// <see cref="ReleaseStatus.AlreadyReleased"/>. Deferred while it is leased: the last lease's return then waits for it, or awaits it.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="terms">On which terms.</param>
    /// <param name="resource">What was registered.</param>
    internal ValueTask<ReleaseResult> ReleaseAsync(ResourceHandle handle, ReleaseTerms terms, object resource) =>
        Claim(handle, terms, resource, out var refusal) is { } claimed ? FinishAsync(handle, terms, claimed) : new(refusal);

    /// <summary>Returns one lease as <see cref="ReturnLease"/> does, and awaits the release that falls due with it.</summary>
    internal ValueTask ReturnLeaseAsync(ResourceHandle handle, object resource)
    {
        ref var slot = ref _slots.Find(handle.Index);
        while (true)
        {
            var state = slot.ReadState();
            // A copied lease, returned twice.
            if (!state.Names(handle) || state.Leases == 0)
                return default;

            var next = state.WithoutLease();
            if (next.Leases == 0 && !state.IsClosing && state.Pending is not null)
            {
                if (_deferred.TryTake(ref slot, state, next.Claimed(), handle, out var terms))
                    return FinishReturnedAsync(handle, terms, resource);
            }
            else if (slot.TryChange(state, next))
            {
                GC.KeepAlive(resource);
                return default;
            }
        }
    }

    private async ValueTask FinishReturnedAsync(ResourceHandle handle, ReleaseTerms terms, object resource) =>
        await FinishAsync(handle, terms, resource).ConfigureAwait(false);

    /// <summary>Carries out a claimed release and ends the entry, or gives the claim up.</summary>
    private async ValueTask<ReleaseResult> FinishAsync(ResourceHandle handle, ReleaseTerms terms, object claimed)
    {
        while (true)
        {
            var result = (terms.DependentsHold ? HeldBack(handle) : null) ?? await _executor.ExecuteAsync(claimed, OrderFor(handle, terms)).ConfigureAwait(false);
            if (Settle(handle, result, ref terms))
                return result;
        }
    }

    /// <summary>Remembers what an owner's release threw where neither a result nor the owner is told.</summary>
    internal void RecordFailure(in ReleaseFailure failure) => _failures.Add(failure);
}
