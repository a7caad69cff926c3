namespace ResourceHygiene.Tests.Pressure;

public sealed class PressureFaultTests
{
    [Fact]
    public void A_gauge_that_throws_is_recorded_once_and_the_others_go_on()
    {
        var other = new SimulatedMemoryGauge(1000) { Name = "other", Used = 800 };
        using var bench = new PressureBench(gauge => PressureBench.Quiet(gauge, other));
        var told = new List<string>();
        bench.Monitor.Failed += failure => told.Add(failure.ToString());
        bench.Gauge.Failure = new IOException("the kernel is gone");

        bench.Next();
        bench.Next();

        Assert.Equal(PressureLevel.Warning, bench.Monitor.Level);
        Assert.Equal(["test memory: the kernel is gone"], told);
        Assert.Equal(told, bench.Monitor.Failures.Select(failure => failure.ToString()));

        bench.Gauge.Failure = null;
        bench.Next();
        bench.Gauge.Failure = new IOException("again");
        bench.Next();
        Assert.Equal(2, told.Count);
    }

    [Theory]
    [InlineData(-1, 1000)]
    [InlineData(5, 0)]
    [InlineData(5, -1000)]
    [InlineData(long.MinValue, long.MinValue)]
    public void A_gauge_that_lies_is_recorded_and_not_believed(long used, long limit)
    {
        using var bench = new PressureBench();
        bench.Gauge.Used = used;
        bench.Gauge.Limit = limit;

        Assert.Null(bench.Next());
        Assert.Null(bench.Next());

        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
        Assert.Contains("which cannot be", Assert.Single(bench.Monitor.Failures).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue, 1, PressureLevel.Emergency)]
    [InlineData(long.MaxValue, long.MaxValue, PressureLevel.Emergency)]
    [InlineData(0, long.MaxValue, PressureLevel.Normal)]
    [InlineData(0, 1, PressureLevel.Normal)]
    [InlineData(1, 1, PressureLevel.Emergency)]
    public void Extreme_values_overflow_nothing(long used, long limit, PressureLevel expected)
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Fill(3);
        bench.Gauge.Used = used;
        bench.Gauge.Limit = limit;

        var action = bench.Next();

