using System.Runtime.CompilerServices;

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
        ResourceHandle handle, ReleaseReason reason = ReleaseReason.Requested, WhenLeased whenLeased = WhenLeased.Refuse)
    {
        ref var slot = ref _slots.Find(handle.Index);
        return ReleaseTerms.IsFinal(reason) && !Unsafe.IsNullRef(ref slot) && TryForget(ref slot, handle)
            ? Forget(ref slot, handle, reason)
            : Release(handle, new ReleaseTerms { Reason = reason, WhenLeased = whenLeased });
    }

    /// <summary>
    /// Releases a resource for its owner, who has it at hand: as <see cref="ReleaseReason.Disposed"/>, and deferred while it is
    /// leased. The one way to release from a finalizer, where the tracker has forgotten the resource already; it is then
    /// no leak. For classes that track themselves by hand; generated ones do it in their Dispose.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="resource">What was registered.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">Another object was registered under this handle.</exception>
    public ReleaseResult ReleaseOwned(ResourceHandle handle, object resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ref var slot = ref _slots.Find(handle.Index);
        if (!Unsafe.IsNullRef(ref slot) && slot.Target is not null && slot.Target.TryGetTarget(out var target)
            && !ReferenceEquals(target, resource) && slot.ReadState().Names(handle))
        {
            throw new ArgumentException($"The {resource.GetType()} is not the resource that was registered as {handle}.", nameof(resource));
        }

        return Release(handle, new ReleaseTerms { Reason = ReleaseReason.Disposed, WhenLeased = WhenLeased.Defer }, resource);
    }

    /// <param name="handle">The registration.</param>
    /// <param name="terms">On which terms.</param>
    /// <param name="resource">The resource, from its owner. The garbage collector may have given it up: an owner's finalizer may dispose.</param>
    internal ReleaseResult Release(ResourceHandle handle, in ReleaseTerms terms, object? resource = null)
    {
        var clock = 0L;
        return Claim(handle, terms, resource, out var refusal) is { } claimed ? Finish(handle, terms, claimed, ref clock) : refusal;
    }

    /// <summary>
    /// The same for one of several releases, one after another: the end of one handler is the beginning of the next, so that the clock is read once for
    /// each and not twice. Not where something else may take its time in between.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="terms">On which terms.</param>
    /// <param name="clock">When the handler before it ended, as a timestamp; 0 where there was none. Afterwards the same of this one.</param>
    internal ReleaseResult Release(ResourceHandle handle, in ReleaseTerms terms, ref long clock)
    {
        if (Claim(handle, terms, null, out var result) is { } claimed)
            result = Finish(handle, terms, claimed, ref clock);
        if (result is not { Status: ReleaseStatus.Released, Exception: null } || IsHeard(result.Status))
            clock = 0;
        return result;
    }

    /// <summary>Counts what did not go through a release: a trim, an offload, a handler left behind.</summary>
    internal void RecordAttempt(in ResourceInfo info, ReleaseReason reason, in ReleaseResult result)
    {
        var account = _accounts.Find(info.Type);
        account?.AddPart(_accounts.Shares.Mine(), result);
        if (result.Exception is not null)
            _failures.Add(new(info.Handle, info.Type, info.Name, reason, result.Exception));
        // Not of one that was left behind: it has no duration before it comes back.
        if (account is not null && result.Status is (ReleaseStatus.Reduced or ReleaseStatus.Failed))
            TellWatches(info.Handle, account, info.Name, reason, result);
    }

    /// <summary>
    /// Removes an entry in one step, without a claim, if nothing is to be run and nobody else is concerned. Not where dependents
    /// could hold it back: one might bind itself meanwhile.
    /// </summary>
    private bool TryForget(ref Slot slot, ResourceHandle handle)
    {
        var state = slot.ReadState();
        return state == SlotState.Live(handle.Generation)
            && slot.Target.TryGetTarget(out var resource)
            && RunsNothing(slot.Account, resource)
            && slot.TryChange(state, state.Removed());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool RunsNothing(TypeAccount account, object resource) =>
        account.Passive is { } known && known.HandlersVersion == Volatile.Read(ref s_handlersVersion) && known.Class == resource.GetType()
            || AskWhetherRunsNothing(account, resource);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AskWhetherRunsNothing(TypeAccount account, object resource)
    {
        var version = Volatile.Read(ref s_handlersVersion);
        if (!_executor.RunsNothing(resource, account.Type))
            return false;

        // One class a type is remembered: several would push each other out and allocate each time.
        // None of a collectible assembly, which could never be unloaded then.
        if (account.Passive?.HandlersVersion != version && !resource.GetType().IsCollectible)
            account.Passive = new(resource.GetType(), version);
        return true;
    }

    /// <summary>Ends the bookkeeping of an entry that was removed without a claim.</summary>
    private ReleaseResult Forget(ref Slot slot, ResourceHandle handle, ReleaseReason reason)
    {
        var account = slot.Account;
        var name = slot.Name;
        var share = _accounts.Shares.Mine();
        var (bytes, location) = Slot.UnpackFootprint(slot.Footprint);
        _accounts.EndReleased(share, account, bytes, location);
        ref var cell = ref share.Of(account);
        Volatile.Write(ref cell.BytesFreed, cell.BytesFreed + bytes);
        Empty(ref slot, handle, share);
        if (IsHeard(ReleaseStatus.Released))
            Raise(handle, account, name, reason, new(ReleaseStatus.Released, bytes));
        return new(ReleaseStatus.Released, bytes);
    }

    /// <summary>Whether somebody else's code runs when a release is over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsHeard(ReleaseStatus status) => ReleaseSettled is not null || !_releaseSubscribers.IsEmpty || IsWatched(status);

    /// <summary>Carries out a claimed release and ends the entry, or gives the claim up.</summary>
    private ReleaseResult Finish(ResourceHandle handle, ReleaseTerms terms, object resource, ref long clock)
    {
        while (true)
        {
            var result = terms.DependentsHold && HeldBack(handle) is { } kept ? kept : _executor.Execute(resource, OrderFor(handle, terms), ref clock);
            if (Settle(handle, result, ref terms))
                return result;
        }
    }

    /// <summary>Asked after the claim: from here on no dependent can bind itself to the entry.</summary>
    private ReleaseResult? HeldBack(ResourceHandle handle) =>
        IsNeeded(handle, out var dependent) ? new ReleaseResult(ReleaseStatus.Kept, Message: $"needed by {dependent}") : null;

    private ReleaseOrder OrderFor(ResourceHandle handle, in ReleaseTerms terms)
    {
        ref var slot = ref _slots[handle.Index];
        var (bytes, _) = Slot.UnpackFootprint(Volatile.Read(ref slot.Footprint));
        return new ReleaseOrder(handle, slot.Account.Type, slot.Name, bytes, terms);
    }

    /// <summary>Ends a claimed entry, or gives the claim up. False where a release on other terms, given here, is still to be done.</summary>
    private bool Settle(ResourceHandle handle, in ReleaseResult result, ref ReleaseTerms terms)
    {
        ref var slot = ref _slots[handle.Index];
        var account = slot.Account;
        var name = slot.Name;
        var reason = terms.Reason;
        var isOver = true;
        if (result.Status != ReleaseStatus.Kept)
        {
            Remove(handle, isLeak: false);
        }
        else if (!GiveUpClaim(ref slot, handle, terms, out var pending))
        {
            // The owner gave it up while the claimant tried and kept it: the owner's release is still to be done.
            terms = pending;
            isOver = false;
        }

        Complete(handle, account, name, reason, result);
        return isOver;
    }

    private ReleaseResult Complete(
        ResourceHandle handle, TypeAccount account, string? name, ReleaseReason reason, in ReleaseResult result)
    {
        account.AddAttempt(_accounts.Shares.Mine(), result);
        if (result.Exception is not null)
            _failures.Add(new(handle, account.Type, name, reason, result.Exception));
        Raise(handle, account, name, reason, result);
        return result;
    }

    private void Raise(ResourceHandle handle, TypeAccount account, string? name, ReleaseReason reason, in ReleaseResult result)
    {
        ReleaseSettled?.Invoke();
        TellWatches(handle, account, name, reason, result);
        if (!_releaseSubscribers.IsEmpty)
            _releaseSubscribers.Raise(new(handle, account.Type, name, reason, result), _failures, new(handle, account.Type, name, reason, null!));
    }

    /// <summary>Ends a claimed entry: first the handle goes stale, then the slot is emptied and given back.</summary>
    private void Remove(ResourceHandle handle, bool isLeak)
    {
        ref var slot = ref _slots[handle.Index];
        for (var spin = new SpinWait(); ; spin.SpinOnce())
        {
            var state = slot.ReadState();
            if (!state.IsUpdating && slot.TryChange(state, state.Removed()))
            {
                if (state.Pending is not null)
                    _deferred.Drop(handle);
                break;
            }
        }

        var share = _accounts.Shares.Mine();
        var (bytes, location) = Slot.UnpackFootprint(slot.Footprint);
        if (isLeak)
            _accounts.EndLeaked(share, slot.Account, bytes, location);
        else
            _accounts.EndReleased(share, slot.Account, bytes, location);
        Empty(ref slot, handle, share);
    }

    /// <summary>
    /// Gives the slot of an entry back whose handle is stale already. What does no harm stays in it: the weak
    /// reference, which keeps nothing alive, and the constants of the site.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Empty(ref Slot slot, ResourceHandle handle, ThreadShare share)
    {
        var dependencies = slot.DependsOn;
        if (slot.Name is not null)
            slot.Name = null;
        if (slot.Trace is not null)
            slot.Trace = null;
        if (!dependencies.IsEmpty)
            slot.DependsOn = [];
        // A slot whose generations are used up is left alone for ever.
        if (handle.Generation + 1 != SlotState.RetiredGeneration)
            share.Return(_slots, handle.Index);
        if (!dependencies.IsEmpty)
            Unbind(dependencies);
    }
}
