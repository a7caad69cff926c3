using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;

namespace ResourceHygiene.Analyzers.Benchmarks.Quick;

/// <summary>Everything in about a minute on a fast machine: ours and its peers in turn in one process, one line a figure.</summary>
public static class QuickRun
{
    private const string Compile = "compile";
    private const string Host = "host";
    private const string Bodies = "bodies";
    private const string Ours = "ours";
    private const string Peer = "CA2000";

    // What remains of the minute is for starting, warming up, edits and the children that measure memory.
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(12);

    /// <summary>Prints the figures. 0 whenever there are some to print: a target that is missed is for people to judge.</summary>
    public static int Run(string[] arguments)
    {
        try
        {
            foreach (Figure figure in Measure(arguments, Console.Error))
                Console.WriteLine(figure);
            return 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Could not measure: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Measures as told by the command line; what is to be known about the run itself goes to <paramref name="notes"/>.</summary>
    public static IEnumerable<Figure> Measure(string[] arguments, TextWriter notes)
    {
        long start = Stopwatch.GetTimestamp();
        // Whether it compiles is what the first contestant asks.
        Workload workload = WorkloadArguments.Read(arguments);
        ImmutableArray<SyntaxTree> trees = workload.Parse();
        ImmutableArray<DiagnosticAnalyzer> peer = SdkAnalyzers.Load(out string problem);

        // Nobody's first round is measured, and a small input compiles the same code of ours and of the compiler as a large one.
        Workload small = RepeatedSources.CreateSmall() with { IsConcurrent = workload.IsConcurrent, Options = workload.Options };
        Contest(small, small.Parse(), peer, static (_, _) => { }).WarmUp();
        EngineCounters counted = default;
        long bodies = 0;
        Rounds rounds = Contest(workload, trees, peer, (counters, shown) => (counted, bodies) = (counters ?? counted, shown ?? bodies));
        rounds.Run(least: 3, most: 15, s_time);
        notes.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{workload.Name}: {workload.Files.Length} files, {workload.Lines} lines, {counted.All} bodies, {rounds.Count} rounds, {(workload.IsConcurrent ? Environment.ProcessorCount : 1)} threads; compile {rounds[Compile].Time.TotalMilliseconds:0} ms, {rounds[Compile].Bytes >> 20} MiB"));
        if (peer.IsEmpty)
            notes.WriteLine($"CA2000 could not be loaded: {problem}");

        foreach (Figure figure in Times(rounds, hasPeer: !peer.IsEmpty).Concat(Counts(counted, bodies)).Concat(Allocations(rounds, hasPeer: !peer.IsEmpty)))
            yield return figure;
        (double withOurs, double withHost) = PeakMemory.Ratios(arguments);
        yield return new Figure("peak memory: compile with ours / compile", withOurs, 1.2);
        yield return new Figure("peak memory: compile with an idle analyzer / compile", withHost);
        foreach (Figure figure in Edits(workload.AsEdited(), rounds))
            yield return figure;
        notes.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
    }

    // The peer alone takes as long as all others together, and the idle analyzer of bodies is for information: it counts them.
    private static Rounds Contest(Workload workload, ImmutableArray<SyntaxTree> trees, ImmutableArray<DiagnosticAnalyzer> peer, Action<EngineCounters?, long?> count)
    {
        var rounds = new Rounds();
        rounds.Add(Compile, () => Analysis.Emit(workload.Compile(workload.Parse())));
        rounds.Add(Host, () => Analysis.Analyze(workload.Compile(trees), AnalyzerSets.Host));
        rounds.Add(Ours, () => count(EngineCounters.Of(() => Analysis.Analyze(workload.Compile(trees), AnalyzerSets.Ours)), null));
        rounds.Add(Bodies, () => count(null, BodyCount.In(workload.Compile(trees))), most: 2);
        if (!peer.IsEmpty)
            rounds.Add(Peer, () => Analysis.Analyze(workload.Compile(trees), peer), most: 2);
        return rounds;
    }

    private static IEnumerable<Figure> Times(Rounds rounds, bool hasPeer)
    {
        double compile = Ms(Compile);
        yield return Figure.Ratio("time: ours without host / compile", Ms(Ours) - Ms(Host), compile, 0.25);
        yield return Figure.Ratio("time: ours with host / compile", Ms(Ours), compile);
        yield return Figure.Ratio("time: idle analyzer of bodies without host / compile", Ms(Bodies) - Ms(Host), compile);
        yield return hasPeer
            ? Figure.Ratio("time: ours without host / CA2000 without host", Ms(Ours) - Ms(Host), Ms(Peer) - Ms(Host), 0.1)
            : new Figure("time: ours without host / CA2000 without host", double.NaN, 0.1);
        if (!hasPeer)
            yield break;
        yield return Figure.Ratio("time: ours with host / CA2000 with host", Ms(Ours), Ms(Peer));
        yield return Figure.Ratio("time: CA2000 without host / compile", Ms(Peer) - Ms(Host), compile);

        double Ms(string name) => rounds[name].Time.TotalMilliseconds;
    }

    private static IEnumerable<Figure> Counts(EngineCounters counted, long bodies)
    {
        yield return Figure.Ratio("bodies with a control-flow graph / bodies", counted.Graphs, counted.All, 0.1);
        yield return Figure.Ratio("bodies that needed operations / bodies", counted.Bodies, counted.All);
        yield return Figure.Ratio("bodies that acquire / bodies", counted.Acquiring, counted.All);
        yield return Figure.Ratio("bodies read for their contract / bodies", counted.Inferred, counted.All);
        yield return Figure.Ratio("bodies analysed / bodies of the compilation", counted.All, bodies, 1);
    }

    private static IEnumerable<Figure> Allocations(Rounds rounds, bool hasPeer)
    {
        yield return Figure.Ratio("bytes: ours without host / compile", Own(Ours), rounds[Compile].Bytes, 0.25);
        yield return Figure.Ratio("bytes: idle analyzer of bodies without host / compile", Own(Bodies), rounds[Compile].Bytes);
        if (!hasPeer)
            yield break;
        yield return Figure.Ratio("bytes: ours without host / CA2000 without host", Own(Ours), Own(Peer));
        yield return Figure.Ratio("bytes: ours without bodies / CA2000 without bodies", Own(Ours) - Own(Bodies), Own(Peer) - Own(Bodies));

        double Own(string name) => rounds[name].Bytes - rounds[Host].Bytes;
    }

    private static IEnumerable<Figure> Edits(Workload workload, Rounds rounds)
    {
        var edits = new EditRun();
        edits.Run(workload.Compile(workload.Parse()), 21);
        yield return new Figure("edit of one body: ours without host, ms", edits.OursMs - edits.HostMs, 10);
        yield return new Figure("edit of one body: host with an idle analyzer, ms", edits.HostMs);
        yield return new Figure("edit of one body: ours with host, ms", edits.OursMs);
        yield return Figure.Ratio("edit of one body: ours with host / full run of ours with host", edits.OursMs, rounds[Ours].Time.TotalMilliseconds);
        yield return new Figure("edit of one body: bodies analysed beyond the file", edits.BodiesBeyondFile, 0);
        yield return new Figure("edit of one body: bodies read for their contract", edits.InferredPerEdit);
    }
}
