using BenchmarkDotNet.Attributes;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;
using ResourceHygiene.Workers.Benchmarks.Rows;

namespace ResourceHygiene.Workers.Benchmarks.Study;

/// <summary>A round trip to a worker.</summary>
[Config(typeof(InProcess))]
[MemoryDiagnoser]
public class RoundTripBenchmarks
{
    private IsolatedWorker? _worker;
    private PipePeer? _peer;

    [GlobalSetup]
    public void Setup() => (_worker, _peer) = (WorkerLab.Start(standby: false), new PipePeer("echo"));

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _peer!.Dispose();
        await _worker!.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public void Pipes() => _peer!.RoundTrips(1);

    [Benchmark]
    public void Sync() => WorkerLab.RoundTrips(_worker!, 1);

    [Benchmark]
    public Task Async() => WorkerLab.RoundTripsAsync(_worker!, 1);
}
