namespace ResourceHygiene.Tests;

public sealed class StressTests
{
    private const int Threads = 4;
    private const int Operations = 60_000;
    private const int Places = 16;

    [Fact]
    public void Under_four_threads_each_resource_is_released_exactly_once()
    {
        var tracker = new ResourceTracker();
        var places = new Counted?[Places];
        var made = new List<Counted>[Threads];
        var usedAfterRelease = 0;

        RunAtOnce(thread =>
        {
            var random = new Random(thread);
            made[thread] = new List<Counted>(Operations);
            for (var i = 0; i < Operations; i++)
            {
                var place = random.Next(Places);
                var seen = Volatile.Read(ref places[place]);
                if (seen is null)
                {
                    var resource = new Counted();
                    made[thread].Add(resource);
                    resource.Handle = tracker.Register(resource, new() { Type = "stress", Bytes = 1 });
                    if (Interlocked.CompareExchange(ref places[place], resource, null) is not null)
                        tracker.Release(resource.Handle);
                }
                else if (random.Next(3) == 0)
                {
                    Interlocked.CompareExchange(ref places[place], null, seen);
                    tracker.Release(seen.Handle, ReleaseReason.Requested, random.Next(2) == 0 ? WhenLeased.Defer : WhenLeased.Refuse);
                    // A refused release must not be lost either: the owner gives it up for good.
                    tracker.Release(seen.Handle, ReleaseReason.Disposed, WhenLeased.Defer);
                }
                else if (random.Next(2) == 0)
                {
                    // Without a lease: the entry may go, and its slot be used again, at this very moment.
                    tracker.SetBytes(seen.Handle, random.Next(100));
                }
                else if (tracker.TryLease(seen.Handle, out var lease))
                {
                    using (lease)
                    {
                        if (seen.Releases != 0)
                            Interlocked.Increment(ref usedAfterRelease);
                    }
                }
            }
        });

        foreach (var left in tracker.Snapshot())
            Assert.Equal(ReleaseStatus.Released, tracker.Release(left.Handle).Status);

        var all = made.SelectMany(list => list).ToArray();
        Assert.Equal(0, usedAfterRelease);
        Assert.Equal(0, all.Count(resource => resource.Releases > 1));
        Assert.Equal(0, all.Count(resource => resource.Releases == 0));
        Assert.Equal(new TrackerTotals(0, 0, all.Length, all.Length, 0), tracker.Totals);
        Assert.Equal(0, tracker.BytesAt(ResourceLocation.Host));
        Assert.Empty(tracker.CollectLeaks());
    }

