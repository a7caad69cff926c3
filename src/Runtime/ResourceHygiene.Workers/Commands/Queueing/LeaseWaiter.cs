using System.Threading.Tasks.Sources;

namespace ResourceHygiene.Workers;

/// <summary>Somebody who waits for a message. Told once: that there is one, that there will be none, or that the wait was cancelled.</summary>
internal sealed class LeaseWaiter : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _told = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private int _isTold;

    /// <summary>Waits; true where a message is promised, false where the queue is complete.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(static (state, token) => ((LeaseWaiter)state!).TryCancel(token), this);
        try
        {
            return await new ValueTask<bool>(this, _told.Version).ConfigureAwait(false);
        }
        finally
        {
            _registration.Dispose();
        }
    }

    /// <summary>Whether the waiter is told by this; if not, it was cancelled.</summary>
    public bool TryTell(bool isPromised)
    {
        if (Interlocked.Exchange(ref _isTold, 1) != 0)
            return false;

        _told.SetResult(isPromised);
        return true;
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _told.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _told.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _told.OnCompleted(continuation, state, token, flags);

    private void TryCancel(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
            _told.SetException(new OperationCanceledException(cancellationToken));
    }
}
