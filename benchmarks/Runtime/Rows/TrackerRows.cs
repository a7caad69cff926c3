using ResourceHygiene.Benchmarks;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>What it costs to be tracked.</summary>
internal static class TrackerRows
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1.5);

    public static IEnumerable<Figure> Measure() => [.. TrackAndRelease(), .. Sites(), .. Leases()];

    private static IEnumerable<Figure> TrackAndRelease()
    {
        using var bench = new TrackerBench(threads: 2);
        var contest = new Contest()
            .Add("ours", operations => bench.TrackAndRelease(0, operations))
            .Add("disposable", operations => bench.TrackAndDispose(0, operations))
            .Add("dictionary", operations => bench.AddAndRemove(0, operations))
            .Add("swap", operations => TrackerBench.Swap(operations))
            .AddParallel("ours at two", 2, bench.TrackAndRelease)
            .AddParallel("dictionary at two", 2, bench.AddAndRemove)
            .AddParallel("swap at two", 2, static (_, operations) => TrackerBench.Swap(operations))
            .Run(s_time * 3);

        yield return new("track + release: ours / ConcurrentDictionary add + remove", contest.Ratio("ours", "dictionary"), 0.35);
        yield return new("track + release: bytes", contest.Bytes("ours"), 0);
        yield return new("track + release: throughput of two threads / of one", contest.Ratio("ours", "ours at two"), 1.8, AtLeast: true);
        yield return new("track + release: two threads, ours / ConcurrentDictionary", contest.Ratio("ours at two", "dictionary at two"));
        yield return new("track + dispose of an IDisposable: ours / ConcurrentDictionary add + remove", contest.Ratio("disposable", "dictionary"));
        yield return new("track + dispose of an IDisposable: bytes", contest.Bytes("disposable"), 0);
        yield return new("this machine: throughput of two threads / of one, two private compare-and-swaps", contest.Ratio("swap", "swap at two"));
        yield return new("this machine: ns of ConcurrentDictionary add + remove", contest.Nanoseconds("dictionary"));
        yield return new("this machine: ns of two private compare-and-swaps", contest.Nanoseconds("swap"));
    }

    private static IEnumerable<Figure> Sites()
    {
        using var bench = new TrackerBench(threads: 1);
        var contest = new Contest()
            .Add("with", operations => bench.TrackAndReleaseWithSite(operations))
            .Add("without", operations => bench.TrackAndRelease(0, operations))
            .Run(s_time);

        yield return new("track + release: with its source position / without", contest.Ratio("with", "without"), 1.5);
        yield return new("track + release with its source position: bytes", contest.Bytes("with"), 0);
    }

    private static IEnumerable<Figure> Leases()
    {
        using var bench = new TrackerBench(threads: 1);
        var contest = new Contest()
            .Add("lease", bench.LeaseAndReturn)
            .Add("handle", bench.AddRefAndRelease)
            .Run(s_time);

        yield return new("lease take + return: ours / SafeHandle DangerousAddRef + DangerousRelease", contest.Ratio("lease", "handle"), 1.2);
        yield return new("lease take + return: bytes", contest.Bytes("lease"), 0);
    }
}
