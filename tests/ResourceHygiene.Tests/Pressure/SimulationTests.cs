namespace ResourceHygiene.Tests.Pressure;

public sealed class SimulationTests
{
    [Fact]
    public void A_simulated_emergency_lets_go_what_a_real_one_would_and_ends_by_itself()
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Fill(20);

        using var simulation = bench.Monitor.Simulate(PressureLevel.Emergency);
        Assert.Equal(PressureLevel.Emergency, bench.Monitor.Level);
        var action = bench.Next()!;

        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
        Assert.Contains("simulated memory", action.Reason, StringComparison.Ordinal);
        Assert.InRange(action.BytesFreed, 100, 2000);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000_000)]
    public void A_simulated_warning_has_the_grace_of_a_real_one(long size)
    {
        using var bench = new PressureBench(followsTracker: false);
        for (var i = 0; i < 10; i++)
            bench.Bench.Add(new FakeResource(), bytes: size);

        using (bench.Monitor.Simulate(PressureLevel.Warning))
        {
            Assert.Equal(PressureLevel.Warning, bench.Monitor.Level);
            Assert.Null(bench.Next());
            Assert.True(bench.Next(1)!.BytesFreed > 0);
        }

        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
    }

    [Fact]
    public void While_it_lasts_real_gauges_of_that_location_do_not_count()
    {
        using var bench = new PressureBench();
        bench.Gauge.Used = 990;
        bench.Next();
        Assert.Equal(PressureLevel.Emergency, bench.Monitor.Level);

        using (bench.Monitor.Simulate(PressureLevel.Normal))
            Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);

        Assert.Equal(PressureLevel.Emergency, bench.Monitor.Level);
    }

    [Fact]
    public void Without_anything_tracked_the_level_stays_as_long_as_the_simulation()
    {
        using var bench = new PressureBench();

        var simulation = bench.Monitor.Simulate(PressureLevel.Emergency, ResourceLocation.Device(7));
        bench.Next();
        Assert.Equal(PressureLevel.Emergency, bench.Monitor.LevelAt(ResourceLocation.Device(7)));
        Assert.Equal(PressureLevel.Normal, bench.Monitor.LevelAt(ResourceLocation.Host));

        simulation.Dispose();
        simulation.Dispose();
        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Monitor.Simulate((PressureLevel)7));
    }

    [Fact]
    public void A_simulated_gauge_shows_what_it_is_told()
    {
        var tracker = new ResourceTracker();
        var gauge = new SimulatedMemoryGauge(1000) { Tracker = tracker, Used = 5 };
        var resource = new FakeResource();
        tracker.Register(resource, new() { Type = "x", Bytes = 95 });

        Assert.Equal((100, 1000), (gauge.Measure(TimeProvider.System).Used, gauge.Measure(TimeProvider.System).Limit));
        gauge.Failure = new TimeoutException();
        Assert.Throws<TimeoutException>(() => gauge.Measure(TimeProvider.System));
        Assert.Equal(3, gauge.Measurements);
        GC.KeepAlive(resource);
    }
}
