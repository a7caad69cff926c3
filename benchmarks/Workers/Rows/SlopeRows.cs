using System.Diagnostics;
using System.Globalization;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>Whether the parent grows while it switches from worker to worker.</summary>
/// <remarks>
/// What lives on its heap and what the kernel counts are told apart: allocators keep what was freed, the C library's for each thread that ever
/// used it, so that the latter rises for a while, whoever holds what. Growth is what goes on rising after the first fifth.
/// </remarks>
internal static class SlopeRows
{
    private const int Few = 120;
    private const int All = 1000;
    private const int Points = 20;
    private const int SettledFrom = Points / 5;
    private const int LooksAtEach = 3;
    private const string InThisProcess = "here";

    /// <summary>
    /// Fewer switches than are asked about: a thousand take longer than all other rows together. <c>--slope</c> makes them all. In a process of its own, as
    /// what other rows leave to the collector, payloads of 48 MB among it, would hide any growth.
    /// </summary>
    public static IEnumerable<Figure> Measure() => GrowElsewhere(Few);

    /// <summary>All of them, or as many as are said.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is [InThisProcess, var told])
        {
            var growth = Grow(int.Parse(told, CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{growth.Heap} {growth.Memory} {growth.Allocated}"));
            return 0;
        }
        foreach (var figure in GrowElsewhere(arguments is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : All))
            Console.WriteLine(figure);
        return 0;
    }

    private static List<Figure> GrowElsewhere(int switches)
    {
        var start = PeerPrograms.ThisProgram("--slope", InThisProcess, switches.ToString(CultureInfo.InvariantCulture));
        // Compiling methods again as they are used more often takes memory, too, for some hundred switches, and is not asked about.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The process that was to measure the growth ended with exit code {process.ExitCode}.");

        var numbers = said.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return
        [
            new($"living heap of the parent, growth over {switches} switches, per 1,000: MB", numbers[0] / 1e6 * All, 2),
            // Of few switches a page more or less at one look would be megabytes of a thousand.
            new($"memory of the parent, growth over the last four fifths of {switches} switches, per 1,000: MB", numbers[1] / 1e6 * All, switches < All ? null : 2),
            new("bytes allocated by the parent for each switch", numbers[2]),
        ];
    }

    /// <returns>Bytes for each switch.</returns>
    private static (double Heap, double Memory, double Allocated) Grow(int switches)
    {
        var worker = WorkerLab.Start(standby: true);
        try
        {
            // What is made once is not growth.
            Switch(worker, 20);
            var (heap, memory) = (new long[Points + 1], new long[Points + 1]);
            var allocated = 0L;
            for (var point = 0; point <= Points; point++)
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                if (point > 0)
                    Switch(worker, switches / Points);
                allocated += GC.GetTotalAllocatedBytes(precise: true) - before;
                (heap[point], memory[point]) = Look(worker);
            }
            var between = switches / Points;
            return (Slope(heap[SettledFrom..]) / between, Slope(memory[SettledFrom..]) / between, (double)allocated / switches);
        }
        finally
        {
            worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>The least of some looks, taken while nothing is started: what is being used at that moment is no growth.</summary>
    private static (long Heap, long Memory) Look(IsolatedWorker worker)
    {
        SpinWait.SpinUntil(() => worker.Status.HasStandby);
        var (heap, memory) = (long.MaxValue, long.MaxValue);
        for (var look = 0; look < LooksAtEach; look++)
        {
            memory = Math.Min(memory, WorkerLab.OwnMemory());
            heap = Math.Min(heap, GC.GetTotalMemory(forceFullCollection: true));
        }
        return (heap, memory);
    }

    /// <summary>The median of the slopes between any two points: one that is off does not count.</summary>
    private static double Slope(long[] values)
    {
        var slopes =
            from first in Enumerable.Range(0, values.Length)
            from second in Enumerable.Range(first + 1, values.Length - first - 1)
            let slope = (double)(values[second] - values[first]) / (second - first)
            orderby slope
            select slope;
        var all = slopes.ToArray();
        return all[all.Length / 2];
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
