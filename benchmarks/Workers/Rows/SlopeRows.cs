using System.Diagnostics;
using System.Globalization;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>Whether the parent grows while it switches from worker to worker.</summary>
internal static class SlopeRows
{
    private const int Few = 120;
    private const int All = 1000;
    private const string InThisProcess = "here";

    /// <summary>
    /// Fewer switches than are asked about: a thousand take longer than all other rows together. <c>--slope</c> makes them all. In a process of its own, as
    /// what other rows leave to the collector, payloads of 48 MB among it, would hide any growth.
    /// </summary>
    public static IEnumerable<Figure> Measure() => [GrowElsewhere(Few)];

    /// <summary>All of them, or as many as are said.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is [InThisProcess, var told])
            Console.WriteLine(Grow(int.Parse(told, CultureInfo.InvariantCulture)));
        else
            Console.WriteLine(GrowElsewhere(arguments is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : All));
        return 0;
    }

    private static Figure GrowElsewhere(int switches)
    {
        var start = PeerPrograms.ThisProgram("--slope", InThisProcess, switches.ToString(CultureInfo.InvariantCulture));
        // Compiling methods again as they are used more often takes memory, too, for some hundred switches, and is not asked about.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var process = Process.Start(start)!;
        var bytes = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return long.TryParse(bytes, CultureInfo.InvariantCulture, out var growth)
            ? new($"growth of the parent over {switches} switches, per 1,000: MB", growth / 1e6 / switches * All, 2)
            : throw new InvalidOperationException($"The process that was to measure the growth ended with exit code {process.ExitCode}.");
    }

    private static long Grow(int switches)
    {
        var worker = WorkerLab.Start(standby: true);
        try
        {
            // What is made once is not growth.
            Switch(worker, 20);
            var before = WorkerLab.OwnMemory();
            Switch(worker, switches);
            return WorkerLab.OwnMemory() - before;
        }
        finally
        {
            worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void Switch(IsolatedWorker worker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            worker.SwitchAsync($"unit {i}").AsTask().GetAwaiter().GetResult();
            WorkerLab.RoundTrips(worker, 1);
        }
    }
}
