namespace ResourceHygiene.Workers.Tests;

/// <summary>The places of a bounded queue, taken, freed, waited for and given up at the same time.</summary>
public sealed class CommandQueueRoomTests
{
    private const int Capacity = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Producers_that_wait_or_give_up_leave_as_many_places_as_there_were(bool isLockFree)
    {
        var queue = CommandQueueTests.Make(isLockFree, new() { Capacity = Capacity });
        using var end = new CancellationTokenSource();
        var taken = 0;
        var takers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (await queue.LeaseAsync(end.Token) is not null)
                    Interlocked.Increment(ref taken);
            }
            catch (OperationCanceledException)
            {
                // All has been brought and taken.
            }
        })).ToArray();
        var brought = 0;
        var producers = Enumerable.Range(0, 6).Select(producer => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                using var patience = new CancellationTokenSource();
                var bringing = queue.EnqueueAsync(CommandQueueTests.Message('m'), patience.Token).AsTask();
                // Some give up at the moment at which a place may become free.
                if (producer % 2 == 0)
                    await patience.CancelAsync();
                try
                {
                    Assert.Equal(EnqueueResult.Accepted, await bringing);
                    Interlocked.Increment(ref brought);
                }
                catch (OperationCanceledException)
                {
                    // It did not get in.
                }
                Assert.True(queue.Count <= Capacity, $"{queue.Count} wait where {Capacity} may");
            }
        })).ToArray();

        await Task.WhenAll(producers).ComesSoon();
        await Task.Run(async () =>
        {
            while (Volatile.Read(ref taken) < brought)
                await Task.Yield();
        }).ComesSoon();
        await end.CancelAsync();
        await Task.WhenAll(takers).ComesSoon();

        for (var place = 0; place < Capacity; place++)
            Assert.True(queue.EnqueueAsync(CommandQueueTests.Message('x')).AsTask().IsCompletedSuccessfully);
        var beyond = queue.EnqueueAsync(CommandQueueTests.Message('y')).AsTask();
        Assert.False(beyond.IsCompleted);
        queue.Complete();
        Assert.Equal(EnqueueResult.Closed, await beyond.ComesSoon());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_who_wait_for_room_are_told_that_the_queue_takes_nothing_more(bool isLockFree)
    {
        var queue = CommandQueueTests.Make(isLockFree, new() { Capacity = 1 });
        await queue.EnqueueAsync(CommandQueueTests.Message('a'));
        var waiting = Enumerable.Range(0, 20).Select(_ => queue.EnqueueAsync(CommandQueueTests.Message('b')).AsTask()).ToArray();

        queue.Complete();

        Assert.All(await Task.WhenAll(waiting).ComesSoon(), static result => Assert.Equal(EnqueueResult.Closed, result));
    }
}
