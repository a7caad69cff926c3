namespace ResourceHygiene.Tests;

public sealed class ReaperTests
{
    [Fact]
    public void In_a_batch_dependents_go_before_what_they_need()
    {
        var bench = new Workbench();
        var order = new List<string>();
        var model = bench.Add(Noting(order, "model"), name: "model");
        var tokenizer = bench.Add(Noting(order, "tokenizer"), name: "tokenizer");
        var session = bench.Add(Noting(order, "session"), name: "session", dependsOn: [model, tokenizer]);
        var view = bench.Add(Noting(order, "view"), name: "view", dependsOn: [session]);

        var report = bench.Reaper.Release([model, tokenizer, session, view]);

        Assert.Equal(["view", "session", "model", "tokenizer"], order);
        Assert.Equal(order, report.Steps.Select(step => step.Resource.Name));
        Assert.Equal(4, report.Released);
    }

    [Fact]
    public void A_long_chain_of_dependencies_is_no_problem()
    {
        var bench = new Workbench();
        var handles = new List<ResourceHandle> { bench.Add(new FakeResource()) };
        for (var i = 1; i < 20_000; i++)
            handles.Add(bench.Add(new FakeResource(), dependsOn: [handles[^1]]));

        var report = bench.Reaper.Release(handles);

        Assert.Equal(20_000, report.Released);
        Assert.Equal(handles[^1], report.Steps[0].Resource.Handle);
    }

    [Fact]
    public void A_handler_that_throws_does_not_stop_the_next()
    {
        var bench = new Workbench();
        var good = bench.Add(new FakeResource(), bytes: 5);
        var bad = bench.Add(new FakeResource { OnRelease = _ => throw new IOException("stuck") }, "file", "a.tmp");
        var alsoGood = bench.Add(new FakeResource(), bytes: 7);

        var report = bench.Reaper.Release([good, bad, alsoGood]);

        Assert.Equal((2, 1, 12L), (report.Released, report.Failed, report.BytesFreed));
        Assert.Equal("2 released, 12 B freed, 1 failed, 0 not reached\nfile 'a.tmp': failed: stuck", report.ToString());
    }

    [Fact]
    public void What_a_resource_outside_the_batch_needs_is_kept()
    {
        var bench = new Workbench();
        var model = bench.Add(new FakeResource(), name: "model");
        bench.Add(new FakeResource(), "session", dependsOn: [model]);

        var step = Assert.Single(bench.Reaper.Release([model], ReleaseReason.Exit).Steps);

        Assert.Equal(ReleaseStatus.Kept, step.Result.Status);
        Assert.Equal("test 'model': kept: needed by session", step.ToString());
    }

    [Fact]
    public void What_a_leased_dependent_needs_is_kept_even_at_exit()
    {
        var bench = new Workbench();
        var model = new FakeResource();
        var modelHandle = bench.Add(model);
        var session = bench.Add(new FakeResource(), dependsOn: [modelHandle]);
        Assert.True(bench.Tracker.TryLease(session, out var lease));

        var report = bench.Reaper.Release([modelHandle, session], ReleaseReason.Exit, WhenLeased.Defer);

        Assert.Equal([ReleaseStatus.Deferred, ReleaseStatus.Kept], report.Steps.Select(step => step.Result.Status));
        Assert.Equal(0, model.Releases);
        lease.Dispose();
        Assert.False(bench.Tracker.TryGetInfo(session, out _));
    }

