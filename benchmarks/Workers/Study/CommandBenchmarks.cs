using BenchmarkDotNet.Attributes;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;
using ResourceHygiene.Workers.Benchmarks.Rows;

namespace ResourceHygiene.Workers.Benchmarks.Study;

/// <summary>A command that does nothing.</summary>
[Config(typeof(InProcess))]
[MemoryDiagnoser]
public class CommandBenchmarks
{
    private readonly ProcessCommandExecutor _executor = new();
    private readonly CommandRequest _captured = new(BareCommand.Program);

    [Benchmark(Baseline = true)]
    public void Bare() => BareCommand.Run();

    [Benchmark]
    public Task Ours() => _executor.ExecuteAsync(CommandRows.Bare);

    [Benchmark]
    public Task BareCaptured() => BareCommand.CaptureAsync();

    [Benchmark]
    public Task OursCaptured() => _executor.ExecuteAsync(_captured);
}
