using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;

namespace ResourceHygiene.Analyzers.Benchmarks.Study;

/// <summary>A whole library: compiled, and analysed by each analyzer by itself.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class AnalyzerBenchmarks
{
    private readonly ImmutableArray<DiagnosticAnalyzer> _peer = SdkAnalyzers.Load(out _);
    private Workload _workload = null!;
    private ImmutableArray<SyntaxTree> _trees;

    /// <summary>Size of the library.</summary>
    [Params(WorkloadArguments.DefaultLines, 100_000)]
    public int Lines { get; set; }

    /// <summary>The analyzers of the product.</summary>
    public static IEnumerable<string> Analyzers => AnalyzerSets.Ours.Select(static analyzer => analyzer.GetType().Name);

    [GlobalSetup]
    public void Setup()
    {
        _workload = WorkloadArguments.Read(["--lines", Lines.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Checked();
        _trees = _workload.Parse();
    }

    [Benchmark(Baseline = true)]
    public void Compile() => Analysis.Emit(_workload.Compile(_workload.Parse()));

    [Benchmark]
    public int Bodies() => Analyze(AnalyzerSets.Bodies);

    [Benchmark]
    public int Ours() => Analyze(AnalyzerSets.Ours);

    [Benchmark]
    [ArgumentsSource(nameof(Analyzers))]
    public int One(string analyzer) => Analyze([.. AnalyzerSets.Ours.Where(one => one.GetType().Name == analyzer)]);

    [Benchmark]
    public int Ca2000() => Analyze(_peer);

    private int Analyze(ImmutableArray<DiagnosticAnalyzer> analyzers) => Analysis.Analyze(_workload.Compile(_trees), analyzers).Length;
}
