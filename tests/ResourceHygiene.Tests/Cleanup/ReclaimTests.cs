namespace ResourceHygiene.Tests;

public sealed class ReclaimTests
{
    private static readonly ResourceLocation Device = ResourceLocation.Device(0);

    [Fact]
    public void Reclaim_lets_go_only_as_much_as_is_needed_and_says_why()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var old = bench.Add(new FakeResource(), ResourceTypes.RenderCache, "frames 0-24", bytes: 12_400_000);
        time.Advance(TimeSpan.FromSeconds(200));
        var recent = bench.Add(new FakeResource(), ResourceTypes.RenderCache, "frames 25-49", bytes: 12_400_000);

        var report = bench.Cleaner.Reclaim(new(10_000_000));

        Assert.Equal("12.4 MB freed on host\nrender_cache 'frames 0-24' let go: expired (idle 200 s > 180 s retention); frees 12.4 MB on host", report.ToString());
        Assert.True(report.IsEnough);
        Assert.False(bench.Tracker.TryGetInfo(old, out _));
        Assert.True(bench.Tracker.TryGetInfo(recent, out _));
    }

    [Fact]
    public void Nothing_is_done_when_nothing_is_wanted()
    {
        var bench = new Workbench();
        bench.Add(new FakeResource(), bytes: 10);

        Assert.Empty(bench.Cleaner.Reclaim(new(0)).Steps);
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Cleaner.Reclaim(new(-1)));
    }

    [Fact]
    public void A_leased_resource_is_passed_over_with_the_reason()
    {
        var bench = new Workbench();
        var leased = bench.Add(new FakeResource(), bytes: 100);
        bench.Add(new FakeResource(), bytes: 10);
        using var lease = Lease(bench, leased);

        var report = bench.Cleaner.Reclaim(new(50));

        Assert.Equal([ReleaseStatus.Released, ReleaseStatus.Leased], report.Steps.Select(step => step.Result.Status));
        Assert.Equal("test kept: leased (1 lease)", report.Steps[1].ToString());
        Assert.Equal((10L, 40L), (report.BytesFreed, report.Missing));
    }

    [Fact]
    public void Trim_is_tried_first_then_offload_then_release()
    {
        var bench = new Workbench();
        var actions = new List<string>();
        var model = new FakeModel
        {
            OnTrim = request =>
            {
                actions.Add($"trim {request.BytesWanted}");
                return 30;
            },
            OnOffload = _ => actions.Add("offload"),
            OnRelease = _ =>
            {
                actions.Add("release");
                return default;
            },
        };
        var handle = bench.Add(model, bytes: 100, location: Device);

        Assert.Equal(30, bench.Cleaner.Reclaim(new(20, Device)).BytesFreed);
        Assert.Equal(["trim 20"], actions);

        actions.Clear();
        var report = bench.Cleaner.Reclaim(new(60, Device));
        Assert.Equal(["trim 60", "offload"], actions);
        Assert.Equal([30L, 40L], report.Steps.Select(step => step.BytesFreed));
        Assert.Equal(ResourceLocation.Host, bench.Info(handle).Location);

        actions.Clear();
        bench.Cleaner.Reclaim(new(40));
        Assert.Equal(["trim 40", "release"], actions);
    }

    [Fact]
    public void Room_is_measured_after_each_victim_so_that_nested_releases_count()
    {
        var bench = new Workbench();
        var child = bench.Add(new FakeResource(), bytes: 90);
        bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    bench.Tracker.Release(child);
                    return default;
                },
            },
            bytes: 100);
        var other = bench.Add(new FakeResource(), bytes: 80);

        var report = bench.Cleaner.Reclaim(new(150));

        Assert.Equal(190, Assert.Single(report.Steps).BytesFreed);
        Assert.True(bench.Tracker.TryGetInfo(other, out _));
    }

    [Fact]
    public void Bytes_of_a_failed_release_do_not_count_as_freed()
    {
        var bench = new Workbench();
        bench.Add(new FakeResource { OnRelease = _ => throw new IOException("stuck") }, bytes: 100);
        bench.Add(new FakeResource(), bytes: 50);

        var report = bench.Cleaner.Reclaim(new(40));

        Assert.Equal([ReleaseStatus.Failed, ReleaseStatus.Released], report.Steps.Select(step => step.Result.Status));
        Assert.Equal([0L, 50L], report.Steps.Select(step => step.BytesFreed));
        Assert.EndsWith("- but failed: stuck", report.Steps[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_declines_is_kept_and_the_next_has_its_turn()
    {
        var bench = new Workbench();
        var keeps = bench.Add(new FakeResource { OnRelease = _ => ReleaseOutcome.Kept("busy") }, bytes: 100);
        bench.Add(new FakeResource(), bytes: 50);

        var report = bench.Cleaner.Reclaim(new(40));

        Assert.Equal([ReleaseStatus.Kept, ReleaseStatus.Released], report.Steps.Select(step => step.Result.Status));
        Assert.True(bench.Tracker.TryGetInfo(keeps, out _));
    }

    [Fact]
    public void Dependents_go_first_and_what_a_leased_one_needs_is_reported_last()
    {
        var bench = new Workbench();
        var model = bench.Add(new FakeResource(), "model", "a", bytes: 10);
        bench.Add(new FakeResource(), "session", dependsOn: [model]);
        var busyModel = bench.Add(new FakeResource(), "model", "b", bytes: 10);
        var busySession = bench.Add(new FakeResource(), "session", "busy", dependsOn: [busyModel]);
        using var lease = Lease(bench, busySession);

        var report = bench.Cleaner.Reclaim(new(1000));

        Assert.Equal(
            ["session", "model 'a'", "session 'busy'", "model 'b'"],
            report.Steps.Select(step => step.Verdict.Resource.Title).OrderBy(title => Array.IndexOf(["session", "model 'a'", "session 'busy'", "model 'b'"], title)));
        Assert.Equal("model 'b' kept: needed by session 'busy'", report.Steps[^1].ToString());
        Assert.Equal((10L, 990L), (report.BytesFreed, report.Missing));
        Assert.True(Position(report, "session") < Position(report, "model 'a'"));
    }

    [Fact]
    public void The_reason_reaches_the_handler()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var reasons = new List<ReleaseReason>();
        FakeResource Noting() => new()
        {
            OnRelease = context =>
            {
                reasons.Add(context.Reason);
                return default;
            },
        };
        bench.Add(Noting(), bytes: 1);
        time.Advance(TimeSpan.FromSeconds(301));
        bench.Add(Noting(), bytes: 1);

        bench.Cleaner.Reclaim(new(2, Reason: ReleaseReason.Requested));

        Assert.Equal([ReleaseReason.Expired, ReleaseReason.Requested], reasons);
    }

    [Fact]
    public void Below_its_threshold_a_type_stays_unless_room_matters_more_than_anything()
    {
        var bench = new Workbench();
        for (var i = 0; i < 3; i++)
            bench.Add(new FakeResource(), ResourceTypes.ModelShards, bytes: 100);
        bench.Add(new FakeResource(), "other", bytes: 10);

        var report = bench.Cleaner.Reclaim(new(1000) { Usage = 0.8 });

        Assert.Equal(10, report.BytesFreed);
        Assert.Equal("model_shards kept: its type goes from 85 % on, 80 % are in use", report.Steps[^1].ToString());
        Assert.Equal(100, bench.Cleaner.Reclaim(new(1000) { Usage = 0.85 }).BytesFreed);
        Assert.Equal(200, bench.Cleaner.Reclaim(new(1000) { Usage = 0.5, Critical = true }).BytesFreed);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    public void A_usage_that_cannot_be_is_refused(double usage)
    {
        var bench = new Workbench();

        Assert.Throws<ArgumentOutOfRangeException>("goal", () => bench.Cleaner.Reclaim(new(0) { Usage = usage }));
    }

    [Fact]
    public void A_reaper_of_another_tracker_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ResourceCleaner(new ResourceTracker(), null, new Reaper(new ResourceTracker())));

    private static int Position(ReclaimReport report, string title) =>
        report.Steps.Select(step => step.Verdict.Resource.Title).ToList().IndexOf(title);

    private static Lease Lease(Workbench bench, ResourceHandle handle)
    {
        Assert.True(bench.Tracker.TryLease(handle, out var lease));
        return lease;
    }
}
