namespace ResourceHygiene.Tests.Pressure;

public sealed class PressureLevelTests
{
    [Theory]
    [InlineData(new[] { 700, 749, 750, 720, 700, 699 }, "NNWWWN")]
    [InlineData(new[] { 899, 900, 870, 850, 849, 760, 710, 690 }, "WEEEWWWN")]
    [InlineData(new[] { 950, 100, 950 }, "ENE")]
    [InlineData(new[] { 740, 760, 740, 760, 740 }, "NWWWW")]
    [InlineData(new[] { 5000, 0 }, "EN")]
    public void Levels_go_up_at_a_threshold_and_down_some_way_below_it(int[] used, string expected)
    {
        using var bench = new PressureBench();

        var levels = string.Concat(used.Select(value =>
        {
            bench.Gauge.Used = value;
            bench.Next();
            return bench.Monitor.Level.ToString()[0];
        }));

        Assert.Equal(expected, levels);
    }

    [Fact]
    public void A_change_is_announced_once_with_gauge_and_values()
    {
        using var bench = new PressureBench();
        bench.Gauge.Used = 800;

        bench.Next();
        bench.Next();

        Assert.Equal(["host: Normal to Warning: test memory has 800 B of 1 kB (80 %) in use"], bench.Changes);
    }

    [Fact]
    public void The_fullest_gauge_of_a_location_decides_and_locations_have_levels_of_their_own()
    {
        var device = new SimulatedMemoryGauge(1000, ResourceLocation.Device(0)) { Used = 800 };
        var other = new SimulatedMemoryGauge(1000) { Used = 920, Name = "other" };
        using var bench = new PressureBench(gauge => PressureBench.Quiet(gauge, other, device));
        bench.Gauge.Used = 800;

        bench.Next();

        Assert.Equal(PressureLevel.Emergency, bench.Monitor.Level);
        Assert.Equal(PressureLevel.Emergency, bench.Monitor.LevelAt(ResourceLocation.Host));
        Assert.Equal(PressureLevel.Warning, bench.Monitor.LevelAt(ResourceLocation.Device(0)));
        Assert.Equal(PressureLevel.Normal, bench.Monitor.LevelAt(ResourceLocation.Device(1)));
        Assert.Contains("other has 920 B", bench.Changes[0], StringComparison.Ordinal);
        Assert.Equal(["test memory", "other", "simulated memory"], bench.Monitor.Readings.Select(reading => reading.Gauge));
    }

    [Fact]
    public void A_limit_that_changes_changes_the_level()
    {
        using var bench = new PressureBench();
        bench.Gauge.Used = 600;
        bench.Next();
        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);

        bench.Gauge.Limit = 640;
        bench.Next();
        Assert.Equal(PressureLevel.Emergency, bench.Monitor.Level);

