using BenchmarkDotNet.Attributes;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Generators.Benchmarks.Disposing;

namespace ResourceHygiene.Generators.Benchmarks.Study;

/// <summary>The whole life of an owner: acquired, tracked, disposed of.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class DisposeBenchmarks
{
    private const int Operations = 1024;

    private readonly DisposeBench<GeneratedOwner> _generated = new(static () => new GeneratedOwner(new Part(), new Part()));
    private readonly DisposeBench<HandWrittenOwner> _byHand = new(static () => new HandWrittenOwner(new Part(), new Part()));

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void HandWritten() => _byHand.CreateAndDispose(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Generated() => _generated.CreateAndDispose(Operations);
}
