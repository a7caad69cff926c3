namespace ResourceHygiene.Tests;

public sealed class ResourceTrackerTests
{
    [Fact]
    public void A_registered_resource_is_known_until_it_is_released()
    {
        var tracker = new ResourceTracker();
        var resource = new FakeResource();

        var handle = tracker.Register(resource, new() { Type = ResourceTypes.RenderCache, Name = "frames", Bytes = 1000 });
        Assert.True(tracker.TryGetInfo(handle, out var info));
        Assert.Equal("render_cache 'frames' (1 kB on host)", info.ToString());

        Assert.Equal(ReleaseStatus.Released, tracker.Release(handle).Status);
        Assert.False(tracker.TryGetInfo(handle, out _));
        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public void Everything_said_at_registration_can_be_read_back()
    {
        var bench = new Workbench();
        var needed = bench.Add(new object());
        var site = new AcquisitionSite("/src/ClipStudio.cs", 42, "Load");
        var model = new FakeModel();

        var handle = bench.Tracker.Register(model, new()
        {
            Type = "model_weights",
            Name = "encoder",
            Bytes = 500,
            Location = ResourceLocation.Device(1),
            Priority = ReleasePriority.High,
            Retention = TimeSpan.FromSeconds(7),
            Site = site,
            DependsOn = [needed],
        });

        var info = bench.Info(handle);
        Assert.Equal(handle, info.Handle);
        Assert.Equal("model_weights", info.Type);
        Assert.Equal("encoder", info.Name);
        Assert.Equal(500, info.Bytes);
        Assert.Equal(ResourceLocation.Device(1), info.Location);
        Assert.Equal(ReleasePriority.High, info.Priority);
        Assert.Equal(TimeSpan.FromSeconds(7), info.Retention);
        Assert.Equal(site, info.Site);
        Assert.Equal([needed], info.DependsOn.AsEnumerable());
        Assert.Equal(ResourceState.Live, info.State);
        Assert.True(info.CanTrim);
        Assert.True(info.CanOffload);
        GC.KeepAlive(model);
    }

    [Fact]
    public void A_resource_that_knows_its_size_is_asked_when_none_is_given()
    {
        var bench = new Workbench();

        Assert.Equal(123, bench.Info(bench.Add(new Sized(123))).Bytes);
        Assert.Equal(7, bench.Info(bench.Add(new Sized(123), bytes: 7)).Bytes);
    }

    [Fact]
    public void Idle_time_starts_again_with_each_use()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var handle = bench.Add(new object());

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), bench.Info(handle).Idle);

        Assert.True(bench.Tracker.Touch(handle));
        Assert.Equal(TimeSpan.Zero, bench.Info(handle).Idle);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(bench.Tracker.TryLease(handle, out var lease));
        lease.Dispose();
        Assert.Equal(TimeSpan.Zero, bench.Info(handle).Idle);
        Assert.Equal(2, bench.Info(handle).Uses);
    }

    [Fact]
    public void Totals_follow_every_registration_change_and_release()
    {
        var bench = new Workbench();
        var a = bench.Add(new FakeResource(), "audio", bytes: 100);
        var b = bench.Add(new FakeResource(), "audio", bytes: 50, location: ResourceLocation.Device(0));
        bench.Add(new FakeResource(), "video", bytes: 7);
        Assert.True(bench.Tracker.SetBytes(a, 300));

        Assert.Equal(new("audio", 2, 350, 350, 2, 0, 0), bench.Tracker.TotalsOf("audio"));
        Assert.Equal(307, bench.Tracker.BytesAt(ResourceLocation.Host));
        Assert.Equal(50, bench.Tracker.BytesAt(ResourceLocation.Device(0)));
        Assert.Equal(0, bench.Tracker.BytesAt(ResourceLocation.Device(9)));

        bench.Tracker.Release(a);
        bench.Tracker.Release(b);

        Assert.Equal(new("audio", 0, 0, 350, 2, 2, 0), bench.Tracker.TotalsOf("audio"));
        Assert.Equal(new TrackerTotals(1, 7, 3, 2, 0), bench.Tracker.Totals);
        Assert.Equal(["audio", "video"], bench.Tracker.TotalsByType.Select(totals => totals.Type));
        Assert.Equal(0, bench.Tracker.BytesAt(ResourceLocation.Device(0)));
    }

    [Fact]
    public void A_resource_that_was_moved_counts_where_it_lies_now()
    {
        var bench = new Workbench();
        var moved = bench.Add(new FakeResource(), bytes: 100, location: ResourceLocation.Device(0));
        var gone = bench.Add(new FakeResource(), bytes: 100, location: ResourceLocation.Device(0));
        bench.Tracker.Release(gone);

        Assert.True(bench.Tracker.SetBytes(moved, 120, ResourceLocation.Host));
        Assert.False(bench.Tracker.SetBytes(gone, 120, ResourceLocation.Host));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Tracker.SetBytes(moved, -1, ResourceLocation.Host));

        Assert.Equal((120, ResourceLocation.Host), (bench.Info(moved).Bytes, bench.Info(moved).Location));
        Assert.Equal((0, 120), (bench.Tracker.BytesAt(ResourceLocation.Device(0)), bench.Tracker.BytesAt(ResourceLocation.Host)));
    }

    [Fact]
    public void A_snapshot_has_every_live_resource_once()
    {
        var bench = new Workbench();
        var handles = Enumerable.Range(0, 500).Select(i => bench.Add(new FakeResource(), bytes: i)).ToArray();
        foreach (var handle in handles.Where((_, i) => i % 2 == 0))
            bench.Tracker.Release(handle);

        var seen = bench.Tracker.Snapshot().Select(info => info.Handle).ToArray();

        Assert.Equal(handles.Where((_, i) => i % 2 == 1).OrderBy(handle => handle.Value), seen.OrderBy(handle => handle.Value));
    }

    [Fact]
    public void A_stale_handle_is_refused_after_its_slot_is_used_again()
    {
        var bench = new Workbench();
        var old = bench.Add(new FakeResource());
        bench.Tracker.Release(old);
        var successor = new FakeResource();
        var current = bench.Add(successor, bytes: 5);
        Assert.Equal((uint)old.Value & 0xFFFFFF, (uint)current.Value & 0xFFFFFF);

        Assert.False(bench.Tracker.Touch(old));
        Assert.False(bench.Tracker.SetBytes(old, 99));
        Assert.False(bench.Tracker.TryLease(old, out _));
        Assert.False(bench.Tracker.TryGetInfo(old, out _));
        Assert.Equal(ReleaseStatus.AlreadyReleased, bench.Tracker.Release(old).Status);

        Assert.Equal(0, successor.Releases);
        Assert.Equal(5, bench.Info(current).Bytes);
        Assert.Equal(0, bench.Info(current).Uses);
    }

    [Fact]
    public void A_handle_of_nothing_or_of_another_tracker_is_not_tracked()
    {
        var bench = new Workbench();
        bench.Add(new FakeResource());
        var stranger = new Workbench().Add(new FakeResource());

        Assert.Equal(ReleaseStatus.NotTracked, bench.Tracker.Release(ResourceHandle.None).Status);
        Assert.NotEqual(ReleaseStatus.Released, bench.Tracker.Release(stranger).Status);
        Assert.False(bench.Tracker.TryLease(stranger, out _));
        Assert.False(bench.Tracker.Touch(stranger));
        Assert.Equal(1, bench.Tracker.Totals.Live);
    }

    [Fact]
    public void Impossible_registrations_are_refused()
    {
        var tracker = new ResourceTracker();
        var resource = new object();

        Assert.Throws<ArgumentNullException>(() => tracker.Register(null!, new() { Type = "x" }));
        Assert.Throws<ArgumentException>(() => tracker.Register(resource, new() { Type = "" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Register(resource, new() { Type = "x", Bytes = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Register(resource, new() { Type = "x", Bytes = 1L << 47 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Register(resource, new() { Type = "x", Retention = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Register(new Sized(-1), new() { Type = "x" }));
        Assert.Equal(0, tracker.Totals.Registered);
    }

    [Fact]
    public void Tracking_does_not_keep_a_resource_alive()
    {
        var tracker = new ResourceTracker();
        var alive = Garbage.Make(() =>
        {
            var resource = new object();
            tracker.Register(resource, new() { Type = "x" });
            return resource;
        });

        Assert.True(Garbage.IsCollected(alive));
    }

    private sealed class Sized(long bytes) : ISizedResource
    {
        public long SizeInBytes => bytes;
    }
}