    [Fact]
    public void After_the_deadline_the_rest_is_reported_as_not_reached()
    {
        var bench = new Workbench();
        using var deadline = new CancellationTokenSource();
        var first = bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                deadline.Cancel();
                return context.Deadline.IsCancellationRequested ? ReleaseOutcome.Released() : ReleaseOutcome.Kept("deadline not passed on");
            },
        });
        var second = bench.Add(new FakeResource(), name: "second");

        var report = bench.Reaper.Release([first, second], deadline: deadline.Token);

        Assert.Equal(1, report.Released);
        Assert.Equal(second, Assert.Single(report.NotReached).Handle);
        Assert.EndsWith("test 'second': not reached, the time was over", report.ToString(), StringComparison.Ordinal);
        Assert.True(bench.Tracker.TryGetInfo(second, out _));
    }

    [Fact]
    public void A_trim_returns_the_bytes_freed_and_corrects_the_size()
    {
        var bench = new Workbench();
        long wanted = 0;
        var handle = bench.Add(
            new FakeTrimmable(request =>
            {
                wanted = request.BytesWanted;
                return 40;
            }),
            bytes: 100);

        var result = bench.Reaper.Trim(handle, 30);

        Assert.Equal((ReleaseStatus.Reduced, 40L), (result.Status, result.BytesFreed));
        Assert.Equal(30, wanted);
        Assert.Equal(60, bench.Info(handle).Bytes);
        Assert.Equal(60, bench.Tracker.BytesAt(ResourceLocation.Host));
    }

    [Fact]
    public void A_trim_of_a_resource_that_knows_its_size_is_measured_not_believed()
    {
        var bench = new Workbench();
        var boaster = new Boaster { SizeInBytes = 100 };
        var handle = bench.Add(boaster);

        Assert.Equal(10, bench.Reaper.Trim(handle, 1000).BytesFreed);

        Assert.Equal(90, bench.Info(handle).Bytes);
    }

    [Fact]
    public void A_trim_that_frees_nothing_or_is_not_possible_keeps_the_resource()
    {
        var bench = new Workbench();

        Assert.Equal(ReleaseStatus.Kept, bench.Reaper.Trim(bench.Add(new FakeTrimmable(_ => 0), bytes: 1), 1).Status);
        Assert.Equal(ReleaseStatus.Kept, bench.Reaper.Trim(bench.Add(new FakeResource(), bytes: 1), 1).Status);
    }

    [Fact]
    public void A_trim_is_not_a_use()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var handle = bench.Add(new FakeTrimmable(_ => 1), bytes: 10);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ReleaseStatus.Reduced, bench.Reaper.Trim(handle, 1).Status);

        Assert.Equal((TimeSpan.FromMinutes(1), 0), (bench.Info(handle).Idle, bench.Info(handle).Uses));
    }

    [Fact]
    public void A_trim_that_throws_leaves_the_resource_live()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeTrimmable(_ => throw new IOException("index")), bytes: 100);

        Assert.Equal(ReleaseStatus.Failed, bench.Reaper.Trim(handle, 1).Status);

        Assert.Equal(100, bench.Info(handle).Bytes);
        Assert.Equal(1, bench.Reaper.Statistics.Total.Failed);
    }

    [Fact]
    public void A_leased_resource_is_not_trimmed()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeTrimmable(_ => 10), bytes: 100);
        Assert.True(bench.Tracker.TryLease(handle, out var lease));

        Assert.Equal(ReleaseStatus.Leased, bench.Reaper.Trim(handle, 10).Status);
        lease.Dispose();
        Assert.Equal(ReleaseStatus.Reduced, bench.Reaper.Trim(handle, 10).Status);
    }

    [Fact]
    public void A_dispose_during_a_trim_waits_for_its_end()
    {
        var bench = new Workbench();
        ResourceHandle handle = default;
        FakeTrimmable? resource = null;
        var releasesDuringTrim = -1;
        resource = new FakeTrimmable(_ =>
        {
            Assert.Equal(ReleaseStatus.Deferred, bench.Tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer).Status);
            releasesDuringTrim = resource!.Releases;
            return 10;
        });
        handle = bench.Add(resource, bytes: 100);

        bench.Reaper.Trim(handle, 10);

        Assert.Equal(0, releasesDuringTrim);
        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public void An_offload_moves_the_bytes_from_the_device_to_the_host()
    {
        var bench = new Workbench();
        var device = ResourceLocation.Device(0);
        var handle = bench.Add(new FakeModel(), bytes: 100, location: device);

        var result = bench.Reaper.Offload(handle);

        Assert.Equal((ReleaseStatus.Reduced, 100L), (result.Status, result.BytesFreed));
        Assert.Equal(ResourceLocation.Host, bench.Info(handle).Location);
        Assert.Equal((0L, 100L), (bench.Tracker.BytesAt(device), bench.Tracker.BytesAt(ResourceLocation.Host)));
        Assert.Equal(ReleaseStatus.Kept, bench.Reaper.Offload(handle).Status);
    }

    [Fact]
    public void Statistics_count_every_outcome_by_type()
    {
        var bench = new Workbench();
        bench.Tracker.Release(bench.Add(new FakeResource(), "a", bytes: 10));
        bench.Tracker.Release(bench.Add(new FakeResource { OnRelease = _ => throw new FormatException() }, "a"));
        bench.Tracker.Release(bench.Add(new FakeResource { OnRelease = _ => ReleaseOutcome.Kept("no") }, "b"));
        var leased = bench.Add(new FakeResource(), "b");
        Assert.True(bench.Tracker.TryLease(leased, out var lease));
        bench.Tracker.Release(leased);
        bench.Tracker.Release(leased, whenLeased: WhenLeased.Defer);
        lease.Dispose();
        bench.Reaper.Trim(bench.Add(new FakeTrimmable(_ => 5), "c", bytes: 9), 5);

        var statistics = bench.Reaper.Statistics;

        Assert.Equal((2L, 1L, 10L), (statistics.ByType["a"].Released, statistics.ByType["a"].Failed, statistics.ByType["a"].BytesFreed));
        Assert.Equal((1L, 1L, 1L, 1L), (statistics.ByType["b"].Released, statistics.ByType["b"].Kept, statistics.ByType["b"].Refused, statistics.ByType["b"].Deferred));
        Assert.Equal((1L, 5L), (statistics.ByType["c"].Reduced, statistics.ByType["c"].BytesFreed));
        Assert.Equal((3L, 15L), (statistics.Total.Released, statistics.Total.BytesFreed));
        Assert.Equal(1, statistics.FailuresByException["System.FormatException"]);
    }

    private static FakeResource Noting(List<string> order, string name) => new()
    {
        OnRelease = _ =>
        {
            order.Add(name);
            return default;
        },
    };

    private sealed class Boaster : ITrimmable, ISizedResource
    {
        public long SizeInBytes { get; set; }

        public long Trim(TrimRequest request)
        {
            SizeInBytes -= 10;
            return 1_000_000;
        }
    }
}
