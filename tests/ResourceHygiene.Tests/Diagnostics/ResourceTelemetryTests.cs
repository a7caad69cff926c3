namespace ResourceHygiene.Tests.Diagnostics;

public sealed class ResourceTelemetryTests
{
    private readonly ResourceTracker _tracker = new(new ManualTimeProvider());

    [Fact]
    public void What_is_alive_is_read_by_kind_when_somebody_collects()
    {
        using var telemetry = ResourceTelemetry.Start(_tracker);
        using var meters = new Meters(telemetry);
        var frames = Register("render_cache", 100);
        var more = Register("render_cache", 20);
        var sound = Register("audio_cache", 3);

        meters.Collect();

        Assert.Equal(2, meters.Value("rh.resource.live", "rh.resource.kind=render_cache"));
        Assert.Equal(120, meters.Value("rh.resource.bytes", "rh.resource.kind=render_cache"));
        Assert.Equal(1, meters.Value("rh.resource.live", "rh.resource.kind=audio_cache"));

        _tracker.Release(more.Handle);
        meters.Collect();

        Assert.Equal(1, meters.Value("rh.resource.live", "rh.resource.kind=render_cache"));
        Assert.Equal(100, meters.Value("rh.resource.bytes", "rh.resource.kind=render_cache"));
        Assert.Equal(2, meters.Value("rh.resource.registered", "rh.resource.kind=render_cache"));
        Assert.Equal(20, meters.Value("rh.release.bytes", "rh.resource.kind=render_cache"));
        GC.KeepAlive((frames, sound));
    }

    [Fact]
    public void Releases_are_counted_by_outcome_and_failures_by_the_exceptions_class()
    {
        using var telemetry = ResourceTelemetry.Start(_tracker);
        using var meters = new Meters(telemetry);
        _tracker.Release(Register("a", 1).Handle);
        _tracker.Release(Register("a", 1).Handle);
        _tracker.Release(Register("a", 1, () => throw new InvalidOperationException("broken")).Handle);
        _tracker.Release(Register("a", 1, () => throw new IOException("broken")).Handle);
        var leased = Register("a", 1);
        Assert.True(_tracker.TryLease(leased.Handle, out var lease));
        using (lease)
            _tracker.Release(leased.Handle);

        meters.Collect();

        Assert.Equal(2, meters.Value("rh.release.count", "rh.outcome=released"));
        Assert.Equal(1, meters.Value("rh.release.count", "rh.outcome=refused"));
        Assert.Equal(1, meters.Value("rh.release.count", "rh.outcome=failed", "error.type=System.InvalidOperationException"));
        Assert.Equal(1, meters.Value("rh.release.count", "rh.outcome=failed", "error.type=System.IO.IOException"));
        Assert.Equal(0, meters.Value("rh.release.count", "rh.outcome=failed", "error.type=_OTHER"));
    }

    [Fact]
    public void Failures_from_before_it_was_started_are_counted_without_their_class()
    {
        _tracker.Release(Register("a", 1, () => throw new IOException("broken")).Handle);
        using var telemetry = ResourceTelemetry.Start(_tracker);
        using var meters = new Meters(telemetry);

        Assert.Equal(1, meters.Collect().Value("rh.release.count", "rh.outcome=failed", "error.type=_OTHER"));
    }

    [Fact]
    public void A_trim_that_fails_takes_nothing_from_the_released_and_its_exceptions_class_is_told()
    {
        using var telemetry = ResourceTelemetry.Start(_tracker);
        using var meters = new Meters(telemetry);
        var broken = new BrokenTrim();
        var handle = _tracker.Register(broken, new() { Type = "a" });
        new Reaper(_tracker).Trim(handle, 10);
        new Reaper(_tracker).Trim(handle, 10);
        _tracker.Release(handle);

        meters.Collect();

        Assert.Equal(1, meters.Value("rh.release.count", "rh.outcome=released"));
        Assert.Equal(2, meters.Value("rh.release.count", "rh.outcome=failed", "error.type=System.IO.IOException"));
    }

    [Fact]
    public void A_handler_that_is_left_behind_is_an_overrun_and_no_failure()
    {
        var time = new ManualTimeProvider();
        var tracker = new ResourceTracker(time);
        var reaper = new Reaper(tracker, new() { HandlerDeadline = TimeSpan.FromSeconds(1), Grace = TimeSpan.Zero });
        using var telemetry = ResourceTelemetry.Start(tracker);
        using var meters = new Meters(telemetry);
        using var mayEnd = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        tracker.ReleaseCompleted += _ => ended.Set();
        var hanging = new Releasable(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            mayEnd.Wait(TimeSpan.FromSeconds(30));
        });

