using System.Diagnostics;
using System.Globalization;
using ResourceHygiene.Benchmarks;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>What it costs to find the first victim, against sorting all candidates, as the original does to find one.</summary>
internal static class PolicyRows
{
    public static IEnumerable<Figure> Measure() => [.. FirstVictim(10_000, rounds: 300), .. FirstVictim(1_000_000, rounds: 6)];

    /// <summary>In turn, and the best of each, as in a <see cref="Contest"/>; but once a round, as one sort of a million takes longer than a contest.</summary>
    private static IEnumerable<Figure> FirstVictim(int count, int rounds)
    {
        var bench = new PolicyBench(count);
        var first = new Contestant(() => bench.First(1));
        var hundred = new Contestant(() => bench.First(100));
        var scored = new Contestant(bench.FirstByScore);
        var sort = new Contestant(bench.Sort);
        for (var round = 0; round < rounds; round++)
        {
            first.Measure();
            hundred.Measure();
            scored.Measure();
            // Enough to be compiled for good; more would take most of the time there is.
            if (round < 100)
                sort.Measure();
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"of {count:N0}");
        yield return new($"first victim {name}: ours / a full sort", first.Ticks / sort.Ticks, 0.05);
        yield return new($"first victim {name}: bytes", first.Bytes, 0);
        yield return new($"first 100 victims {name}: ours / a full sort", hundred.Ticks / sort.Ticks);
        yield return new($"first 100 victims {name}: bytes", hundred.Bytes, 0);
        yield return new($"first victim by weighted score {name}: ours / a full sort", scored.Ticks / sort.Ticks);
        yield return new($"this machine: ns for each of {count:N0} in a full sort", sort.Ticks * 1e9 / Stopwatch.Frequency / count);
        GC.KeepAlive(bench);
    }

    private sealed class Contestant(Action action)
    {
        public double Ticks { get; private set; } = double.PositiveInfinity;

        public double Bytes { get; private set; } = double.PositiveInfinity;

        public void Measure()
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            action();
            Ticks = Math.Min(Ticks, Stopwatch.GetTimestamp() - start);
            Bytes = Math.Min(Bytes, GC.GetAllocatedBytesForCurrentThread() - bytes);
        }
    }
}
