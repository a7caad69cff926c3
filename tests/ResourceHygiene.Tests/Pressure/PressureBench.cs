namespace ResourceHygiene.Tests.Pressure;

/// <summary>A monitor with one simulated gauge of 1,000 bytes, a clock that stands still, and no collection of garbage.</summary>
internal sealed class PressureBench : IDisposable
{
    public PressureBench(Func<IMemoryGauge, PressureOptions>? options = null, ResourceLocation location = default, bool followsTracker = true)
    {
        Bench = new Workbench(Time);
        Gauge = new SimulatedMemoryGauge(1000, location) { Name = "test memory", Tracker = followsTracker ? Bench.Tracker : null };
        Monitor = new PressureMonitor(Bench.Cleaner, options?.Invoke(Gauge) ?? Quiet(Gauge));
        Monitor.Changed += change => Changes.Add(change.ToString());
    }

    public ManualTimeProvider Time { get; } = new();

    public Workbench Bench { get; }

    public SimulatedMemoryGauge Gauge { get; }

    public PressureMonitor Monitor { get; }

    public List<string> Changes { get; } = [];

    public static PressureOptions Quiet(params IMemoryGauge[] gauges) => new() { Gauges = [.. gauges], CollectGarbage = false, TrimNativeHeap = false };

    /// <summary>A moment later: the next sample.</summary>
    public PressureAction? Next(double seconds = 0.1)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        return Monitor.Check().SingleOrDefault();
    }

    /// <summary>Adds resources of 100 bytes each.</summary>
    public List<ResourceHandle> Fill(int count, ReleasePriority priority = ReleasePriority.Normal, Func<ReleaseContext, ReleaseOutcome>? onRelease = null) =>
        [.. Enumerable.Range(0, count).Select(i => Bench.Add(new FakeResource { OnRelease = onRelease }, name: $"r{i}", bytes: 100, location: Gauge.Location, priority: priority))];

    public void Dispose() => Monitor.Dispose();
}
