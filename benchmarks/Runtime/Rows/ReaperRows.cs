using System.Diagnostics;
using System.Runtime.CompilerServices;
using ResourceHygiene.Benchmarks;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>What it costs to be released in a batch, apart from what the handler does.</summary>
internal static class ReaperRows
{
    private const int BatchSize = 1000;

    public static IEnumerable<Figure> Measure()
    {
        var batches = new Batches(new ReaperOptions());
        var watched = new Batches(new ReaperOptions { HandlerDeadline = TimeSpan.FromMinutes(1) });
        var oneByOne = new Batches(new ReaperOptions());
        Action nothing = Nothing;
        var contest = new Contest()
            .Add("delegate", operations =>
            {
                for (var i = 0; i < operations; i++)
                    nothing();
            })
            .Add("batch", operations => batches.Release(operations, static (reaper, handles) => reaper.Release(handles)))
            .Add("watched", operations => watched.Release(operations, static (reaper, handles) => reaper.Release(handles)))
            .Add("one by one", operations => oneByOne.Release(operations, static (reaper, handles) =>
            {
                foreach (var handle in handles)
                    reaper.Release(handle);
            }))
            .Run(TimeSpan.FromSeconds(4));

        yield return new("release in a batch, empty handler: ours / a delegate call", contest.Ratio("batch", "delegate"), 40);
        yield return new("release in a batch with handler deadlines, empty handler: ours / a delegate call", contest.Ratio("watched", "delegate"));
        yield return new("release one by one, empty handler: ours / a delegate call", contest.Ratio("one by one", "delegate"));
        yield return new("release in a batch, empty handler: bytes", contest.Bytes("batch"));
        yield return new("this machine: ns of a delegate call", contest.Nanoseconds("delegate"));
        yield return new("this machine: ns of a read of the clock", Clock());
        yield return ThrowingHandlers();
    }

    /// <summary>A count, not a time: of 1,000 handlers of which every second throws, how many did not run.</summary>
    private static Figure ThrowingHandlers()
    {
        var tracker = new ResourceTracker();
        var resources = Enumerable.Range(0, BatchSize).Select(static i => new Resource(throws: i % 2 == 0)).ToArray();
        var report = new Reaper(tracker).Release(resources.Select(resource => tracker.Register(resource, new() { Type = ResourceTypes.RenderCache })).ToArray());
        return new("release in a batch, every second handler throws: handlers that did not run", BatchSize - report.Released - report.Failed, 0);
    }

    private static double Clock()
    {
        var contest = new Contest()
            .Add("clock", static operations =>
            {
                for (var i = 0; i < operations; i++)
                    Stopwatch.GetTimestamp();
            })
            .Run(TimeSpan.FromMilliseconds(200));
        return contest.Nanoseconds("clock");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Nothing()
    {
    }

    private sealed class Batches
    {
        private readonly ResourceTracker _tracker = new();
        private readonly Reaper _reaper;
        private readonly Resource[] _resources = [.. Enumerable.Range(0, BatchSize).Select(static _ => new Resource(throws: false))];
        private readonly ResourceHandle[] _handles = new ResourceHandle[BatchSize];

        public Batches(ReaperOptions options) => _reaper = new Reaper(_tracker, options);

        /// <summary>As many whole batches as come nearest; only the releases are timed.</summary>
        public (TimeSpan Time, long Bytes) Release(int operations, Action<Reaper, ResourceHandle[]> release)
        {
            var rounds = Math.Max(1, operations / BatchSize);
            var (ticks, bytes) = (0L, 0L);
            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < BatchSize; i++)
                    _handles[i] = _tracker.Register(_resources[i], new() { Type = ResourceTypes.RenderCache, Bytes = 4096 });

                var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                release(_reaper, _handles);
                ticks += Stopwatch.GetTimestamp() - start;
                bytes += GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
            }

            // For as many operations as asked for, as the contest divides by them.
            var share = (double)operations / (rounds * BatchSize);
            return (Stopwatch.GetElapsedTime(0, (long)(ticks * share)), (long)(bytes * share));
        }
    }

    private sealed class Resource(bool throws) : IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context) => throws ? throw new InvalidOperationException("as planned") : default;
    }
}
