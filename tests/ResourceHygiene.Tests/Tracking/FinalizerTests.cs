using System.Runtime.CompilerServices;

namespace ResourceHygiene.Tests;

/// <summary>An owner's finalizer against the search for leaks. The garbage collector forgets a resource before its finalizer runs.</summary>
public sealed class FinalizerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_resource_that_its_finalizer_disposes_is_released_once_and_is_no_leak()
    {
        var tracker = new ResourceTracker();
        var log = new Log();
        Abandon(tracker, log, count: 50);

        for (var i = 0; i < 20 && log.Releases < 50; i++)
        {
            GC.Collect();
            // At once, while finalizers are running.
            Assert.Empty(tracker.Snapshot());
            Assert.Empty(tracker.CollectLeaks());
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(50, log.Releases);
        Assert.Empty(Leaks.Of(tracker, rounds: 3));
        Assert.Equal(new TrackerTotals(0, 0, 50, 50, 0), tracker.Totals);
    }

    [Fact]
    public void While_a_finalizer_is_about_to_dispose_nobody_takes_the_resource_from_it()
    {
        var tracker = new ResourceTracker();
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var log = new Log
        {
            OnFinalize = () =>
            {
                entered.Set();
                goOn.Wait(Patience);
            },
        };
        var raised = new List<LeakRecord>();
        tracker.LeakDetected += raised.Add;
        var handle = Abandon(tracker, log, count: 1);

        try
        {
            GC.Collect();
            Assert.True(entered.Wait(Patience));
            Assert.Empty(tracker.Snapshot());
            Assert.Empty(tracker.CollectLeaks());
            Assert.Equal(ReleaseStatus.Collected, tracker.Release(handle).Status);
            Assert.Equal(ReleaseStatus.Collected, tracker.Release(handle, ReleaseReason.Pressure, WhenLeased.Defer).Status);
            Assert.False(tracker.TryLease(handle, out _));
            Assert.False(tracker.TryGetInfo(handle, out _));
            Assert.Equal(0, log.Releases);
        }
        finally
        {
            goOn.Set();
        }
        GC.WaitForPendingFinalizers();

        Assert.Equal(1, log.Releases);
        Assert.Empty(raised);
        Assert.Equal(new TrackerTotals(0, 0, 1, 1, 0), tracker.Totals);
        Assert.Equal(ReleaseStatus.AlreadyReleased, tracker.Release(handle).Status);
    }

    [Fact]
    public void A_finalizer_can_release_although_a_lease_was_lost_with_the_resource()
    {
        var tracker = new ResourceTracker();
        var log = new Log();
        Abandon(tracker, log, count: 1, withLostLease: true);

        Collect(() => log.Releases == 1);

        Assert.Equal(1, log.Releases);
        Assert.Empty(Leaks.Of(tracker, rounds: 3));
    }

    [Fact]
    public void A_finalizer_that_releases_nothing_leaves_a_leak()
    {
        var tracker = new ResourceTracker();
        AbandonUseless(tracker);

        Assert.Equal("useless", Assert.Single(Leaks.Of(tracker)).Name);
    }

    [Fact]
    public void What_an_owners_finalizer_disposes_of_is_no_leak_either()
    {
        var tracker = new ResourceTracker();
        var log = new Log();
        AbandonOwner(tracker, log);

        Collect(() => log.Releases == 1);

        Assert.Equal(1, log.Releases);
        Assert.Empty(Leaks.Of(tracker, rounds: 3));
    }

    private static void Collect(Func<bool> isEnough)
    {
        for (var i = 0; i < 20 && !isEnough(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ResourceHandle Abandon(ResourceTracker tracker, Log log, int count, bool withLostLease = false)
    {
        ResourceHandle last = default;
        for (var i = 0; i < count; i++)
        {
            last = new Finalizable(tracker, log).Handle;
            if (withLostLease)
                Assert.True(tracker.TryLease(last, out _));
        }
        return last;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AbandonUseless(ResourceTracker tracker) => tracker.Register(new Useless(), new() { Type = "x", Name = "useless" });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AbandonOwner(ResourceTracker tracker, Log log)
    {
        var part = new Part(log);
        GC.KeepAlive(new Owner(tracker, tracker.Register(part, new() { Type = "part" }), part));
    }

    private sealed class Log
    {
        private int _releases;

        public int Releases => Volatile.Read(ref _releases);

        public System.Action OnFinalize { get; init; } = static () => { };

        public void Add() => Interlocked.Increment(ref _releases);
    }

    /// <summary>What a generated class with a finalizer comes to.</summary>
    private sealed class Finalizable : IDisposable, IReleasable
    {
        private readonly Log _log;
        private readonly ResourceTracker _tracker;

        public Finalizable(ResourceTracker tracker, Log log)
        {
            (_tracker, _log) = (tracker, log);
            Handle = tracker.Register(this, new() { Type = "finalizable" });
        }

        ~Finalizable()
        {
            _log.OnFinalize();
            Release();
        }

        public ResourceHandle Handle { get; }

        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        public ReleaseOutcome Release(in ReleaseContext context)
        {
            _log.Add();
            return default;
        }

        private void Release() => _tracker.ReleaseOwned(Handle, this);
    }

    private sealed class Useless
    {
        ~Useless() => GC.KeepAlive(this);
    }

    private sealed class Part(Log log) : IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context)
        {
            log.Add();
            return default;
        }
    }

    private sealed class Owner(ResourceTracker tracker, ResourceHandle handle, Part part)
    {
        ~Owner() => tracker.ReleaseOwned(handle, part);
    }
}
