using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;

namespace ResourceHygiene.Analyzers.Benchmarks.Study;

/// <summary>One body of a library changes, and its file is analysed again.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class EditBenchmarks
{
    private CSharpCompilation _compilation = null!;
    private IReadOnlyList<SyntaxTree> _files = [];
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        Workload workload = WorkloadArguments.Read([]).Checked();
        _compilation = workload.Compile(workload.Parse());
        _files = BodyEdits.Pick(_compilation, 31);
    }

    [Benchmark(Baseline = true)]
    public int Host() => Edit().Of(AnalyzerSets.Host);

    [Benchmark]
    public int Bodies() => Edit().Of(AnalyzerSets.Bodies);

    [Benchmark]
    public int Ours() => Edit().Of(AnalyzerSets.Ours);

    private Edited Edit()
    {
        SyntaxTree before = _files[_next++ % _files.Count];
        SyntaxTree after = BodyEdits.Apply(before);
        return new Edited(_compilation.ReplaceSyntaxTree(before, after), after);
    }

    private readonly record struct Edited(CSharpCompilation Compilation, SyntaxTree Tree)
    {
        public int Of(System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer> analyzers) =>
            Analysis.AnalyzeFile(Compilation, Tree, analyzers).Length;
    }
}
