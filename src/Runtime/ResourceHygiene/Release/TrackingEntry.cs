using System.ComponentModel;
using System.Runtime.ExceptionServices;

namespace ResourceHygiene;

/// <summary>
/// The bookkeeping of one generated class: a field of it, used by nothing but generated code. Sees to it that the owner
/// is released once, by whomever, and also if it was never tracked. Every method but <see cref="Track"/> may be called from any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TrackingEntry
{
    // What no handle is: each has a generation, and so is larger.
    private const ulong Untracked = 0;
    private const ulong Registering = 1;
    private const ulong Releasing = 2;
    private const ulong Released = 3;

    // The handle's value, or one of the above: an owner is no larger than one that holds its handle, as one would write by hand.
    private ulong _word;

    /// <summary>Whether <see cref="Track"/> was called.</summary>
    public readonly bool IsTracked => TrackingSwitch.IsOn && _word > Released;

    /// <summary>The registration in <see cref="ResourceTracker.Shared"/>; <see cref="ResourceHandle.None"/> before <see cref="Track"/>.</summary>
    public readonly ResourceHandle Handle => _word is > Released and var value ? new ResourceHandle(value) : ResourceHandle.None;

    /// <summary>Whether the owner has been released. Not yet true while that is under way.</summary>
    public readonly bool IsReleased => IsTracked ? !ResourceTracker.Shared.IsLive(Handle) : Volatile.Read(in _word) == Released;

    private static ReleaseTerms OwnersTerms => new() { Reason = ReleaseReason.Disposed, WhenLeased = WhenLeased.Defer };

    /// <summary>Starts tracking the owner in <see cref="ResourceTracker.Shared"/>. To be called once, where a constructor has acquired everything.</summary>
    /// <param name="owner">The object that has this field.</param>
    /// <param name="registration">What is to be known about it.</param>
    /// <exception cref="InvalidOperationException">It is tracked already.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Track(IReleasable owner, in ResourceRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (!TrackingSwitch.IsOn)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _word) != Untracked, owner);
            return;
        }

        switch (Interlocked.CompareExchange(ref _word, Registering, Untracked))
        {
            case Untracked:
                break;
            case Releasing or Released:
                throw new ObjectDisposedException(owner.GetType().FullName);
            default:
                throw new InvalidOperationException($"{owner.GetType()} is tracked already; Track is to be called once.");
        }

        try
        {
            Volatile.Write(ref _word, ResourceTracker.Shared.Register(owner, registration).Value);
        }
        catch
        {
            // Not registered: the owner's Dispose must still release it.
            Volatile.Write(ref _word, Untracked);
            throw;
        }
    }

    /// <summary>
    /// Releases the owner unless that has been done or is being done; while it is leased, the last lease's return does it.
    /// What the release throws is thrown here. Further calls do nothing.
    /// </summary>
    /// <param name="owner">The object that has this field.</param>
    public void Dispose(IReleasable owner)
    {
        // Small enough to become part of the generated Dispose; what is rare, or guarded, stands elsewhere.
        ArgumentNullException.ThrowIfNull(owner);
        if (TrackingSwitch.IsOn && _word is > Released and var handle)
            DisposeTracked(new ResourceHandle(handle), owner);
        else
            DisposeUntracked(owner);
    }

    /// <summary>The same without blocking. Before its task is over the owner is not released.</summary>
    /// <param name="owner">The object that has this field; it calls <see cref="EndUntracked"/> when its release is over.</param>
    public ValueTask DisposeAsync(IAsyncReleasable owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (IsTracked)
            return AsyncEntries.ReleaseAsync(Handle, OwnersTerms, owner);

        return TryBeginUntracked() ? AsyncEntries.ReleaseUntrackedAsync(owner, UntrackedContext(owner)) : default;
    }

    /// <summary>As <see cref="Dispose"/>, but what the release throws is only recorded: <see cref="ReaperStatistics.RecentFailures"/> has it.</summary>
    /// <param name="owner">The object that has this field.</param>
    public void DisposeAndReport(IReleasable owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        // The tracker has recorded it: nothing is to be done with the result.
        if (IsTracked)
        {
            ResourceTracker.Shared.Release(Handle, OwnersTerms, owner);
            return;
        }

        try
        {
            Dispose(owner);
        }
        catch (Exception exception)
        {
            Report(owner.GetType().Name, exception);
        }
    }

    /// <summary>The same without blocking.</summary>
    /// <param name="owner">The object that has this field; it calls <see cref="EndUntracked"/> when its release is over.</param>
    public ValueTask DisposeAndReportAsync(IAsyncReleasable owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return IsTracked
            ? AsyncEntries.ReleaseAndReportAsync(Handle, OwnersTerms, owner)
            : AsyncEntries.ReportAsync(DisposeAsync(owner), owner.GetType().Name);
    }

    /// <summary>Notes the end of an asynchronous release of an owner that was never tracked; does nothing for any other.</summary>
    public void EndUntracked() => Interlocked.CompareExchange(ref _word, Released, Releasing);

    /// <summary>
    /// Waits for an asynchronous release until its deadline, which an owner's Dispose does not have; its continuations do not need
    /// the calling thread. For <see cref="IReleasable.Release"/> of an owner that can only be released asynchronously.
    /// </summary>
    /// <param name="owner">The owner.</param>
    /// <param name="context">What the release is told.</param>
    public static ReleaseOutcome Wait(IAsyncReleasable owner, in ReleaseContext context)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return AsyncEntries.Wait(owner, context);
    }

    /// <summary>Waits for a hand-written <c>DisposeAsync</c>, in the same way.</summary>
    /// <param name="owner">The owner.</param>
    public static void Wait(IAsyncDisposable owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        AsyncHandlers.Dispose(owner, isWatched: true, CancellationToken.None);
    }

    /// <summary>Records what a release threw where nobody can be told, as in a finalizer.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="exception">What was thrown.</param>
    public static void Report(string type, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ResourceTracker.Shared.RecordFailure(new(ResourceHandle.None, type, null, ReleaseReason.Disposed, exception));
    }

    /// <summary>Throws if the owner has been released. Does not throw while that is under way, as handlers may use the owner's own methods.</summary>
    /// <param name="owner">The object that has this field.</param>
    /// <exception cref="ObjectDisposedException">The owner has been released, by its Dispose or by the runtime.</exception>
    public readonly void ThrowIfReleased(object owner)
    {
        if (IsReleased)
            throw new ObjectDisposedException(owner?.GetType().FullName);
    }

    /// <summary>
    /// Pins the owner; see <see cref="ResourceTracker.TryLease"/>. <see langword="false"/> also where it was never tracked. With tracking
    /// switched off nobody but the owner releases: the lease then pins nothing, and is given until the owner's release begins.
    /// </summary>
    /// <param name="lease">The lease, to be disposed.</param>
    public readonly bool TryLease([Owned] out Lease lease)
    {
        if (!TrackingSwitch.IsOn)
            return TryLeaseUntracked(out lease);
        if (IsTracked)
            return ResourceTracker.Shared.TryLease(Handle, out lease);

        lease = default;
        return false;
    }

    /// <summary>Gives a lease that pins nothing, until the owner's release begins: for an owner that is never tracked.</summary>
    /// <param name="lease">The lease.</param>
    public readonly bool TryLeaseUntracked([Owned] out Lease lease)
    {
        lease = default;
        return Volatile.Read(in _word) == Untracked;
    }

    private static void DisposeTracked(ResourceHandle handle, IReleasable owner)
    {
        var result = ResourceTracker.Shared.Release(handle, OwnersTerms, owner);
        if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            ExceptionDispatchInfo.Throw(exception);
    }

    private void DisposeUntracked(IReleasable owner)
    {
        if (!TryBeginUntracked())
            return;

        try
        {
            owner.Release(UntrackedContext(owner));
        }
        finally
        {
            EndUntracked();
        }
    }

    private bool TryBeginUntracked() => Interlocked.CompareExchange(ref _word, Releasing, Untracked) == Untracked;

    private static ReleaseContext UntrackedContext(object owner) =>
        new(ResourceHandle.None, owner.GetType().Name, null, ReleaseReason.Disposed, CancellationToken.None);
}
