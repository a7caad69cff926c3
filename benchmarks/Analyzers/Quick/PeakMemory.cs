using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;

namespace ResourceHygiene.Analyzers.Benchmarks.Quick;

/// <summary>The most memory that a process ever held: one child process that compiles, one that lets the host run over it, one that analyses.</summary>
internal static class PeakMemory
{
    /// <summary>The argument that makes this program such a child.</summary>
    public const string Switch = "--peak";

    private const string Plain = "plain";
    private const string Hosted = "hosted";
    private const string Analyzed = "analyzed";

    /// <summary>Peaks with ours and with an idle analyzer, each over that of a plain compile; NaN where a child did not say.</summary>
    public static (double Ours, double Host) Ratios(string[] inputArguments)
    {
        // Side by side: they do not share memory, and nobody asks how long they take.
        Task<double>[] peaks = [.. new[] { Plain, Hosted, Analyzed }.Select(kind => Task.Run(() => PeakOf([kind, .. inputArguments])))];
        double plain = peaks[0].GetAwaiter().GetResult();
        return (peaks[2].GetAwaiter().GetResult() / plain, peaks[1].GetAwaiter().GetResult() / plain);
    }

    /// <summary>Does it once, as a compiler process does, and writes its own peak in bytes.</summary>
    public static int Child(string[] arguments)
    {
        Workload workload = WorkloadArguments.Read(arguments[1..]);
        CSharpCompilation compilation = workload.Compile(workload.Parse());
        switch (arguments[0])
        {
            case Plain:
                Analysis.Bind(compilation);
                Analysis.Emit(compilation);
                break;
            default:
                Analysis.AnalyzeAndEmit(compilation, arguments[0] == Analyzed ? AnalyzerSets.Ours : AnalyzerSets.Host);
                break;
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
