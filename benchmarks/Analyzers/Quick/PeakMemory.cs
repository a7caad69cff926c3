using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;

namespace ResourceHygiene.Analyzers.Benchmarks.Quick;

/// <summary>The most memory that a process ever held: one child process that compiles, one that compiles and analyses.</summary>
internal static class PeakMemory
{
    /// <summary>The argument that makes this program such a child.</summary>
    public const string Switch = "--peak";

    private const string Analyzed = "analyzed";

    /// <summary>Peak of the one over peak of the other; NaN where a child did not say.</summary>
    public static double Ratio(string[] inputArguments)
    {
        // Side by side: they do not share memory, and nobody asks how long they take.
        Task<double> compiled = Task.Run(() => PeakOf(["plain", .. inputArguments]));
        Task<double> analyzed = Task.Run(() => PeakOf([Analyzed, .. inputArguments]));
        return analyzed.GetAwaiter().GetResult() / compiled.GetAwaiter().GetResult();
    }

    /// <summary>Does it once, as a compiler process does, and writes its own peak in bytes.</summary>
    public static int Child(string[] arguments)
    {
        Workload workload = WorkloadArguments.Read(arguments[1..]);
        CSharpCompilation compilation = workload.Compile(workload.Parse());
        if (arguments[0] == Analyzed)
        {
            Analysis.AnalyzeAndEmit(compilation, AnalyzerSets.Ours);
        }
        else
        {
            Analysis.Bind(compilation);
            Analysis.Emit(compilation);
        }

        Console.WriteLine(Process.GetCurrentProcess().PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static double PeakOf(string[] arguments)
    {
        string host = Environment.ProcessPath!;
        bool isMuxer = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        foreach (string argument in (string[])[.. isMuxer ? [typeof(PeakMemory).Assembly.Location] : Array.Empty<string>(), Switch, .. arguments])
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start);
        string? answer = child?.StandardOutput.ReadToEnd();
        child?.WaitForExit();
        return double.TryParse(answer, CultureInfo.InvariantCulture, out double peak) ? peak : double.NaN;
    }
}
