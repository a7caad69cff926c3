namespace ResourceHygiene.Tests.Pressure;

public sealed class PressureStressTests
{
    [Fact]
    public async Task Checks_simulations_and_gauges_on_many_threads_release_each_resource_once()
    {
        var bench = new Workbench(TimeProvider.System);
        var gauge = new SimulatedMemoryGauge(100_000) { Tracker = bench.Tracker };
        await using var monitor = new PressureMonitor(
            bench.Cleaner,
            new() { Gauges = [gauge], WarningGrace = TimeSpan.Zero, CollectGarbage = false, TrimNativeHeap = false, Interval = TimeSpan.FromMilliseconds(1), TightInterval = TimeSpan.FromMilliseconds(1) });
        var resources = new List<FakeResource>();
        var levels = new List<(PressureLevel From, PressureLevel To)>();
        monitor.Changed += change => levels.Add((change.From, change.To));
        monitor.Start();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                var resource = new FakeResource();
                lock (resources)
                {
                    resources.Add(resource);
                    bench.Add(resource, bytes: 1000);
                }

                if (thread == 0)
                    monitor.Check();
                else if (thread == 1 && i % 10 == 0)
                    monitor.Simulate(PressureLevel.Emergency, ResourceLocation.Device(i % 3)).Dispose();
                else if (thread == 2 && i % 10 == 0)
                    monitor.Watch(new SimulatedMemoryGauge(10) { Used = 5 }).Dispose();
                else if (thread == 3)
                    gauge.Failure = i % 3 == 0 ? new IOException("now and then") : null;
            }
        })));
        gauge.Failure = null;
        gauge.Used = 95_000;
        Assert.True(SpinWait.SpinUntil(() => bench.Tracker.Totals.Live == 0, TimeSpan.FromSeconds(60)));
        await monitor.DisposeAsync();

        Assert.Equal(1200, resources.Count);
        Assert.All(resources, resource => Assert.Equal(1, resource.Releases));
        Assert.All(monitor.Failures, failure => Assert.Equal("now and then", failure.Exception.Message));
        Assert.NotEmpty(levels);
    }
}
