using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;

namespace ResourceHygiene.Analyzers.Benchmarks.Quick;

/// <summary>
/// One body changes, and the file that it is in is analysed again. With every edit the host is asked once for us and once
/// for an analyzer that looks at nothing, in alternating order, each time about a compilation that nobody asked before. What
/// counts is processor time, as everywhere here, and the best of a few times that the same is typed: whatever else the machine
/// and the process do meanwhile (other people's builds, compiling our own code) only adds.
/// </summary>
internal sealed class EditRun
{
    private const int Times = 3;

    private readonly List<double> _ours = [];
    private readonly List<double> _idle = [];
    private long _bodiesBeyondFile;
    private long _inferred;
    private long _bodies;

    /// <summary>Median milliseconds of our analyzers, with what the compiler does for them.</summary>
    public double OursMs => Median(_ours);

    /// <summary>Median milliseconds of the compiler alone.</summary>
    public double HostMs => Median(_idle);

    /// <summary>Bodies that were analysed although they are in other files, over all edits.</summary>
    public long BodiesBeyondFile => _bodiesBeyondFile;

    /// <summary>Bodies whose contract was read, per edit.</summary>
    public double InferredPerEdit => (double)_inferred / _ours.Count;

    public void Run(CSharpCompilation compilation, int edits)
    {
        foreach (SyntaxTree tree in BodyEdits.Pick(compilation, 2))
            Measure(compilation, tree, AnalyzerSets.Ours, into: null);
        int number = 0;
        foreach (SyntaxTree tree in BodyEdits.Pick(compilation, edits))
        {
            if (number++ % 2 == 0)
            {
                Measure(compilation, tree, AnalyzerSets.Host, _idle);
                compilation = MeasureOurs(compilation, tree);
            }
            else
            {
                CSharpCompilation edited = MeasureOurs(compilation, tree);
                Measure(compilation, tree, AnalyzerSets.Host, _idle);
                compilation = edited;
            }
        }

        if (_bodies == 0)
            throw new InvalidOperationException("No edit made our analyzers look at a body: nothing was measured.");
    }

    private CSharpCompilation MeasureOurs(CSharpCompilation compilation, SyntaxTree tree)
    {
        CSharpCompilation edited = compilation;
        EngineCounters counted = EngineCounters.Of(() => edited = Measure(compilation, tree, AnalyzerSets.Ours, _ours));
        counted = counted.Per(Times);
        _bodiesBeyondFile += Math.Max(0, counted.All - BodyCount.In(edited, edited.SyntaxTrees[compilation.SyntaxTrees.IndexOf(tree)]));
        _inferred += counted.Inferred;
        _bodies += counted.All;
        return edited;
    }

    private static CSharpCompilation Measure(CSharpCompilation compilation, SyntaxTree tree, ImmutableArray<DiagnosticAnalyzer> analyzers, List<double>? into)
    {
        CSharpCompilation edited = compilation;
        double best = double.PositiveInfinity;
        for (int i = 0; i < Times; i++)
        {
            SyntaxTree after = BodyEdits.Apply(tree);
            TimeSpan start = Environment.CpuUsage.TotalTime;
            edited = compilation.ReplaceSyntaxTree(tree, after);
            Analysis.AnalyzeFile(edited, after, analyzers);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
        }

        into?.Add(best);
        return edited;
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);
}