        var result = reaper.Release(tracker.Register(hanging, new() { Type = "a" }));
        Assert.Equal(ReleaseStatus.Overrun, result.Status);
        meters.Collect();

        Assert.Equal(1, meters.Value("rh.release.count", "rh.outcome=overrun"));
        Assert.Equal(0, meters.Value("rh.release.count", "rh.outcome=failed", "error.type=_OTHER"));

        mayEnd.Set();
        Assert.True(ended.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(1, meters.Collect().Value("rh.release.count", "rh.outcome=released"));
    }

    [Fact]
    public void A_release_is_timed_in_seconds()
    {
        var time = new ManualTimeProvider();
        var tracker = new ResourceTracker(time);
        using var telemetry = ResourceTelemetry.Start(tracker);
        using var meters = new Meters(telemetry);
        var slow = new Releasable(() => time.Advance(TimeSpan.FromMilliseconds(250)));
        tracker.Release(tracker.Register(slow, new() { Type = "a" }));

        var reading = Assert.Single(meters.Of("rh.release.duration"));

        Assert.Equal("s", reading.Unit);
        Assert.Equal(0.25, reading.Value, 6);
        Assert.Equal(["rh.resource.kind=a", "rh.outcome=released"], reading.Tags);
    }

    [Fact]
    public void Clean_ups_and_pressure_are_shown_where_they_are_watched()
    {
        var cleaner = new ResourceCleaner(_tracker);
        using var monitor = new PressureMonitor(cleaner, new PressureOptions { Gauges = [] });
        using var telemetry = ResourceTelemetry.Start(_tracker).Watch(cleaner).Watch(monitor);
        using var meters = new Meters(telemetry);
        cleaner.Clean(CleanupLevel.Low);
        Assert.Equal(["rh.cleanup.level=low", "rh.outcome=success"], Assert.Single(meters.Of("rh.cleanup.duration")).Tags);
        using (monitor.Simulate(PressureLevel.Emergency))
        {
            meters.Collect();

            Assert.Equal(2, meters.Value("rh.pressure.level"));
            Assert.Equal(950_000, meters.Value("rh.pressure.used", "rh.location=host"));
            Assert.Equal(1_000_000, meters.Value("rh.pressure.limit", "rh.gauge=simulated memory"));
        }
    }

    [Fact]
    public void However_many_kinds_a_program_invents_the_tags_stay_few_and_the_sums_right()
    {
        using var telemetry = ResourceTelemetry.Start(_tracker);
        using var meters = new Meters(telemetry);
        var kept = new List<object>();
        for (var i = 0; i < 300; i++)
            kept.Add(Register($"user-{i}", 10));

        meters.Collect();

        Assert.Equal(101, meters.Of("rh.resource.live").Count());
        Assert.Equal(300, meters.Of("rh.resource.live").Sum(static reading => reading.Value));
        Assert.Equal(200, meters.Value("rh.resource.live", "rh.resource.kind=_OTHER"));
        GC.KeepAlive(kept);
    }

    [Fact]
    public void After_disposal_nothing_is_reported_and_nothing_is_subscribed()
    {
        var telemetry = ResourceTelemetry.Start(_tracker);
        using var meters = new Meters(telemetry);
        telemetry.Dispose();
        _tracker.Release(Register("a", 1).Handle);

        Assert.Empty(meters.Collect().Readings);
    }

    [Fact]
    public void A_release_that_nobody_listens_to_allocates_nothing_more()
    {
        using var telemetry = ResourceTelemetry.Start(_tracker);
        var resource = new Releasable(static () => { });
        Pair();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Pair();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pair() => _tracker.Release(_tracker.Register(resource, new() { Type = "a" }));
    }

    private (Releasable Resource, ResourceHandle Handle) Register(string type, long bytes, Action? onRelease = null)
    {
        var resource = new Releasable(onRelease ?? (static () => { }));
        return (resource, _tracker.Register(resource, new() { Type = type, Bytes = bytes }));
    }

    private sealed class BrokenTrim : ITrimmable, IDisposable
    {
        public long Trim(TrimRequest request) => throw new IOException("broken");

        public void Dispose()
        {
        }
    }

    private sealed class Releasable(Action onRelease) : IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context)
        {
            onRelease();
            return ReleaseOutcome.Released();
        }
    }
}
