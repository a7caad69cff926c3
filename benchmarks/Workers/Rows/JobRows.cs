using System.Diagnostics;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>The pool: jobs of this process, and how many commands it runs when it may run several at a time.</summary>
internal static class JobRows
{
    private const int AtOnce = 2;
    private const int Bound = 1024;
    private const int Commands = 64;

    public static IEnumerable<Figure> Measure() => [.. Jobs(), .. Throughput()];

    private static List<Figure> Jobs()
    {
        using var pool = new CommandPool(new() { Concurrency = AtOnce, QueueCapacity = Bound });
        var peer = new ChannelJobs(AtOnce, Bound);
        try
        {
            var contest = new Contest()
                .Add("channel", operations => Many(operations, () => new(peer.RunAsync(static () => 1))))
                .Add("ours", operations => Many(operations, () => pool.RunAsync(static _ => ValueTask.FromResult(1))))
                .Add("task", operations => Many(operations, static () => new(Task.Run(static () => 1))))
                .Run(TimeSpan.FromSeconds(2));
            return
            [
                new("job of this process: ours / bounded channel with loops", contest.Ratio("ours", "channel")),
                new("job of this process: ours / Task.Run", contest.Ratio("ours", "task")),
                new("job of this process, queue, limit and accounts included: ns", contest.Nanoseconds("ours"), 150),
                new("the same, bounded channel with loops: ns", contest.Nanoseconds("channel")),
                new("the same, Task.Run: ns", contest.Nanoseconds("task")),
                new("job of this process: bytes allocated by who brings it", contest.Bytes("ours")),
            ];
        }
        finally
        {
            peer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>All are brought before the first is awaited, as far as the queue lets them in.</summary>
    private static void Many(int operations, Func<ValueTask<int>> bring)
    {
        const int Batch = 256;
        var batch = new ValueTask<int>[Batch];
        for (var done = 0; done < operations; done += Batch)
        {
            var count = Math.Min(Batch, operations - done);
            for (var i = 0; i < count; i++)
            {
#pragma warning disable CA2012 // Each is awaited once, below.
                batch[i] = bring();
#pragma warning restore CA2012
            }
            for (var i = 0; i < count; i++)
                _ = batch[i].IsCompletedSuccessfully ? batch[i].Result : batch[i].AsTask().GetAwaiter().GetResult();
        }
    }

    private static IEnumerable<Figure> Throughput()
    {
        foreach (var atOnce in (int[])[1, 2, 4, 8])
        {
            using var pool = new CommandPool(new() { Concurrency = atOnce });
            var (ours, bare) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
            for (var round = 0; round < 6; round++)
            {
                ours = Least(ours, () => Task.WaitAll(Enumerable.Range(0, Commands).Select(_ => pool.RunAsync(CommandRows.Bare)).ToArray<Task>()));
                bare = Least(bare, () => BareCommand.RunMany(Commands, atOnce));
            }
            yield return new($"{Commands} commands, {atOnce} at a time: ours / bare Process.Start behind a semaphore", ours / bare);
            yield return new($"{Commands} commands, {atOnce} at a time: a second", Commands / ours.TotalSeconds);
        }
    }

    private static TimeSpan Least(TimeSpan before, Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        var took = Stopwatch.GetElapsedTime(start);
        return took < before ? took : before;
    }
}
