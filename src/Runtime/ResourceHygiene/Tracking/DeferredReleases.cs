namespace ResourceHygiene;

/// <summary>
/// The terms of releases that wait: for the last lease, or for a claimed release that may yet be given up. That one waits, and
/// why, stands in the slot's state; both change together under the lock here, and whoever has claimed a pending release
/// finds its terms. Rare, and no user code runs inside the lock.
/// </summary>
internal sealed class DeferredReleases
{
    private readonly object _gate = new();
    private readonly Dictionary<ResourceHandle, ReleaseTerms> _terms = [];

    /// <summary>Makes a release wait; whether the state was still the given one.</summary>
    public bool TryAdd(ref Slot slot, SlotState state, ResourceHandle handle, in ReleaseTerms terms)
    {
        lock (_gate)
        {
            if (!slot.TryChange(state, state.WithPending(terms.Reason)))
                return false;

            // Another thread will carry it out, and nobody watches that one.
            _terms[handle] = terms with { HandlerTime = default };
            return true;
        }
    }

    /// <summary>Ends the waiting: changes the state, which has a pending release, and takes its terms; whether the state was still the given one.</summary>
    public bool TryTake(ref Slot slot, SlotState state, SlotState next, ResourceHandle handle, out ReleaseTerms terms)
    {
        terms = default;
        lock (_gate)
        {
            if (!slot.TryChange(state, next))
                return false;

            _terms.Remove(handle, out terms);
            return true;
        }
    }

    /// <summary>Drops the terms of a release that will never be carried out, as the entry is gone or was claimed for good.</summary>
    public void Drop(ResourceHandle handle)
    {
        lock (_gate)
            _terms.Remove(handle);
    }
}
