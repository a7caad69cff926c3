using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>Learns that a process has ended.</summary>
internal interface IExitObserver
{
    /// <summary>Called once, on the watcher's thread: it must be short and must not throw.</summary>
    void OnExit();
}

/// <summary>
/// One thread for all processes that are waited for. The kernel wakes it when one ends; nothing is asked in between, no thread is held
/// by any of them, and no signal takes part: SIGCHLD belongs to the program and its runtime.
/// </summary>
internal sealed unsafe class ExitWatcher
{
    private const int Add = 1;
    private const int Remove = 2;
    private const uint Readable = 1;
    private const int Batch = 16;

    private static readonly object s_gate = new();
    private static volatile ExitWatcher? s_shared;

    // struct epoll_event has no gap in it on x86, as an exception.
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

    private readonly ConcurrentDictionary<long, (int Descriptor, IExitObserver Observer)> _watched = new();
    private readonly object _forgetting = new();
    private readonly int _poll;
    private long _lastKey;

    private ExitWatcher()
    {
        _poll = Libc.CreatePoll(Libc.CloseOnExec);
        if (_poll < 0)
            throw new InvalidOperationException(
                $"The system gives no epoll descriptor (error {Marshal.GetLastPInvokeError()}), without which child processes cannot be watched. "
                + "Mostly too many files are open: see 'ulimit -n'.");
        new Thread(Run, maxStackSize: 256 << 10) { IsBackground = true, Name = "ResourceHygiene child processes" }.Start();
    }

    /// <exception cref="InvalidOperationException">The system gives no more descriptors; the next call tries again.</exception>
    public static ExitWatcher Shared
    {
        get
        {
            if (s_shared is { } shared)
                return shared;
            lock (s_gate)
                return s_shared ??= new();
        }
    }

    /// <summary>Watches a process.</summary>
    /// <param name="processDescriptor">Its descriptor; it stays the caller's and must be open until the observer was called, or the process is forgotten.</param>
    /// <param name="observer">Who is told; at once where the process has already ended.</param>
    /// <returns>What <see cref="Forget"/> takes.</returns>
    public long Watch(int processDescriptor, IExitObserver observer)
    {
        var key = Interlocked.Increment(ref _lastKey);
        _watched[key] = (processDescriptor, observer);
        var wanted = stackalloc byte[16];
        Unsafe.WriteUnaligned(wanted, Readable);
        Unsafe.WriteUnaligned(wanted + s_dataOffset, key);
        if (Libc.ControlPoll(_poll, Add, processDescriptor, wanted) != 0)
        {
            _watched.TryRemove(key, out _);
            throw new InvalidOperationException($"A process cannot be watched (error {Marshal.GetLastPInvokeError()} of epoll_ctl); see /proc/sys/fs/epoll/max_user_watches.");
        }
        return key;
    }

    /// <summary>Watches a process no more; before its descriptor is closed. Its observer may be being called still.</summary>
    public void Forget(long key)
    {
        _ = TryTake(key, out _);
    }

    /// <summary>Both at once: whoever is told that it is forgotten closes the descriptor, and another file may get its number.</summary>
    private bool TryTake(long key, out IExitObserver? observer)
    {
        lock (_forgetting)
        {
            var isThere = _watched.TryRemove(key, out var watch);
            if (isThere)
                _ = Libc.ControlPoll(_poll, Remove, watch.Descriptor, null);
            observer = watch.Observer;
            return isThere;
        }
    }

    private void Run()
    {
        var size = s_dataOffset + sizeof(long);
        var events = stackalloc byte[Batch * 16];
        while (true)
        {
            // Negative when a signal came in between.
            var count = Libc.WaitPoll(_poll, events, Batch, -1);
            for (var i = 0; i < count; i++)
            {
                if (TryTake(Unsafe.ReadUnaligned<long>(events + (i * size) + s_dataOffset), out var observer))
                    observer!.OnExit();
            }
        }
    }
}
