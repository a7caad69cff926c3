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
    private const int Untracked = 0;
    private const int Tracked = 1;
    private const int Releasing = 2;
    private const int Released = 3;

    private int _state;
    private ResourceHandle _handle;

    /// <summary>Whether <see cref="Track"/> was called.</summary>
    public readonly bool IsTracked => !_handle.IsNone;

    /// <summary>The registration in <see cref="ResourceTracker.Shared"/>; <see cref="ResourceHandle.None"/> before <see cref="Track"/>.</summary>
    public readonly ResourceHandle Handle => _handle;

    /// <summary>Starts tracking the owner in <see cref="ResourceTracker.Shared"/>. To be called once, where a constructor has acquired everything.</summary>
    /// <param name="owner">The object that has this field.</param>
    /// <param name="registration">What is to be known about it.</param>
    /// <exception cref="InvalidOperationException">It is tracked already.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Track(IReleasable owner, in ResourceRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(owner);
        switch (Interlocked.CompareExchange(ref _state, Tracked, Untracked))
        {
            case Untracked:
                break;
            case Tracked:
                throw new InvalidOperationException($"{owner.GetType()} is tracked already; Track is to be called once.");
            default:
                throw new ObjectDisposedException(owner.GetType().FullName);
        }

        try
        {
            _handle = ResourceTracker.Shared.Register(owner, registration);
        }
        catch
        {
            // Not registered: the owner's Dispose must still release it.
            Volatile.Write(ref _state, Untracked);
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
        ArgumentNullException.ThrowIfNull(owner);
        if (IsTracked)
        {
            var terms = new ReleaseTerms { Reason = ReleaseReason.Disposed, WhenLeased = WhenLeased.Defer };
            var result = ResourceTracker.Shared.Release(_handle, terms, owner);
            if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
                ExceptionDispatchInfo.Throw(exception);
        }
        else if (Interlocked.CompareExchange(ref _state, Releasing, Untracked) == Untracked)
        {
            try
            {
                owner.Release(new ReleaseContext(ResourceHandle.None, owner.GetType().Name, null, ReleaseReason.Disposed, CancellationToken.None));
            }
            finally
            {
                Volatile.Write(ref _state, Released);
            }
        }
    }

    /// <summary>Throws if the owner has been released. Does not throw while that is under way, as handlers may use the owner's own methods.</summary>
    /// <param name="owner">The object that has this field.</param>
    /// <exception cref="ObjectDisposedException">The owner has been released, by its Dispose or by the runtime.</exception>
    public readonly void ThrowIfReleased(object owner)
    {
        if (IsTracked ? !ResourceTracker.Shared.IsLive(_handle) : Volatile.Read(in _state) == Released)
            throw new ObjectDisposedException(owner?.GetType().FullName);
    }

    /// <summary>Pins the owner; see <see cref="ResourceTracker.TryLease"/>. <see langword="false"/> also where it was never tracked.</summary>
    /// <param name="lease">The lease, to be disposed.</param>
    public readonly bool TryLease([Owned] out Lease lease)
    {
        if (IsTracked)
            return ResourceTracker.Shared.TryLease(_handle, out lease);

        lease = default;
        return false;
    }
}
