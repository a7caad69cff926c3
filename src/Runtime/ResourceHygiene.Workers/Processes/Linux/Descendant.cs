using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>A process of a child's tree, held by a descriptor: whatever is done to it is done to it, and not to a later one with its id.</summary>
internal sealed class Descendant : IExitObserver, IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _descriptor;
    private long _watch;
    private bool _isDisposed;

    private Descendant(int id, int descriptor)
    {
        Id = id;
        _descriptor = descriptor;
    }

    /// <summary>Its id, which is nobody else's as long as it has not ended.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended, as far as it was waited for.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

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
            return isHeld ? new(id, descriptor) : null;
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
        if (_watch == 0)
            _watch = ExitWatcher.Shared.Watch(_descriptor, this);
        return _ended.Task;
    }

    void IExitObserver.OnExit() => _ended.TrySetResult();

    /// <summary>Lets go of it, whether it has ended or not. Not while somebody calls another member.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (_watch != 0)
            ExitWatcher.Shared.Forget(_watch);
        _ = Libc.Close(_descriptor);
    }
}
