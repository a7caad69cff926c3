using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;

namespace ResourceHygiene.Analyzers.Benchmarks.Quick;

/// <summary>
/// One body changes, and the file that it is in is analysed again. With every edit the host is asked once for us and once
/// for an analyzer that looks at nothing, in alternating order, each time about a compilation that nobody asked before.
/// </summary>
internal sealed class EditRun
{
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
        _bodiesBeyondFile += Math.Max(0, counted.All - BodyCount.In(edited, edited.SyntaxTrees[compilation.SyntaxTrees.IndexOf(tree)]));
        _inferred += counted.Inferred;
        _bodies += counted.All;
        return edited;
    }

    private static CSharpCompilation Measure(CSharpCompilation compilation, SyntaxTree tree, ImmutableArray<DiagnosticAnalyzer> analyzers, List<double>? into)
    {
        SyntaxTree after = BodyEdits.Apply(tree);
        long start = Stopwatch.GetTimestamp();
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(tree, after);
        Analysis.AnalyzeFile(edited, after, analyzers);
        into?.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return edited;
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);
}