        Assert.Equal(expected, bench.Monitor.Level);
        Assert.Equal(expected == PressureLevel.Normal, action is null);
        Assert.True(action is null || action.BytesWanted > 0);
    }

    [Fact]
    public void A_level_without_new_samples_ends_when_the_last_one_is_too_old()
    {
        using var bench = new PressureBench();
        bench.Gauge.Used = 950;
        bench.Next();
        bench.Gauge.Failure = new IOException("gone");

        bench.Next(4);
        Assert.Equal(PressureLevel.Emergency, bench.Monitor.Level);

        bench.Next(2);
        Assert.Equal(PressureLevel.Normal, bench.Monitor.Level);
        Assert.EndsWith("no gauge has a sample that is new enough", bench.Changes[^1], StringComparison.Ordinal);
        Assert.True(Assert.Single(bench.Monitor.Readings).IsStale);
    }

    [Fact]
    public void Subscribers_that_throw_are_recorded_and_stop_nothing()
    {
        using var bench = new PressureBench();
        bench.Fill(10);
        bench.Monitor.Changed += _ => throw new InvalidOperationException("changed");
        bench.Monitor.Acted += _ => throw new InvalidOperationException("acted");
        bench.Monitor.Failed += _ => throw new InvalidOperationException("failed");

        Assert.NotNull(bench.Next());

        // Emergency, then victim by victim to warning and normal.
        Assert.Equal(3, bench.Changes.Count);
        Assert.Equal(
            ["a subscriber of Changed: changed", "a subscriber of Changed: changed", "a subscriber of Changed: changed", "a subscriber of Acted: acted"],
            bench.Monitor.Failures.Select(failure => failure.ToString()).Where(text => text != "a subscriber of Failed: failed"));
        Assert.Equal(8, bench.Monitor.Failures.Length);
    }

    [Fact]
    public void Failures_are_bounded()
    {
        using var bench = new PressureBench();
        for (var i = 0; i < 200; i++)
        {
            bench.Gauge.Failure = i % 2 == 0 ? new IOException($"{i}") : null;
            bench.Next();
        }

        Assert.Equal(64, bench.Monitor.Failures.Length);
        Assert.Equal("198", bench.Monitor.Failures[^1].Exception.Message);
    }

    [Fact]
    public void Handlers_that_throw_are_part_of_the_report()
    {
        using var bench = new PressureBench();
        bench.Fill(10, onRelease: _ => throw new InvalidOperationException("handler"));

        var action = bench.Next()!;

        Assert.All(action.Reclaim!.Steps, step => Assert.Equal(ReleaseStatus.Failed, step.Result.Status));
        Assert.Empty(bench.Monitor.Failures);
    }

    [Fact]
    public void A_handler_may_ask_the_monitor_for_another_check()
    {
        using var bench = new PressureBench();
        var nested = new List<int>();
        bench.Fill(10, onRelease: _ =>
        {
            nested.Add(bench.Monitor.Check().Length);
            return ReleaseOutcome.Released();
        });

        Assert.Equal(500, bench.Next()!.BytesFreed);
        Assert.Equal([0, 0, 0, 0, 0], nested);
    }

    [Fact]
    public void A_handler_may_dispose_the_monitor_and_is_the_last_victim()
    {
        using var bench = new PressureBench();
        bench.Fill(10, onRelease: _ =>
        {
            bench.Monitor.Dispose();
            return ReleaseOutcome.Released();
        });

        var action = bench.Next()!;

        Assert.Equal((100, PressureOutcome.Stopped), (action.BytesFreed, action.Outcome));
        Assert.Null(bench.Next());
        Assert.Throws<ObjectDisposedException>(() => bench.Monitor.Watch(bench.Gauge));
        Assert.Throws<ObjectDisposedException>(bench.Monitor.Start);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_clock_that_jumps_neither_stops_it_nor_makes_it_run_wild(int seconds)
    {
        var clock = new JumpingTimeProvider();
        var bench = new Workbench(clock);
        var gauge = new SimulatedMemoryGauge(1000) { Used = 950 };
        using var monitor = new PressureMonitor(bench.Cleaner, PressureBench.Quiet(gauge));
        Fill();
        Assert.Single(monitor.Check());

        clock.Now += TimeSpan.FromSeconds(seconds);
        Fill();
        Assert.Empty(seconds < 0 ? monitor.Check() : []);
        clock.Now += TimeSpan.FromSeconds(0.1);
        Assert.Single(monitor.Check());
        Assert.Empty(monitor.Check());

        gauge.Used = 500;
        clock.Now += TimeSpan.FromSeconds(seconds);
        monitor.Check();
        Assert.Equal(PressureLevel.Normal, monitor.Level);

        void Fill() => Enumerable.Range(0, 10).ToList().ForEach(_ => bench.Add(new FakeResource(), bytes: 100));
    }

    [Fact]
    public void A_gauge_with_a_clock_ahead_of_time_is_taken_as_of_now()
    {
        var gauge = new FutureGauge();
        using var bench = new PressureBench(_ => PressureBench.Quiet(gauge));
        bench.Fill(9);

        Assert.NotNull(bench.Next());
        bench.Fill(4);
        Assert.NotNull(bench.Next());
    }

    private sealed class FutureGauge : IMemoryGauge
    {
        public string Name => "future";

        public ResourceLocation Location => default;

        public MemorySample Measure(TimeProvider time) => new(950, 1000, time.GetTimestamp() + (100 * time.TimestampFrequency));
    }

    private sealed class JumpingTimeProvider : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
