using System.Runtime.CompilerServices;

namespace ResourceHygiene.Tests.Pressure;

public sealed class PressureActionTests
{
    [Fact]
    public void A_warning_reclaims_after_its_grace_until_the_level_is_normal_again()
    {
        using var bench = new PressureBench();
        bench.Fill(8);

        Assert.Null(bench.Next());
        Assert.Null(bench.Next(0.9));
        var action = bench.Next(0.1)!;

        // 101 bytes to get below 700: two victims of 100.
        Assert.Equal((101, 200, PressureOutcome.Enough), (action.BytesWanted, action.BytesFreed, action.Outcome));
        Assert.Equal((800, 600), (action.Before.Used, action.After.Used));
        Assert.Equal(2, action.Reclaim!.Steps.Length);
        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
        Assert.Equal("host Warning: test memory has 800 B of 1 kB (80 %) in use, 101 B to free; 200 B freed (Enough), then 600 B of 1 kB (60 %)", action.ToString());
    }

    [Fact]
    public void A_warning_that_passes_within_its_grace_costs_nothing()
    {
        using var bench = new PressureBench();
        bench.Fill(6);
        bench.Gauge.Used = 200;
        bench.Next();
        bench.Gauge.Used = 0;
        bench.Next(0.5);
        bench.Gauge.Used = 200;

        Assert.Null(bench.Next(0.5));
        Assert.Null(bench.Next(0.5));
        Assert.NotNull(bench.Next(0.5));
    }

    [Fact]
    public void An_emergency_reclaims_at_once_and_deeper()
    {
        using var bench = new PressureBench();
        bench.Fill(10);

        var action = bench.Next()!;

        Assert.Equal((PressureLevel.Emergency, 401, 500), (action.Level, action.BytesWanted, action.BytesFreed));
        Assert.Equal(500, action.After.Used);
    }

    [Fact]
    public void A_warning_leaves_high_priorities_alone_and_an_emergency_does_not()
    {
        using var bench = new PressureBench();
        bench.Fill(7, ReleasePriority.High);
        bench.Fill(1);
        bench.Next();

        var warning = bench.Next(1)!;
        Assert.Equal((100, PressureOutcome.Partial), (warning.BytesFreed, warning.Outcome));
        Assert.Equal("r0", Assert.Single(warning.Reclaim!.Steps.Where(step => step.Verdict.Action != ReleaseAction.None)).Verdict.Resource.Name);

        bench.Gauge.Used = 250;
        Assert.Equal(400, bench.Next()!.BytesFreed);
    }

    [Fact]
    public void After_each_victim_it_measures_and_stops_when_that_is_enough()
    {
        // Each victim frees three times what the tracker knows of.
        using var bench = new PressureBench(followsTracker: false);
        bench.Gauge.Used = 950;
        bench.Fill(9, onRelease: _ =>
        {
            bench.Gauge.Used -= 300;
            return ReleaseOutcome.Released();
        });

        var action = bench.Next()!;

        Assert.Equal((351, 200, 350), (action.BytesWanted, action.BytesFreed, action.After.Used));
        Assert.Equal(PressureOutcome.Enough, action.Outcome);
    }

    [Fact]
    public void What_was_freed_counts_even_where_the_gauge_shows_it_late()
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Gauge.Used = 950;
        var handles = bench.Fill(9);

        var action = bench.Next()!;