    [Fact]
    public void What_runs_nothing_is_released_once_by_whoever_comes_first()
    {
        var tracker = new ResourceTracker();
        var resource = new object();
        var handles = new ResourceHandle[Places];
        var released = 0;
        var registered = 0;
        RunAtOnce(thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < Operations; i++)
            {
                var place = random.Next(Places);
                var shared = new SharedHandle(handles, place);
                var seen = shared.Value;
                if (tracker.TryLease(seen, out var lease))
                {
                    // Released with the lease, which then is the last one or not.
                    var status = tracker.Release(seen, ReleaseReason.Disposed, WhenLeased.Defer).Status;
                    Assert.True(status is ReleaseStatus.Deferred, status.ToString());
                    lease.Dispose();
                }
                else if (tracker.Release(seen, ReleaseReason.Disposed).Status is ReleaseStatus.Released)
                {
                    Interlocked.Increment(ref released);
                }

                Interlocked.Increment(ref registered);
                var next = tracker.Register(resource, new() { Type = "passive", Bytes = 1 });
                // Whoever is pushed out is released by whoever pushed.
                if (tracker.Release(shared.Exchange(next), ReleaseReason.Disposed).Status is ReleaseStatus.Released)
                    Interlocked.Increment(ref released);
            }
        });

        foreach (var left in tracker.Snapshot())
            Assert.Equal(ReleaseStatus.Released, tracker.Release(left.Handle).Status);
        Assert.Equal(new TrackerTotals(0, 0, registered, registered, 0), tracker.Totals);
        Assert.Equal(0, tracker.BytesAt(ResourceLocation.Host));
        Assert.InRange(released, 1, registered);
        GC.KeepAlive(resource);
    }

    [Fact]
    public void Of_four_callers_at_once_exactly_one_releases()
    {
        var tracker = new ResourceTracker();
        const int Resources = 5_000;
        var resources = new Counted[Resources];
        for (var i = 0; i < Resources; i++)
        {
            resources[i] = new Counted();
            resources[i].Handle = tracker.Register(resources[i], new() { Type = "race" });
        }

        var won = 0;
        var lost = 0;
        RunAtOnce(_ =>
        {
            foreach (var resource in resources)
            {
                var status = tracker.Release(resource.Handle).Status;
                Interlocked.Increment(ref status == ReleaseStatus.Released ? ref won : ref lost);
                Assert.True(status is ReleaseStatus.Released or ReleaseStatus.AlreadyReleased);
            }
        });

        Assert.Equal(Resources, won);
        Assert.Equal(Resources * (Threads - 1), lost);
        Assert.All(resources, resource => Assert.Equal(1, resource.Releases));
    }

    [Fact]
    public void Sizes_corrected_while_entries_come_and_go_leave_no_bytes_behind()
    {
        var tracker = new ResourceTracker();
        var current = 0;
        var handles = new ResourceHandle[Operations];
        var isDone = false;
        RunAtOnce(thread =>
        {
            if (thread == 0)
            {
                var resource = new Counted();
                for (var i = 0; i < Operations; i++)
                {
                    handles[i] = tracker.Register(resource, new() { Type = "sized", Bytes = 5 });
                    Volatile.Write(ref current, i);
                    // Long enough to be found alive, and not always equally long.
                    Thread.SpinWait(i % 32);
                    tracker.Release(handles[i]);
                }
                Volatile.Write(ref isDone, true);
                return;
            }

            while (!Volatile.Read(ref isDone))
                tracker.SetBytes(handles[Volatile.Read(ref current)], thread * 100);
        });

        Assert.Equal(0, tracker.BytesAt(ResourceLocation.Host));
        Assert.Equal(0, tracker.Totals.Bytes);
    }

    [Fact]
    public void Snapshots_taken_meanwhile_never_mix_two_entries()
    {
        var tracker = new ResourceTracker();
        var mixed = 0;
        var seen = 0;
        var writers = Threads - 1;
        RunAtOnce(thread =>
        {
            if (thread == 0)
            {
                while (Volatile.Read(ref writers) > 0)
                {
                    foreach (var info in tracker.Snapshot())
                    {
                        seen++;
                        mixed += info.Name != info.Type || info.Bytes != info.Type.Length || info.Site.Member != info.Type ? 1 : 0;
                    }
                }
                return;
            }

            string[] names = ["a", "bb", "ccc", "dddd"];
            for (var i = 0; i < Operations; i++)
            {
                var name = names[i % names.Length];
                var resource = new Counted();
                var handle = tracker.Register(resource, new() { Type = name, Name = name, Bytes = name.Length, Site = new("f", 1, name) });
                tracker.Release(handle);
                GC.KeepAlive(resource);
            }
            Interlocked.Decrement(ref writers);
        });

        Assert.Equal(0, mixed);
        Assert.NotEqual(0, seen);
    }

    private static void RunAtOnce(Action<int> work)
    {
        using var start = new Barrier(Threads);
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                work(number);
            }
            catch (Exception exception)
            {
                lock (failures)
                    failures.Add(exception);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }

    /// <summary>A place for a handle that several threads use.</summary>
    private readonly struct SharedHandle(ResourceHandle[] handles, int place)
    {
        private ref ulong Word => ref System.Runtime.CompilerServices.Unsafe.As<ResourceHandle, ulong>(ref handles[place]);

        public ResourceHandle Value => As(Volatile.Read(ref Word));

        public ResourceHandle Exchange(ResourceHandle next) => As(Interlocked.Exchange(ref Word, next.Value));

        private static ResourceHandle As(ulong word) => System.Runtime.CompilerServices.Unsafe.BitCast<ulong, ResourceHandle>(word);
    }

    private sealed class Counted : IDisposable
    {
        private int _releases;

        public ResourceHandle Handle { get; set; }

        public int Releases => Volatile.Read(ref _releases);

        public void Dispose() => Interlocked.Increment(ref _releases);
    }
}