        bench.Gauge.Limit = 2000;
        bench.Next();
        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
    }

    [Fact]
    public void Gauges_may_come_and_go()
    {
        using var bench = new PressureBench();
        var device = new SimulatedMemoryGauge(1000, ResourceLocation.Device(3)) { Used = 990 };

        using (bench.Monitor.Watch(device))
        {
            bench.Next();
            Assert.Equal(PressureLevel.Emergency, bench.Monitor.LevelAt(ResourceLocation.Device(3)));
        }

        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
        Assert.Equal(2, bench.Changes.Count);
    }

    [Fact]
    public void Stall_raises_the_level_by_what_bytes_do_not_show()
    {
        var stall = new FakeStall();
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge], Stall = stall, CollectGarbage = false, TrimNativeHeap = false });
        bench.Gauge.Used = 720;
        bench.Next();

        stall.Some += TimeSpan.FromSeconds(0.2);
        bench.Next(1);
        Assert.Equal(PressureLevel.Warning, bench.Monitor.Level);
        Assert.EndsWith("in use, and tasks wait for memory 20 % of the time", bench.Changes[0], StringComparison.Ordinal);

        stall.Some += TimeSpan.FromSeconds(0.8);
        stall.Full += TimeSpan.FromSeconds(0.5);
        bench.Next(1);
        Assert.Equal(PressureLevel.Emergency, bench.Monitor.Level);

        bench.Next(1);
        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
    }

    [Fact]
    public void Stall_that_hovers_around_its_threshold_does_not_flap()
    {
        var stall = new FakeStall();
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge], Stall = stall, CollectGarbage = false, TrimNativeHeap = false });
        bench.Gauge.Used = 720;
        bench.Next();

        foreach (var share in (double[])[0.11, 0.09, 0.11, 0.06, 0.04])
        {
            stall.Some += TimeSpan.FromSeconds(share);
            bench.Next(1);
        }

        Assert.Equal(2, bench.Changes.Count);
        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
    }

    [Fact]
    public void Stall_while_there_is_memory_is_somebody_elses()
    {
        var stall = new FakeStall();
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge], Stall = stall });
        bench.Gauge.Used = 500;
        bench.Next();

        stall.Full = stall.Some = TimeSpan.FromSeconds(0.9);
        bench.Next(1);

        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
    }

    [Fact]
    public void A_stall_gauge_that_throws_or_runs_backwards_is_borne()
    {
        var stall = new FakeStall { Some = TimeSpan.FromSeconds(50) };
        using var bench = new PressureBench(gauge => new() { Gauges = [gauge], Stall = stall });
        bench.Gauge.Used = 720;
        bench.Next();

        stall.Some = TimeSpan.Zero;
        bench.Next(1);
        stall.Failure = new IOException("gone");
        bench.Next(1);
        bench.Next(1);

        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
        Assert.Equal("fake stall: gone", Assert.Single(bench.Monitor.Failures).ToString());
    }

    [Theory]
    [InlineData(0.5, 0.9, 0.7, "WarningAt is 0.5; it must be above NormalBelow (0.7)")]
    [InlineData(0.95, 0.9, 0.7, "EmergencyAt is 0.9; it must be above WarningAt (0.95)")]
    [InlineData(0.75, 1.5, 0.7, "EmergencyAt is 1.5")]
    [InlineData(0.75, 0.9, double.NaN, "NormalBelow is NaN")]
    [InlineData(0.75, 0.9, 0.0, "NormalBelow is 0")]
    public void Impossible_thresholds_are_refused_by_name(double warning, double emergency, double normal, string expected)
    {
        var options = new PressureOptions { WarningAt = warning, EmergencyAt = emergency, NormalBelow = normal };

        var exception = Assert.Throws<ArgumentException>(() => new PressureMonitor(new Workbench().Cleaner, options));
        Assert.Contains("PressureOptions." + expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_impossible_options_are_refused_by_name()
    {
        Refused(new() { Interval = TimeSpan.Zero }, "Interval");
        Refused(new() { TightInterval = TimeSpan.FromSeconds(1) }, "TightInterval");
        Refused(new() { WarningGrace = TimeSpan.FromSeconds(-1) }, "WarningGrace");
        Refused(new() { MinimumReclaim = double.PositiveInfinity }, "MinimumReclaim");
        Refused(new() { EmergencyTarget = 0.8 }, "EmergencyTarget");
        Refused(new() { HistorySize = 0 }, "HistorySize");
        Refused(new() { EmergencyCleanup = (CleanupLevel)9 }, "EmergencyCleanup");
        Refused(new() { Gauges = [null!] }, "Gauges");

        static void Refused(PressureOptions options, string name) =>
            Assert.Contains($"PressureOptions.{name}", Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    private sealed class FakeStall : IStallGauge
    {
        public string Name => "fake stall";

        public TimeSpan Some { get; set; }

        public TimeSpan Full { get; set; }

        public Exception? Failure { get; set; }

        public StallSample Measure(TimeProvider time) => Failure is null ? new(Some, Full, time.GetTimestamp()) : throw Failure;
    }
}