        // Not all nine: allocators keep what is freed, so the gauge alone would have taken everything.
        Assert.Equal((400, 950), (action.BytesFreed, action.After.Used));
        Assert.Equal(5, handles.Count(handle => bench.Bench.Tracker.TryGetInfo(handle, out _)));
    }

    [Fact]
    public void Nothing_is_done_on_a_sample_older_than_the_last_action()
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Gauge.Used = 950;
        bench.Fill(9);
        bench.Next();

        Assert.Empty(bench.Monitor.Check());
        Assert.NotNull(bench.Next(0.01));
    }

    [Fact]
    public void A_gauge_that_repeats_an_old_sample_makes_nothing_happen_twice()
    {
        var gauge = new StuckGauge();
        using var bench = new PressureBench(_ => PressureBench.Quiet(gauge));
        bench.Fill(9);
        gauge.Sample = new(950, 1000, bench.Time.GetTimestamp());

        Assert.NotNull(bench.Next());
        Assert.Null(bench.Next());
        Assert.Null(bench.Next());

        gauge.Sample = new(950, 1000, bench.Time.GetTimestamp());
        Assert.NotNull(bench.Next());
    }

    [Fact]
    public void At_least_the_minimum_is_reclaimed()
    {
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge], MinimumReclaim = 0.3, CollectGarbage = false, TrimNativeHeap = false });
        bench.Fill(8);
        bench.Next();

        Assert.Equal(300, bench.Next(1)!.BytesFreed);
    }

    [Fact]
    public void Victims_that_free_nothing_make_it_pause_longer_and_longer()
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Gauge.Used = 950;
        var asked = 0;
        bench.Fill(3, onRelease: _ =>
        {
            asked++;
            return ReleaseOutcome.Kept("no");
        });

        Assert.Equal(PressureOutcome.Nothing, bench.Next()!.Outcome);
        Assert.Equal(3, asked);
        var pauses = new List<int>();
        var ticks = 0;
        while (pauses.Count < 7)
        {
            ticks++;
            if (bench.Next(0.1) is not null)
            {
                pauses.Add(ticks);
                ticks = 0;
            }
        }

        Assert.Equal([5, 10, 20, 40, 80, 80, 80], pauses);
    }

    [Fact]
    public void An_emergency_does_not_wait_for_the_pause_of_a_warning()
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Gauge.Used = 800;
        bench.Fill(2, ReleasePriority.High);
        bench.Next();
        Assert.Equal(PressureOutcome.Nothing, bench.Next(1)!.Outcome);

        bench.Gauge.Used = 900;

        Assert.Equal(200, bench.Next(0.01)!.BytesFreed);
    }

    [Fact]
    public void Leased_resources_stay_and_the_report_says_so()
    {
        using var bench = new PressureBench();
        var handles = bench.Fill(10);
        Assert.True(bench.Bench.Tracker.TryLease(handles[0], out var lease));
        using (lease)
        {
            var action = bench.Next()!;
            Assert.True(bench.Bench.Tracker.TryGetInfo(handles[0], out _));
            Assert.Equal(500, action.BytesFreed);
        }
    }

    [Fact]
    public void A_device_is_relieved_without_touching_the_host()
    {
        using var bench = new PressureBench(location: ResourceLocation.Device(0));
        bench.Fill(10);
        bench.Bench.Add(new FakeResource(), bytes: 5000);
        var cleaned = 0;
        using var registration = bench.Bench.Cleaner.Register(new Cleaner { Name = "host cache", Level = CleanupLevel.Low, Clean = _ => cleaned++ });

        Assert.Equal(500, bench.Next()!.BytesFreed);
        Assert.Equal((5000, 0), (bench.Bench.Tracker.BytesAt(ResourceLocation.Host), cleaned));
    }

    [Fact]
    public void Cleaners_run_where_reclaiming_is_not_enough_deeper_each_time()
    {
        using var bench = new PressureBench(followsTracker: false);
        var cleaned = new List<CleanupLevel>();
        var levels = new[] { CleanupLevel.Low, CleanupLevel.Medium, CleanupLevel.High, CleanupLevel.Critical };
        using var registration = bench.Bench.Cleaner.Register(
            [.. levels.Select(level => new Cleaner { Name = level.ToString(), Level = level, Clean = _ => cleaned.Add(level) })]);
        bench.Gauge.Used = 800;
        bench.Next();
        Assert.Equal(CleanupLevel.Low, bench.Next(1)!.Cleanup!.Level);
        Assert.Equal([CleanupLevel.Low], cleaned);

        cleaned.Clear();
        bench.Gauge.Used = 950;
        Assert.Equal(CleanupLevel.High, bench.Next()!.Cleanup!.Level);
        Assert.Equal(levels[..3], cleaned);

        cleaned.Clear();
        Assert.Equal(CleanupLevel.Critical, bench.Next(1)!.Cleanup!.Level);
        Assert.Equal(levels, cleaned);
    }

    [Fact]
    public void The_history_is_bounded_and_keeps_no_reports()
    {
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge], HistorySize = 3, CollectGarbage = false, TrimNativeHeap = false });
        for (var i = 0; i < 5; i++)
        {
            bench.Fill(10 - (int)(bench.Bench.Tracker.BytesAt(ResourceLocation.Host) / 100));
            Assert.NotNull(bench.Next());
        }

        Assert.Equal(3, bench.Monitor.History.Length);
        Assert.All(bench.Monitor.History, action => Assert.Null(action.Reclaim));
    }

    [Fact]
    public void A_large_release_is_followed_by_one_collection_and_a_trim()
    {
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge], TrimAfterBytes = 400 });
        bench.Fill(10);

        var action = bench.Next()!;

        Assert.Equal((true, HeapTrimmer.CanTrimNativeHeap), (action.Trim!.Collected, action.Trim.NativeHeapTrimmed));

        bench.Fill(3);
        bench.Next();
        Assert.Null(bench.Next(1)!.Trim);
    }

    [Fact]
    public void An_emergency_without_victims_collects_garbage_once_a_pause()
    {
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge] });
        bench.Gauge.Used = 990;

        Assert.NotNull(bench.Next()!.Trim);
        Assert.Null(bench.Next(0.1));
    }

    [Fact]
    public void Where_the_managed_heap_is_full_garbage_goes_first()
    {
        var gauge = new ManagedHeapGauge(GC.GetTotalMemory(forceFullCollection: true) + (400L << 20));
        using var bench = new PressureBench(_ => new() { Gauges = [gauge], WarningGrace = TimeSpan.Zero });
        bench.Fill(1);

        // Nine tenths of the heap are used, and none of them by anybody. Another test may collect them first; then again.
        PressureAction? action;
        do
        {
            MakeGarbage(megabytes: 380);
            action = bench.Next();
        }
        while (action is null);

        Assert.True(action.Trim!.Collected);
        Assert.Equal((0, PressureOutcome.Enough), (action.BytesFreed, action.Outcome));
        Assert.Empty(action.Reclaim!.Steps);
    }

    [Fact]
    public void The_native_heap_can_be_trimmed_where_glibc_is()
    {
        var report = HeapTrimmer.Trim();

        Assert.True(report.Collected);
        Assert.Equal(HeapTrimmer.CanTrimNativeHeap, report.NativeHeapTrimmed);
        Assert.True(report.WorkingSetAfter > 0);
        Assert.False(HeapTrimmer.Trim(collectGarbage: false, trimNativeHeap: false).NativeHeapTrimmed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeGarbage(int megabytes) => GC.KeepAlive(GC.AllocateUninitializedArray<byte>(megabytes << 20));

    private sealed class StuckGauge : IMemoryGauge
    {
        public string Name => "stuck";

        public ResourceLocation Location => default;

        public MemorySample Sample { get; set; }

        public MemorySample Measure(TimeProvider time) => Sample;
    }
}
