namespace ResourceHygiene.Workers.Tests;

public sealed class CommandQueueTests
{
    public static TheoryData<bool> Kinds => [true, false];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Equal_priorities_come_out_in_the_order_in_which_they_came(bool isLockFree)
    {
        var queue = Make(isLockFree);
        foreach (var name in "abcdef")
            await queue.EnqueueAsync(Message(name));

        Assert.Equal("abcdef", await TakeAsync(queue, 6));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Higher_priorities_come_first(bool isLockFree)
    {
        var queue = Make(isLockFree);
        await queue.EnqueueAsync(Message('l', ReleasePriority.Low));
        await queue.EnqueueAsync(Message('n'));
        await queue.EnqueueAsync(Message('c', ReleasePriority.Critical));
        await queue.EnqueueAsync(Message('h', ReleasePriority.High));
        await queue.EnqueueAsync(Message('d', ReleasePriority.Critical));

        Assert.Equal("cdhnl", await TakeAsync(queue, 5));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_low_priority_is_taken_though_higher_ones_never_end(bool isLockFree)
    {
        var queue = Make(isLockFree, new() { AgingInterval = 4 });
        await queue.EnqueueAsync(Message('o', ReleasePriority.Low));
        var taken = "";
        for (var i = 0; i < 6; i++)
        {
            await queue.EnqueueAsync(Message('h', ReleasePriority.High));
            await queue.EnqueueAsync(Message('h', ReleasePriority.High));
            taken += await TakeAsync(queue, 1);
        }

        Assert.Equal("hhhohh", taken);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task With_n_older_ones_a_message_waits_for_n_plus_four_rounds_at_most(bool isLockFree)
    {
        const int Interval = 3;
        var random = new Random(7);
        var queue = Make(isLockFree, new() { AgingInterval = Interval });
        var olderOf = new Dictionary<CommandMessage, int>();
        var takenSince = new Dictionary<CommandMessage, int>();
        for (var step = 0; step < 2_000; step++)
        {
            // More comes than goes for a while, so that every level piles up.
            for (var i = random.Next(step < 500 ? 3 : 2); i > 0; i--)
            {
                var message = Message('m', (ReleasePriority)random.Next(-1, 3));
                olderOf[message] = olderOf.Count;
                takenSince[message] = 0;
                await queue.EnqueueAsync(message);
            }
            if (queue.Count == 0)
                continue;

            var taken = (await queue.LeaseAsync().ComesSoon())!;
            Assert.True(takenSince[taken] <= Interval * (olderOf[taken] + 4), $"{takenSince[taken]} were taken before one with {olderOf[taken]} older ones");
            takenSince.Remove(taken);
            olderOf.Remove(taken);
            foreach (var other in takenSince.Keys)
                takenSince[other]++;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Who_waits_for_a_message_gets_it_when_it_comes(bool isLockFree)
    {
        var queue = Make(isLockFree);
        var first = queue.LeaseAsync().AsTask();
        var second = queue.LeaseAsync().AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);

        var message = Message('a');
        await queue.EnqueueAsync(message);

        Assert.Same(message, await first.ComesSoon());
        Assert.False(second.IsCompleted);
        queue.Complete();
        Assert.Null(await second.ComesSoon());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_wait_that_was_cancelled_takes_no_message(bool isLockFree)
    {
        var queue = Make(isLockFree);
        using var cancellation = new CancellationTokenSource();
        var cancelled = queue.LeaseAsync(cancellation.Token).AsTask();
        var patient = queue.LeaseAsync().AsTask();

        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.ComesSoon());
        await queue.EnqueueAsync(Message('a'));
        await queue.EnqueueAsync(Message('b'));

        Assert.Equal("a", NameOf(await patient.ComesSoon()));
        Assert.Equal("b", await TakeAsync(queue, 1));
        Assert.Equal(0, queue.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_taken_back_is_not_delivered_and_no_longer_counted(bool isLockFree)
    {
        var queue = Make(isLockFree);
        CommandMessage[] messages = [.. "abcd".Select(static name => Message(name))];
        foreach (var message in messages)
            await queue.EnqueueAsync(message);

        Assert.True(queue.TryRemove(messages[1]));
        Assert.False(queue.TryRemove(messages[1]));
        Assert.True(queue.TryRemove(messages[3]));

        Assert.Equal(2, queue.Count);
        Assert.Equal("ac", await TakeAsync(queue, 2));
        Assert.False(queue.TryRemove(messages[0]));
        Assert.Equal(0, queue.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_taker_that_waits_is_not_misled_by_what_was_taken_back(bool isLockFree)
    {
        var queue = Make(isLockFree);
        var gone = Message('a');
        await queue.EnqueueAsync(gone);
        Assert.True(queue.TryRemove(gone));

        var taker = queue.LeaseAsync().AsTask();
        Assert.False(taker.IsCompleted);
        await queue.EnqueueAsync(Message('b'));

        Assert.Equal("b", NameOf(await taker.ComesSoon()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_returned_keeps_its_priority_and_says_how_often_it_was_delivered(bool isLockFree)
    {
        var queue = Make(isLockFree);
        await queue.EnqueueAsync(Message('h', ReleasePriority.High));
        await queue.EnqueueAsync(Message('n'));
        var first = (await queue.LeaseAsync())!;

        Assert.True(await queue.ReturnAsync(first));

        Assert.Equal(1, first.DeliveryCount);
        Assert.Equal("hn", await TakeAsync(queue, 2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_full_queue_makes_its_producers_wait(bool isLockFree)
    {
        var queue = Make(isLockFree, new() { Capacity = 2 });
        await queue.EnqueueAsync(Message('a'));
        await queue.EnqueueAsync(Message('b'));

        var waiting = queue.EnqueueAsync(Message('c')).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal("a", await TakeAsync(queue, 1));

        Assert.Equal(EnqueueResult.Accepted, await waiting.ComesSoon());
        Assert.Equal("bc", await TakeAsync(queue, 2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Who_gives_up_waiting_for_room_leaves_no_message_behind(bool isLockFree)
    {
        var queue = Make(isLockFree, new() { Capacity = 1 });
        await queue.EnqueueAsync(Message('a'));
        using var cancellation = new CancellationTokenSource();
        var waiting = queue.EnqueueAsync(Message('b'), cancellation.Token).AsTask();

        cancellation.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.ComesSoon());
        Assert.Equal("a", await TakeAsync(queue, 1));
        Assert.Equal(0, queue.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_taken_back_makes_room(bool isLockFree)
    {
        var queue = Make(isLockFree, new() { Capacity = 1, FullMode = QueueFullMode.Reject });
        var first = Message('a');
        await queue.EnqueueAsync(first);
        Assert.Equal(EnqueueResult.Rejected, await queue.EnqueueAsync(Message('b')));

        queue.TryRemove(first);

        Assert.Equal(EnqueueResult.Accepted, await queue.EnqueueAsync(Message('c')));
        Assert.Equal("c", await TakeAsync(queue, 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_oldest_of_the_lowest_priority_makes_room_and_is_told(bool isLockFree)
    {
        var queue = Make(isLockFree, new() { Capacity = 3, FullMode = QueueFullMode.DropOldest });
        CommandMessage[] messages = [Message('h', ReleasePriority.High), Message('a', ReleasePriority.Low), Message('b', ReleasePriority.Low)];
        foreach (var message in messages)
            await queue.EnqueueAsync(message);

        Assert.Equal(EnqueueResult.Accepted, await queue.EnqueueAsync(Message('n')));

        Assert.True(messages[1].IsSettled);
        Assert.False(messages[2].IsSettled);
        Assert.Equal("hnb", await TakeAsync(queue, 3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_higher_priority_makes_room_for_a_lower_one(bool isLockFree)
    {
        var queue = Make(isLockFree, new() { Capacity = 1, FullMode = QueueFullMode.DropOldest });
        await queue.EnqueueAsync(Message('h', ReleasePriority.High));

        Assert.Equal(EnqueueResult.Dropped, await queue.EnqueueAsync(Message('n')));

        Assert.Equal("h", await TakeAsync(queue, 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_complete_queue_gives_what_it_has_and_takes_nothing_more(bool isLockFree)
    {
        var queue = Make(isLockFree, new() { Capacity = 1 });
        await queue.EnqueueAsync(Message('a'));
        Task<EnqueueResult>[] waitForRoom = [.. "bcd".Select(name => queue.EnqueueAsync(Message(name)).AsTask())];

        queue.Complete();
        queue.Complete();

        foreach (var waiting in waitForRoom)
            Assert.Equal(EnqueueResult.Closed, await waiting.ComesSoon());
        Assert.Equal(EnqueueResult.Closed, await queue.EnqueueAsync(Message('c')));
        var last = (await queue.LeaseAsync())!;
        Assert.Equal("a", NameOf(last));
        Assert.False(await queue.ReturnAsync(last));
        Assert.Null(await queue.LeaseAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Passing_a_message_on_allocates_nothing(bool isLockFree)
    {
        var queue = Make(isLockFree);
        CommandMessage[] messages = [.. Enumerable.Range(0, 100).Select(static i => Message('m', (ReleasePriority)((i % 4) - 1)))];
        await PassOnAsync();
        await PassOnAsync();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 20; round++)
            await PassOnAsync();

        // Now and then the lists inside grow by a segment, which then is used again.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);

        // Nothing here waits, and so all of it is on one thread.
        async Task PassOnAsync()
        {
            foreach (var message in messages)
                await queue.EnqueueAsync(message);
            for (var i = 0; i < messages.Length; i++)
                await queue.LeaseAsync();
        }
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CommandQueueOptions { Capacity = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CommandQueueOptions { AgingInterval = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CommandQueueOptions { FullMode = (QueueFullMode)9 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => Message('a', (ReleasePriority)9));
    }

    internal static ICommandQueue Make(bool isLockFree, CommandQueueOptions? options = null) =>
        isLockFree ? CommandQueues.CreateLockFree(options) : CommandQueues.CreateLocked(options);

    internal static CommandMessage Message(char name, ReleasePriority priority = ReleasePriority.Normal) =>
        new(new CommandRequest(name.ToString()) { Priority = priority });

    private static string NameOf(CommandMessage? message) => message!.Request!.Program;

    private static async Task<string> TakeAsync(ICommandQueue queue, int count)
    {
        var names = "";
        for (var i = 0; i < count; i++)
            names += NameOf(await queue.LeaseAsync().ComesSoon());
        return names;
    }
}
