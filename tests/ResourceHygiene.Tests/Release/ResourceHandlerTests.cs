namespace ResourceHygiene.Tests;

/// <summary>Handlers for classes that one cannot change.</summary>
public sealed class ResourceHandlerTests
{
    private readonly Workbench _bench = new();

    [Fact]
    public void An_asynchronous_handler_is_waited_for_and_its_outcome_counts()
    {
        ReleaseHandlers.RegisterAsync<Foreign>("handler.async", static async (resource, context) =>
        {
            await Task.Yield();
            resource.Calls.Add($"{context.Type} {context.Reason}");
            return ReleaseOutcome.Released(42);
        });
        var resource = new Foreign();

        var result = _bench.Reaper.Release(_bench.Add(resource, "handler.async"), ReleaseReason.Expired);

        Assert.Equal((ReleaseStatus.Released, 42L), (result.Status, result.BytesFreed));
        Assert.Equal(["handler.async Expired"], resource.Calls);
    }

    [Fact]
    public void An_asynchronous_handler_may_keep_the_resource_or_fail()
    {
        ReleaseHandlers.RegisterAsync<Foreign>("handler.async.keeps", static (_, _) => new(ReleaseOutcome.Kept("busy")));
        ReleaseHandlers.RegisterAsync<Foreign>("handler.async.fails", static async (_, _) =>
        {
            await Task.Yield();
            throw new IOException("broken pipe");
        });

        Assert.Equal("busy", _bench.Reaper.Release(_bench.Add(new Foreign(), "handler.async.keeps")).Message);
        Assert.IsType<IOException>(_bench.Reaper.Release(_bench.Add(new Foreign(), "handler.async.fails")).Exception);
    }

    [Fact]
    public async Task A_batch_can_be_released_without_blocking_the_caller()
    {
        using var goOn = new ManualResetEventSlim();
        var slow = _bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                goOn.Wait(TimeSpan.FromSeconds(10));
                return default;
            },
        });

        var release = _bench.Reaper.ReleaseAsync([slow, _bench.Add(new FakeResource())]);
        Assert.False(release.IsCompleted);
        goOn.Set();

        Assert.True((await release).IsComplete);
    }

    [Fact]
    public void A_handler_can_trim_offload_and_persist_what_cannot_do_so_itself()
    {
        ReleaseHandlers.Register("handler.all", new ResourceHandler<Foreign>
        {
            Trim = static (resource, request) =>
            {
                resource.Calls.Add($"trim {request.BytesWanted}");
                return 10;
            },
            Offload = static (resource, _) => resource.Calls.Add("offload"),
            Persist = static (resource, _) => resource.Calls.Add("persist"),
        });
        var resource = new Foreign();
        var handle = _bench.Add(resource, "handler.all", bytes: 100, location: ResourceLocation.Device(0));

        Assert.True(_bench.Info(handle) is { CanTrim: true, CanOffload: true });
        Assert.Equal(10, _bench.Reaper.Trim(handle, 5).BytesFreed);
        Assert.Equal((90L, ResourceLocation.Host), (_bench.Reaper.Offload(handle).BytesFreed, _bench.Info(handle).Location));
        Assert.Equal("saved first", _bench.Reaper.Release(handle, ReleaseReason.Pressure).Message);

        Assert.Equal(["trim 5", "offload", "persist", "dispose"], resource.Calls);
    }

    [Fact]
    public void What_no_handler_can_do_is_not_offered()
    {
        ReleaseHandlers.Register("handler.trims", new ResourceHandler<Foreign> { Trim = static (_, _) => 1 });
        var trims = _bench.Add(new Foreign(), "handler.trims", bytes: 5, location: ResourceLocation.Device(0));
        var nothing = _bench.Add(new Foreign(), "handler.none", bytes: 5);

        Assert.True(_bench.Info(trims) is { CanTrim: true, CanOffload: false });
        Assert.True(_bench.Info(nothing) is { CanTrim: false, CanOffload: false });
        Assert.Equal(ReleaseStatus.Kept, _bench.Reaper.Offload(trims).Status);
        Assert.Equal(ReleaseStatus.Kept, _bench.Reaper.Trim(nothing, 1).Status);
    }

    [Fact]
    public void What_cannot_be_saved_is_lost_only_where_room_is_needed_at_any_price()
    {
        ReleaseHandlers.Register("handler.critical", new ResourceHandler<Foreign> { Persist = static (_, _) => throw new IOException("disk full") });
        var resource = new Foreign();
        var handle = _bench.Add(resource, "handler.critical", "frames", bytes: 5);

        Assert.Equal(ReleaseStatus.Kept, _bench.Reaper.Release(handle, ReleaseReason.Pressure).Status);
        Assert.Empty(resource.Calls);
        var report = _bench.Reaper.Release([handle], ReleaseReason.Critical);

        var result = Assert.Single(report.Failures).Result;
        Assert.Equal((ReleaseStatus.Released, "could not be persisted: disk full"), (result.Status, result.Message));
        Assert.IsType<IOException>(result.Exception);
        Assert.Equal(["dispose"], resource.Calls);
        Assert.Equal(
            "1 released, 5 B freed, 0 failed, 0 not reached\n"
            + "handler.critical 'frames': released, 5 B freed: could not be persisted: disk full (IOException)",
            report.ToString());
        Assert.Equal(2, _bench.Reaper.Statistics.FailuresOf("handler.critical")["System.IO.IOException"]);
    }

    [Fact]
    public void A_handler_may_release_others_track_new_ones_clean_and_allocate()
    {
        var parent = _bench.Add(new FakeResource(), "parent", bytes: 10);
        ResourceHandle tracked = default;
        ResourceHandle self = default;
        ReleaseStatus onItself = default;
        self = _bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                GC.KeepAlive(new byte[1_000_000]);
                onItself = _bench.Reaper.Release(self).Status;
                Assert.Equal(1, _bench.Reaper.Release([parent]).Released);
                tracked = _bench.Add(new FakeResource(), "new");
                _bench.Cleaner.Reclaim(new ReclaimGoal(0));
                return default;
            },
        });

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(self).Status);

        Assert.Equal(ReleaseStatus.AlreadyReleased, onItself);
        Assert.False(_bench.Tracker.TryGetInfo(parent, out _));
        Assert.True(_bench.Tracker.TryGetInfo(tracked, out _));
    }

    private sealed class Foreign : IDisposable
    {
        public List<string> Calls { get; } = [];

        public void Dispose() => Calls.Add("dispose");
    }
}
