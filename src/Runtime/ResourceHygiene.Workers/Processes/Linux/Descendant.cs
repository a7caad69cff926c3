using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>A process of a child's tree, held by a descriptor: whatever is done to it is done to it, and not to a later one with its id.</summary>
internal sealed class Descendant : IExitObserver, IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _descriptor;
    private bool _isWatched;
    private bool _isDisposed;

    private Descendant(int descriptor) => _descriptor = descriptor;

    /// <summary>Takes hold of a process.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isMeant">Whether that process is the one that is meant; asked while it cannot be replaced by another.</param>
    /// <returns><see langword="null"/> where it has ended, or is another.</returns>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    [return: Owned]
    public static Descendant? TryHold(int id, Func<int, bool> isMeant)
    {
        var descriptor = Libc.OpenProcess(id);
        if (descriptor < 0)
        {
            Libc.ThrowIfExhausted();
            return null;
        }
        var isHeld = false;
        try
        {
            // What was read about an id is about the process of the descriptor if that has not ended since: then nobody else got the id.
            isHeld = isMeant(id) && Libc.IsThere(descriptor);
            return isHeld ? new(descriptor) : null;
        }
        finally
        {
            if (!isHeld)
                _ = Libc.Close(descriptor);
        }
    }

    /// <summary>Whether there may be a process with an id, be it one that has ended and was not reaped. A thread is none.</summary>
    public static bool MayBeThere(int id)
    {
        const int NoEntry = 2;
        const int NoLeader = 22;
        var descriptor = Libc.OpenProcess(id);
        // Where the system has no more descriptors, nobody knows.
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError() is not (Libc.NoSuchProcess or NoEntry or NoLeader);
        _ = Libc.Close(descriptor);
        return true;
    }

    public void Signal(int signal) => _ = Libc.SendSignal(_descriptor, signal);

    /// <summary>Completes when it has ended.</summary>
    public Task EndedAsync()
    {
        if (!_isWatched)
        {
            ExitWatcher.Shared.Watch(_descriptor, this);
            _isWatched = true;
        }
        return _ended.Task;
    }

    void IExitObserver.OnExit()
    {
        _ended.TrySetResult();
        lock (_ended)
        {
            if (_isDisposed)
                _ = Libc.Close(_descriptor);
        }
    }

    /// <summary>Lets go of it; the descriptor of one that is watched is closed when it has ended.</summary>
    public void Dispose()
    {
        lock (_ended)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            if (!_isWatched || _ended.Task.IsCompleted)
                _ = Libc.Close(_descriptor);
        }
    }
}
