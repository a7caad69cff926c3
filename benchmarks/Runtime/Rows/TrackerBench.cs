using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>The things that are timed, for <c>--quick</c> and for study.</summary>
internal sealed class TrackerBench : IDisposable
{
    private const int Resources = 64;

    private readonly ResourceTracker _tracker = new();
    private readonly ConcurrentDictionary<long, object> _dictionary = new();
    private readonly object[][] _plain;
    private readonly Disposable[] _disposable;
    private readonly Handle _handle = new();
    private readonly Disposable _leased = new();
    private readonly ResourceHandle _leasedHandle;
    private long _nextThread;

    public TrackerBench(int threads)
    {
        _plain = [.. Enumerable.Range(0, threads).Select(static _ => Enumerable.Range(0, Resources).Select(static _ => new object()).ToArray())];
        _disposable = [.. Enumerable.Range(0, threads).Select(static _ => new Disposable())];
        _leasedHandle = _tracker.Register(_leased, new() { Type = ResourceTypes.RenderCache, Bytes = 4096 });
    }

    public void Dispose()
    {
        _tracker.Release(_leasedHandle, ReleaseReason.Disposed);
        _leased.Dispose();
        _handle.Dispose();
    }

    /// <summary>Resources that have nothing to run when they are released, another each time: the bookkeeping alone.</summary>
    public void TrackAndRelease(int thread, int operations)
    {
        var resources = _plain[thread];
        for (var i = 0; i < operations; i++)
        {
            var handle = _tracker.Register(resources[i % Resources], new() { Type = ResourceTypes.RenderCache, Bytes = 4096 });
            _tracker.Release(handle, ReleaseReason.Disposed);
        }
    }

    public void TrackAndReleaseWithSite(int operations)
    {
        var resources = _plain[0];
        for (var i = 0; i < operations; i++)
        {
            var handle = _tracker.Register(
                resources[i % Resources],
                new() { Type = ResourceTypes.RenderCache, Bytes = 4096, Site = new("/src/Studio/Clips.cs", 42, "Load") });
            _tracker.Release(handle, ReleaseReason.Disposed);
        }
    }

    public void TrackAndDispose(int thread, int operations)
    {
        var resource = _disposable[thread];
        for (var i = 0; i < operations; i++)
        {
            var handle = _tracker.Register(resource, new() { Type = ResourceTypes.RenderCache, Bytes = 4096 });
            _tracker.Release(handle, ReleaseReason.Disposed);
        }
    }

    /// <summary>Keys never repeat, as handles do not; each thread has its own.</summary>
    public void AddAndRemove(int thread, int operations)
    {
        var resources = _plain[thread];
        var key = Interlocked.Add(ref _nextThread, operations) - operations;
        for (var i = 0; i < operations; i++)
        {
            _dictionary.TryAdd(key + i, resources[i % Resources]);
            _dictionary.TryRemove(key + i, out _);
        }
    }

    /// <summary>What no register with exactly-once release can do without, on memory of its own: the scaling that this machine has.</summary>
    public static void Swap(int operations)
    {
        var cells = new long[32];
        ref var cell = ref cells[16];
        for (var i = 0; i < operations; i++)
        {
            Interlocked.CompareExchange(ref cell, 1, 0);
            Interlocked.CompareExchange(ref cell, 0, 1);
        }
    }

    public void LeaseAndReturn(int operations)
    {
        for (var i = 0; i < operations; i++)
        {
            if (_tracker.TryLease(_leasedHandle, out var lease))
                lease.Dispose();
        }
    }

    public void AddRefAndRelease(int operations)
    {
        for (var i = 0; i < operations; i++)
        {
            var taken = false;
            _handle.DangerousAddRef(ref taken);
            if (taken)
                _handle.DangerousRelease();
        }
    }

    private sealed class Disposable : IDisposable
    {
        public void Dispose()
        {
        }
    }

    private sealed class Handle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
    {
        public override bool IsInvalid => false;

        protected override bool ReleaseHandle() => true;
    }
}
