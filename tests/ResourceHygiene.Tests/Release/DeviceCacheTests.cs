namespace ResourceHygiene.Tests;

/// <summary>Emptying the cache of a device's allocator. Each test has a device of its own, as registrations are the process's.</summary>
public sealed class DeviceCacheTests
{
    private readonly Workbench _bench = new();

    [Fact]
    public void It_is_emptied_once_at_the_end_of_a_batch_and_not_after_each_resource()
    {
        var device = ResourceLocation.Device(901);
        var calls = new List<string>();
        using var registration = DeviceCaches.Register(device, () => calls.Add("empty"));
        var handles = Enumerable.Range(0, 5).Select(_ => _bench.Add(Noting(calls), bytes: 1, location: device)).ToArray();

        _bench.Reaper.Release(handles);

        Assert.Equal([.. Enumerable.Repeat("release", 5), "empty"], calls);
    }

    [Fact]
    public void A_batch_that_let_nothing_go_on_the_device_leaves_it_alone()
    {
        var device = ResourceLocation.Device(902);
        var emptied = 0;
        using var registration = DeviceCaches.Register(device, () => emptied++);

        _bench.Reaper.Release([_bench.Add(new FakeResource()), _bench.Add(new FakeResource(), location: ResourceLocation.Device(903))]);
        _bench.Reaper.Release([_bench.Add(new FakeResource { OnRelease = _ => ReleaseOutcome.Kept("busy") }, location: device)]);

        Assert.Equal(0, emptied);
    }

    [Fact]
    public void A_single_release_or_offload_is_a_batch_of_one()
    {
        var device = ResourceLocation.Device(904);
        var emptied = 0;
        using var registration = DeviceCaches.Register(device, () => emptied++);
        var handle = _bench.Add(new FakeModel(), bytes: 5, location: device);

        _bench.Reaper.Offload(handle);
        Assert.Equal(1, emptied);
        _bench.Reaper.Release(handle);
        Assert.Equal(1, emptied);
        _bench.Reaper.Release(_bench.Add(new FakeResource(), location: device));
        Assert.Equal(2, emptied);
    }

    [Fact]
    public void A_reclaim_is_one_batch()
    {
        var device = ResourceLocation.Device(905);
        var calls = new List<string>();
        using var registration = DeviceCaches.Register(device, () => calls.Add("empty"));
        for (var i = 0; i < 4; i++)
            _bench.Add(Noting(calls), ResourceTypes.AudioCache, bytes: 10, location: device);

        Assert.True(_bench.Cleaner.Reclaim(new ReclaimGoal(30, device)).IsEnough);

        Assert.Equal(["release", "release", "release", "empty"], calls);
    }

    [Fact]
    public void What_a_handler_releases_on_the_way_belongs_to_the_same_batch()
    {
        var device = ResourceLocation.Device(906);
        var calls = new List<string>();
        using var registration = DeviceCaches.Register(device, () => calls.Add("empty"));
        var inner = _bench.Add(Noting(calls), location: device);
        var outer = _bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    _bench.Reaper.Release([inner]);
                    calls.Add("release");
                    return default;
                },
            },
            location: device);

        _bench.Reaper.Release([outer]);

        Assert.Equal(["release", "release", "empty"], calls);
    }

    [Fact]
    public void It_is_emptied_once_with_handler_deadlines_as_well()
    {
        var device = ResourceLocation.Device(907);
        var calls = new List<string>();
        using var registration = DeviceCaches.Register(device, () => calls.Add("empty"));
        _bench.Reaper.Options = new ReaperOptions { HandlerDeadline = TimeSpan.FromMinutes(1) };

        _bench.Reaper.Release([_bench.Add(Noting(calls), location: device), _bench.Add(Noting(calls), location: device)]);

        Assert.Equal(["release", "release", "empty"], calls);
    }

    [Fact]
    public void One_that_cannot_be_emptied_is_recorded_and_stops_nobody()
    {
        var device = ResourceLocation.Device(908);
        var emptied = 0;
        using var failing = DeviceCaches.Register(device, static () => throw new InvalidOperationException("device lost"));
        using var registration = DeviceCaches.Register(device, () => emptied++);

        Assert.True(_bench.Reaper.Release([_bench.Add(new FakeResource(), location: device)]).IsComplete);

        Assert.Equal(1, emptied);
        Assert.Equal(("device_cache", "device 908"), _bench.Reaper.Statistics.RecentFailures.Select(static failure => (failure.Type, failure.Name)).Single());
    }

    [Fact]
    public void A_registration_that_has_ended_is_not_called()
    {
        var device = ResourceLocation.Device(909);
        var emptied = 0;
        DeviceCaches.Register(device, () => emptied++).Dispose();

        _bench.Reaper.Release([_bench.Add(new FakeResource(), location: device)]);

        Assert.Equal(0, emptied);
        Assert.Throws<ArgumentException>(() => DeviceCaches.Register(ResourceLocation.Host, static () => { }));
    }

    private static FakeResource Noting(List<string> calls) => new()
    {
        OnRelease = _ =>
        {
            calls.Add("release");
            return default;
        },
    };
}
