using System.Diagnostics;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>48 MB to a worker: in place, copied, through a pipe, and in a fresh segment each time as the preview worker of the seed does it.</summary>
internal static class PayloadRows
{
    private const int Rounds = 12;

    public static IEnumerable<Figure> Measure()
    {
        var source = new byte[Payload.Length];
        var target = new byte[Payload.Length];
        Random.Shared.NextBytes(source);
        using var echo = new PipePeer("echo");
        using var pipe = new PipePeer("sink");
        using var seed = new PipePeer("fresh-segment");
        var worker = WorkerLab.Start(standby: false);
        try
        {
            var contestants = new (string Name, Action Run)[]
            {
                ("memcpy", () => source.CopyTo(target.AsSpan())),
                ("sum", () => GC.KeepAlive(Payload.Sum(source))),
                ("round trip", () => WorkerLab.RoundTrips(worker, 1)),
                ("in place", () => Send(worker, BenchService.Take, [])),
                ("result in place", () => Send(worker, BenchService.Make, null)),
                ("copied", () => Send(worker, BenchService.Take, source)),
                ("copied and read", () => Send(worker, BenchService.Read, source)),
                ("pipe", () => pipe.Send(source)),
                ("fresh segment", () => seed.SendInFreshSegment(source)),
            };
            var best = contestants.ToDictionary(static contestant => contestant.Name, static _ => TimeSpan.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var (name, run) in contestants)
                {
                    var start = Stopwatch.GetTimestamp();
                    run();
                    var took = Stopwatch.GetElapsedTime(start);
                    best[name] = took < best[name] ? took : best[name];
                }
            }

            var roundTrip = TimeSpan.FromTicks(Math.Max(1, best["round trip"].Ticks));
            return
            [
                new("48 MB, produced in place: ours / a round trip", best["in place"] / roundTrip, 20),
                new("48 MB, result produced in place by the worker: ours / a round trip", best["result in place"] / roundTrip, 20),
                new("48 MB, one copy: ours / memcpy", best["copied"] / best["memcpy"], 1.5),
                new("48 MB, one copy, all of it read by the worker: ours / memcpy and a sum", best["copied and read"] / (best["memcpy"] + best["sum"])),
                new("48 MB through a pipe, read by the worker: pipe / ours with one copy", best["pipe"] / best["copied"]),
                new("48 MB in a fresh segment each time, read by the worker (the seed): fresh / ours copied and read", best["fresh segment"] / best["copied and read"]),
                new("48 MB in a fresh segment each time, read by the worker (the seed): fresh / ours in place", best["fresh segment"] / best["in place"]),
                new("48 MB, one copy: ms", best["copied"].TotalMilliseconds),
            ];
        }
        finally
        {
            worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <param name="worker">The worker.</param>
    /// <param name="command">What it does with the payload.</param>
    /// <param name="source">What is copied; empty for a payload that was produced in place, null for none.</param>
    private static void Send(IsolatedWorker worker, WorkerCommandInfo command, byte[]? source)
    {
        using var request = worker.CreateRequest(command);
        if (source is { Length: > 0 })
            request.AddPayload<byte>(source);
        else if (source is not null)
            request.RentPayload<byte>(Payload.Length)[0] = 1;
        using var reply = worker.Call(request);
    }
}
