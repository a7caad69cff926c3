namespace ResourceHygiene.Tests.Pressure;

public sealed class PressureRunTests
{
    [Fact]
    public void It_samples_every_100_ms_and_every_10_ms_under_pressure()
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Monitor.Start();
        Tick(0);
        Assert.Equal(1, bench.Gauge.Measurements);

        Tick(99);
        Assert.Equal(1, bench.Gauge.Measurements);
        Tick(1);
        Assert.Equal(2, bench.Gauge.Measurements);

        bench.Gauge.Used = 800;
        Tick(100);
        Assert.Equal(3, bench.Gauge.Measurements);
        Tick(10);
        Tick(10);
        Assert.Equal(5, bench.Gauge.Measurements);

        bench.Gauge.Used = 0;
        Tick(10);
        Tick(10);
        Assert.Equal(6, bench.Gauge.Measurements);
        Tick(90);
        Assert.Equal(7, bench.Gauge.Measurements);

        void Tick(int milliseconds) => bench.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void It_samples_sooner_where_use_grows_fast()
    {
        using var bench = new PressureBench(followsTracker: false);
        bench.Monitor.Start();
        Tick(0);
        bench.Gauge.Used = 300;
        Tick(100);
        Assert.Equal(2, bench.Gauge.Measurements);

        // 300 bytes in 100 ms: at 750, which is a warning, in another 150 ms.
        Tick(74);
        Assert.Equal(2, bench.Gauge.Measurements);
        bench.Gauge.Used = 740;
        Tick(1);
        Assert.Equal(3, bench.Gauge.Measurements);

        Tick(10);
        Assert.Equal(4, bench.Gauge.Measurements);

        // It grows no more.
        Tick(90);
        Assert.Equal(4, bench.Gauge.Measurements);
        Tick(10);
        Assert.Equal(5, bench.Gauge.Measurements);

        void Tick(int milliseconds) => bench.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void Started_it_acts_by_itself_and_after_disposal_no_more()
    {
        using var bench = new PressureBench();
        bench.Fill(10);
        Assert.Same(bench.Monitor, bench.Monitor.Start().Start());

        bench.Time.Advance(TimeSpan.Zero);
        Assert.Single(bench.Monitor.History);

        bench.Monitor.Dispose();
        bench.Fill(10);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(bench.Monitor.History);
        Assert.Empty(bench.Monitor.Check());
    }

    [Fact]
    public async Task With_the_systems_clock_it_has_threads_of_its_own()
    {
        var bench = new Workbench(TimeProvider.System);
        var gauge = new SimulatedMemoryGauge(1000) { Tracker = bench.Tracker };
        var handlers = new TaskCompletionSource<(string? Name, bool IsPool)>();
        var acted = new TaskCompletionSource<PressureAction>();
        bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                handlers.TrySetResult((Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread));
                return ReleaseOutcome.Released();
            },
        }, bytes: 950);
        await using var monitor = new PressureMonitor(bench.Cleaner, PressureBench.Quiet(gauge));
        monitor.Acted += acted.SetResult;

        monitor.Start();

        Assert.Equal(950, (await acted.Task).BytesFreed);
        Assert.Equal(("ResourceHygiene reclaim", false), await handlers.Task);
    }

    [Fact]
    public async Task A_handler_that_hangs_does_not_make_it_blind_and_is_given_up()
    {
        var bench = new Workbench(TimeProvider.System);
        var gauge = new SimulatedMemoryGauge(1000) { Tracker = bench.Tracker };
        using var release = new ManualResetEventSlim();
        var deadline = new TaskCompletionSource();
        bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                using var told = context.Deadline.Register(deadline.SetResult);
                release.Wait();
                return ReleaseOutcome.Released();
            },
        }, bytes: 200, priority: ReleasePriority.Low);
        bench.Add(new FakeResource(), bytes: 750);
        var acted = new TaskCompletionSource<PressureAction>();
        var failed = new TaskCompletionSource<PressureFailure>();
        var monitor = new PressureMonitor(
            bench.Cleaner,
            new() { Gauges = [gauge], CollectGarbage = false, TrimNativeHeap = false, ActionBudget = TimeSpan.FromMilliseconds(20), RetryDelay = TimeSpan.FromMilliseconds(1) });
        monitor.Acted += action => acted.TrySetResult(action);
        monitor.Failed += failure => failed.TrySetResult(failure);

        monitor.Start();

        Assert.IsType<TimeoutException>((await failed.Task).Exception);
        await deadline.Task;
        // The other resource goes, although the first action still hangs.
        Assert.Equal(750, (await acted.Task).BytesFreed);

        var ended = monitor.DisposeAsync().AsTask();
        Assert.False(ended.IsCompleted);
        release.Set();
        await ended;
    }

    [Fact]
    public async Task Disposal_stops_the_watching_thread()
    {
        var gauge = new SimulatedMemoryGauge(1000);
        var monitor = new PressureMonitor(new Workbench(TimeProvider.System).Cleaner, PressureBench.Quiet(gauge)).Start();
        Assert.True(SpinWait.SpinUntil(() => gauge.Measurements > 0, TimeSpan.FromSeconds(30)));

        await monitor.DisposeAsync();
        var measurements = gauge.Measurements;

        // Whoever would still tick is woken by this, and measures no more.
        monitor.Dispose();
        Assert.Empty(monitor.Check());
        Assert.Equal(measurements, gauge.Measurements);
    }

    [Fact]
    public void The_monitor_of_the_platform_runs_on_this_machine()
    {
        using var monitor = new PressureMonitor(new Workbench(TimeProvider.System).Cleaner, new() { WarningGrace = TimeSpan.FromDays(1), EmergencyGrace = TimeSpan.FromDays(1) });

        monitor.Check();

        Assert.Empty(monitor.Failures);
        Assert.False(monitor.Readings.First(reading => reading.Gauge == "host memory").IsStale);
    }

    [Fact]
    public void Changes_are_announced_in_order_also_to_those_who_cause_more()
    {
        using var bench = new PressureBench();
        var seen = new List<PressureLevel>();
        bench.Monitor.Changed += change =>
        {
            if (change.To == PressureLevel.Warning)
            {
                bench.Gauge.Used = 990;
                bench.Next();
            }
        };
        bench.Monitor.Changed += change => seen.Add(change.To);
        bench.Gauge.Used = 800;

        bench.Next();

        Assert.Equal([PressureLevel.Warning, PressureLevel.Emergency], seen);
    }
}
