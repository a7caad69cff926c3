using BenchmarkDotNet.Attributes;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Runtime.Benchmarks.Rows;

namespace ResourceHygiene.Runtime.Benchmarks.Study;

/// <summary>Tracking one resource after another on one thread, next to what one would write without us.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class TrackerBenchmarks : IDisposable
{
    private const int Operations = 1024;

    private readonly TrackerBench _bench = new(threads: 1);

    [GlobalCleanup]
    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void ConcurrentDictionary() => _bench.AddAndRemove(0, Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void TrackAndRelease() => _bench.TrackAndRelease(0, Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void TrackAndReleaseWithSite() => _bench.TrackAndReleaseWithSite(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void TrackAndDispose() => _bench.TrackAndDispose(0, Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void LeaseAndReturn() => _bench.LeaseAndReturn(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void SafeHandleAddRefAndRelease() => _bench.AddRefAndRelease(Operations);
}
