using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>64 bytes there and back.</summary>
internal static class RoundTripRows
{
    public static IEnumerable<Figure> Measure()
    {
        using var peer = new PipePeer("echo");
        var worker = WorkerLab.Start(standby: false);
        try
        {
            var contest = new Contest()
                .Add("pipes", peer.RoundTrips)
                .Add("sync", operations => WorkerLab.RoundTrips(worker, operations))
                .Add("async", operations => WorkerLab.RoundTripsAsync(worker, operations).GetAwaiter().GetResult())
                .Run(TimeSpan.FromSeconds(2));
            return
            [
                new("round trip of 64 bytes, caller waits: us", contest.Nanoseconds("sync") / 1e3, 10),
                new("round trip of 64 bytes, caller awaits: us", contest.Nanoseconds("async") / 1e3, 25),
                new("round trip of 64 bytes, caller waits: ours / bare pipes and blocking system calls", contest.Ratio("sync", "pipes")),
                new("round trip of 64 bytes, bare pipes and blocking system calls: us", contest.Nanoseconds("pipes") / 1e3),
                new("round trip of 64 bytes, caller waits: bytes allocated by the caller", contest.Bytes("sync")),
            ];
        }
        finally
        {
            worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
