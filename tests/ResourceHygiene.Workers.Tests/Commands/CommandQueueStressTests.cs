using System.Collections.Concurrent;

namespace ResourceHygiene.Workers.Tests;

/// <summary>Many threads at once, and what must be true of every history that they can have.</summary>
public sealed class CommandQueueStressTests
{
    private const int Producers = 4;
    private const int Consumers = 4;
    private const int Each = 4_000;

    public static TheoryData<bool, QueueFullMode, int?> Kinds => new()
    {
        { true, QueueFullMode.Wait, null },
        { false, QueueFullMode.Wait, null },
        { true, QueueFullMode.Wait, 8 },
        { false, QueueFullMode.Wait, 8 },
        { true, QueueFullMode.DropOldest, 8 },
        { false, QueueFullMode.DropOldest, 8 },
        { true, QueueFullMode.Reject, 8 },
        { false, QueueFullMode.Reject, 8 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_message_has_one_fate_whoever_brings_takes_removes_or_returns_at_the_same_time(bool isLockFree, QueueFullMode mode, int? capacity)
    {
        var queue = CommandQueueTests.Make(isLockFree, new() { Capacity = capacity, FullMode = mode });
        var fates = new ConcurrentDictionary<CommandMessage, string>();
        var brought = new ConcurrentBag<CommandMessage>();

        var producers = Enumerable.Range(0, Producers).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < Each; i++)
            {
                var message = CommandQueueTests.Message('m', (ReleasePriority)random.Next(-1, 3));
                brought.Add(message);
                var result = await queue.EnqueueAsync(message);
                if (result != EnqueueResult.Accepted)
                    Assert.True(fates.TryAdd(message, result.ToString()));
                else if (random.Next(8) == 0 && queue.TryRemove(message))
                    Assert.True(fates.TryAdd(message, "removed"));
            }
        }));
        var consumers = Enumerable.Range(0, Consumers).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (await LeaseOrGiveUpAsync(queue, random) is { } message)
            {
                if (message.DeliveryCount == 0 && random.Next(16) == 0 && await queue.ReturnAsync(message))
                    continue;
                Assert.True(fates.TryAdd(message, "taken"));
            }
        })).ToArray();

        await Task.WhenAll(producers).WaitAsync(TimeSpan.FromMinutes(2));
        queue.Complete();
        await Task.WhenAll(consumers).WaitAsync(TimeSpan.FromMinutes(2));

        // What was dropped for another was told so, and nobody else has it.
        foreach (var message in brought)
            Assert.True(message.IsSettled ^ fates.ContainsKey(message));
        Assert.Equal(Producers * Each, brought.Count);
        Assert.Equal(0, queue.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_one_producer_brings_is_taken_in_its_order(bool isLockFree)
    {
        var queue = CommandQueueTests.Make(isLockFree);
        var taken = new List<int>[Producers];
        for (var i = 0; i < Producers; i++)
            taken[i] = [];
        var consumer = Task.Run(async () =>
        {
            while (await queue.LeaseAsync() is { } message)
                taken[int.Parse(message.Request!.Arguments[0])].Add(int.Parse(message.Request.Arguments[1]));
        });
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                await queue.EnqueueAsync(new CommandMessage(new CommandRequest("m", $"{producer}", $"{i}")));
        })));
        queue.Complete();
        await consumer.ComesSoon();

        Assert.All(taken, static list => Assert.Equal(Enumerable.Range(0, Each), list));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_after_the_other_both_queues_do_what_the_simplest_queue_does(bool isLockFree)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            // No turns for the oldest: the simplest queue is a sorted list. Their own test counts those.
            var queue = CommandQueueTests.Make(isLockFree, new() { AgingInterval = int.MaxValue });
            var model = new List<CommandMessage>();
            for (var step = 0; step < 300; step++)
            {
                switch (random.Next(4))
                {
                    case 0 or 1:
                        var added = CommandQueueTests.Message('m', (ReleasePriority)random.Next(-1, 3));
                        await queue.EnqueueAsync(added);
                        model.Add(added);
                        break;
                    case 2 when model.Count > 0:
                        var expected = model.OrderByDescending(static message => message.Priority).First();
                        Assert.Same(expected, await queue.LeaseAsync().ComesSoon());
                        model.Remove(expected);
                        break;
                    case 3 when model.Count > 0:
                        var removed = model[random.Next(model.Count)];
                        Assert.True(queue.TryRemove(removed));
                        model.Remove(removed);
                        break;
                    default:
                        break;
                }
                Assert.Equal(model.Count, queue.Count);
            }
        }
    }

    [Fact]
    public async Task Both_queues_give_the_oldest_its_turn_at_the_same_times()
    {
        var (free, locked) = (CommandQueueTests.Make(true, new() { AgingInterval = 3 }), CommandQueueTests.Make(false, new() { AgingInterval = 3 }));
        var random = new Random(11);
        var waiting = 0;
        for (var step = 0; step < 5_000; step++)
        {
            if (waiting == 0 || random.Next(2) == 0)
            {
                var request = new CommandRequest("m", $"{step}") { Priority = (ReleasePriority)random.Next(-1, 3) };
                await free.EnqueueAsync(new CommandMessage(request));
                await locked.EnqueueAsync(new CommandMessage(request));
                waiting++;
                continue;
            }

            Assert.Same((await free.LeaseAsync())!.Request, (await locked.LeaseAsync())!.Request);
            waiting--;
        }
    }

    /// <summary>Now and then a taker has lost patience before it begins, or loses it at some moment of the wait.</summary>
    private static async Task<CommandMessage?> LeaseOrGiveUpAsync(ICommandQueue queue, Random random)
    {
        while (true)
        {
            using var cancellation = new CancellationTokenSource();
            var lease = queue.LeaseAsync(cancellation.Token);
            if (!lease.IsCompleted && random.Next(4) == 0)
                cancellation.Cancel();
            try
            {
                return await lease;
            }
            catch (OperationCanceledException)
            {
                // Again: it took nothing.
            }
        }
    }
}
