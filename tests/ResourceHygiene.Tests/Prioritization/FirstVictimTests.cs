using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

/// <summary>The first few victims straight from a tracker: the same as from a snapshot, without its cost.</summary>
public sealed class FirstVictimTests
{
    private static readonly string[] Types = [ResourceTypes.RenderCache, ResourceTypes.TempBuffers, ResourceTypes.AudioCache, "mine"];

    [Theory]
    [InlineData(ReleaseAlgorithms.DecisionTree)]
    [InlineData(ReleaseAlgorithms.WeightedScore)]
    public void The_first_victim_costs_no_allocation_once_warm(string algorithm)
    {
        var bench = Bench(1_000, out _);
        var prioritizer = new ReleasePrioritizer(ReleasePolicy.Default.WithAlgorithm(algorithm));
        var demand = new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 5_000 };
        var verdicts = new ReleaseVerdict[1];
        for (var i = 0; i < 50; i++)
            prioritizer.First(bench.Tracker, demand, verdicts);

        // Of a collection that comes in between the runtime charges something to the thread; one that is undisturbed shows what the calls cost.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedByFifty()));

        long AllocatedByFifty()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++)
                prioritizer.First(bench.Tracker, demand, verdicts);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData(ReleaseAlgorithms.DecisionTree)]
    [InlineData(ReleaseAlgorithms.WeightedScore)]
    public void However_many_are_asked_for_they_are_the_beginning_of_the_order(string algorithm)
    {
        var bench = Bench(3_000, out _);
        var prioritizer = new ReleasePrioritizer(ReleasePolicy.Default.WithAlgorithm(algorithm));
        var snapshot = bench.Tracker.Snapshot();
        var demand = new ReleaseDemand { Location = ResourceLocation.Host };
        var order = prioritizer.Order(snapshot, ResourceLocation.Host);

        foreach (var count in new[] { 1, 16, 17, 300, 3_000 })
        {
            var fromTracker = new ReleaseVerdict[count];
            var fromSnapshot = new ReleaseVerdict[count];

            Assert.Equal(count, prioritizer.First(bench.Tracker, demand, fromTracker));
            Assert.Equal(count, prioritizer.First(snapshot, demand, fromSnapshot));

            Assert.Equal(order.Take(count).Select(verdict => verdict.Resource.Handle), fromTracker.Select(verdict => verdict.Resource.Handle));
            Assert.Equal(order.Take(count), fromSnapshot);
        }
    }

    [Theory]
    [InlineData(ReleaseAlgorithms.DecisionTree, 1)]
    [InlineData(ReleaseAlgorithms.DecisionTree, 40_000_000)]
    [InlineData(ReleaseAlgorithms.DecisionTree, long.MaxValue)]
    [InlineData(ReleaseAlgorithms.WeightedScore, 1)]
    [InlineData(ReleaseAlgorithms.WeightedScore, long.MaxValue)]
    public void Whether_read_from_a_tracker_or_a_snapshot_the_verdicts_are_the_same(string algorithm, long bytes)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var time = new ManualTimeProvider();
            var bench = new Workbench(time);
            var leases = Mix(bench, time, new Random(seed), 400);
            var prioritizer = new ReleasePrioritizer(ReleasePolicy.Default.WithAlgorithm(algorithm));
            var demand = new ReleaseDemand { Location = ResourceLocation.Host, Bytes = bytes, Usage = seed % 2 == 0 ? 0.5 : null };
            var fromTracker = new ReleaseVerdict[300];
            var fromSnapshot = new ReleaseVerdict[300];
            var snapshot = bench.Tracker.Snapshot();

            foreach (var count in new[] { 1, 20, 300 })
            {
                var found = prioritizer.First(bench.Tracker, demand, fromTracker.AsSpan(0, count));

                Assert.Equal(found, prioritizer.First(snapshot, demand, fromSnapshot.AsSpan(0, count)));
                Assert.Equal(fromSnapshot.Take(found).Select(Summary), fromTracker.Take(found).Select(Summary));
            }

            Assert.Equal(prioritizer.Plan(snapshot, demand).ToString(), prioritizer.Plan(bench.Tracker, demand).ToString());
            leases.ForEach(static lease => lease.Dispose());
        }

        static (ResourceHandle, ReleaseAction, string, long?) Summary(ReleaseVerdict verdict) =>
            (verdict.Resource.Handle, verdict.Action, verdict.Rule, verdict.Missing);
    }

    [Fact]
    public void What_the_garbage_collector_took_is_no_victim_and_is_reported()
    {
        var bench = new Workbench();
        var lost = AddGarbage(bench.Tracker);
        var alive = bench.Add(new FakeResource(), ResourceTypes.RenderCache, bytes: 10);
        Assert.True(Garbage.IsCollected(lost));
        var verdicts = new ReleaseVerdict[5];

        var count = new ReleasePrioritizer().First(bench.Tracker, new ReleaseDemand { Location = ResourceLocation.Host }, verdicts);

        Assert.Equal((1, alive), (count, verdicts[0].Resource.Handle));
        Assert.Equal("lost", Assert.Single(bench.Tracker.CollectLeaks()).Name);
    }

    [Fact]
    public void A_dependent_that_the_garbage_collector_took_holds_nothing_back()
    {
        var bench = new Workbench();
        var model = bench.Add(new FakeResource(), "model", bytes: 10);
        var lost = AddGarbage(bench.Tracker, model);
        Assert.True(Garbage.IsCollected(lost));
        var verdicts = new ReleaseVerdict[1];

        new ReleasePrioritizer().First(bench.Tracker, new ReleaseDemand { Location = ResourceLocation.Host }, verdicts);

        Assert.Equal(model, verdicts[0].Resource.Handle);
    }

    [Fact]
    public void A_slot_that_was_used_again_is_looked_at_again()
    {
        var bench = new Workbench();
        var prioritizer = new ReleasePrioritizer();
        var demand = new ReleaseDemand { Location = ResourceLocation.Host };
        var verdicts = new ReleaseVerdict[1];
        var first = bench.Add(new FakeTrimmable(static _ => 0), bytes: 10);
        prioritizer.First(bench.Tracker, demand, verdicts);
        Assert.Equal(ReleaseAction.Trim, verdicts[0].Action);

        bench.Tracker.Release(first);
        bench.Add(new FakeResource(), bytes: 10);
        prioritizer.First(bench.Tracker, demand, verdicts);

        Assert.Equal(ReleaseAction.Release, verdicts[0].Action);
    }

    [Fact]
    public void Several_threads_may_ask_one_prioritizer()
    {
        var bench = Bench(500, out var first);
        var prioritizer = new ReleasePrioritizer();
        var demand = new ReleaseDemand { Location = ResourceLocation.Host };

        Parallel.For(0, 200, _ =>
        {
            var verdicts = new ReleaseVerdict[1];
            Assert.Equal(1, prioritizer.First(bench.Tracker, demand, verdicts));
            Assert.Equal(first, verdicts[0].Resource.Handle);
        });
    }

    private static WeakReference AddGarbage(ResourceTracker tracker, params ResourceHandle[] needs) => Garbage.Make(() =>
    {
        var resource = new object();
        tracker.Register(resource, new() { Type = ResourceTypes.RenderCache, Name = "lost", Bytes = 1000, DependsOn = [.. needs] });
        return resource;
    });

    /// <summary>Some that can be trimmed, some that need others, some leased, some of kept types; few with sizes and ages of their own.</summary>
    private static List<Lease> Mix(Workbench bench, ManualTimeProvider time, Random random, int count)
    {
        string[] types = [.. Types, ResourceTypes.ModelShards, ResourceTypes.SubtitleIndex];
        var handles = new List<ResourceHandle>();
        var leases = new List<Lease>();
        for (var i = 0; i < count; i++)
        {
            FakeResource resource = random.Next(5) == 0 ? new FakeTrimmable(static _ => 0) : new FakeResource();
            handles.Add(bench.Add(
                resource,
                types[random.Next(types.Length)],
                bytes: random.Next(4) * 100_000,
                location: random.Next(6) == 0 ? ResourceLocation.Device(0) : ResourceLocation.Host,
                priority: (ReleasePriority)random.Next(-1, 3),
                dependsOn: i > 0 && random.Next(10) == 0 ? [handles[random.Next(i)]] : []));
            if (random.Next(12) == 0 && bench.Tracker.TryLease(handles[^1], out var lease))
                leases.Add(lease);
            if (random.Next(3) == 0)
                time.Advance(TimeSpan.FromSeconds(random.Next(8)));
        }
        return leases;
    }

    /// <summary>Many resources of all kinds; no two have the same place in the order.</summary>
    private static Workbench Bench(int count, out ResourceHandle first)
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var random = new Random(7);
        for (var i = 0; i < count; i++)
        {
            bench.Add(new FakeResource(), Types[random.Next(Types.Length)], bytes: 1 + random.Next(1_000_000), priority: (ReleasePriority)random.Next(-1, 3));
            time.Advance(TimeSpan.FromMilliseconds(random.Next(400)));
        }
        first = new ReleasePrioritizer().Order(bench.Tracker.Snapshot(), ResourceLocation.Host)[0].Resource.Handle;
        return bench;
    }
}
