using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ResourceHygiene.Workers.Tests;

/// <summary>A queue whose other end is another process, as a broker's is: what comes out is not the object that was brought.</summary>
public sealed class BrokeredQueueTests
{
    private readonly ScriptedExecutor _executor = new();

    [Fact]
    public async Task What_another_machine_ran_comes_back_by_its_correlation_id()
    {
        var broker = new Broker();
        await using var bringing = Pool(broker.Client(takes: false));
        await using var running = Pool(broker.Client());

        var ticket = await bringing.SubmitAsync(new CommandRequest("tool"), "key");
        var call = await _executor.NextAsync();
        Assert.Equal((0, 1), (bringing.Running, running.Running));
        Assert.Equal(("key", ticket.CorrelationId), (broker.Last!.IdempotencyKey, broker.Last.CorrelationId));
        call.Exit(7);

        Assert.Equal(7, (await ticket.Result.ComesSoon()).ExitCode);
    }

    [Fact]
    public async Task What_a_pool_that_ends_has_on_lease_is_run_by_another()
    {
        var broker = new Broker();
        await using var bringing = Pool(broker.Client(takes: false));
        var dying = Pool(broker.Client());
        var ticket = await bringing.SubmitAsync(new CommandRequest("tool"));
        await _executor.NextAsync();

        await dying.StopAsync(TimeSpan.Zero).ComesSoon();
        Assert.False(ticket.Result.IsCompleted);
        await using var other = Pool(broker.Client());

        (await _executor.NextAsync()).Exit();
        Assert.True((await ticket.Result.ComesSoon()).IsSuccess);
        Assert.Equal(1, broker.Last!.DeliveryCount);
    }

    [Fact]
    public async Task A_command_that_one_machine_sheds_is_run_by_another()
    {
        var broker = new Broker();
        var tracker = new ResourceTracker();
        await using var bringing = Pool(broker.Client(takes: false));
        await using var full = Pool(broker.Client(), tracker);
        var ticket = await bringing.SubmitAsync(new CommandRequest("tool"));
        await _executor.NextAsync();

        await Task.Run(() => new ResourceCleaner(tracker).Reclaim(new ReclaimGoal(1))).ComesSoon();

        // Here the other one is the same. It may have taken the command again, and shed it again, before the clean-up was over.
        Task<ScriptedExecutor.Call> next;
        while (await Task.WhenAny(ticket.Result, next = _executor.NextAsync()) != ticket.Result)
            (await next).Exit();
        Assert.True((await ticket.Result.ComesSoon()).IsSuccess);
    }

    [Fact]
    public async Task A_pool_that_sheds_a_command_leaves_it_to_others_for_a_while()
    {
        var broker = new Broker();
        var tracker = new ResourceTracker();
        var clock = new ManualTimeProvider();
        var free = new ScriptedExecutor();
        await using var bringing = Pool(broker.Client(takes: false));
        // Its other place waits for work all the time.
        await using var full = new CommandPool(new() { Concurrency = 2, Queue = broker.Client(), Executor = _executor, Tracker = tracker, TimeProvider = clock });
        var ticket = await bringing.SubmitAsync(new CommandRequest("tool"));
        await _executor.NextAsync();

        await Task.Run(() => new ResourceCleaner(tracker).Reclaim(new ReclaimGoal(1))).ComesSoon();
        await using (new CommandPool(new() { Concurrency = 1, Queue = broker.Client(), Executor = free, Tracker = new ResourceTracker() }))
        {
            (await free.NextAsync()).Exit();
            Assert.True((await ticket.Result.ComesSoon()).IsSuccess);
        }

        var next = await bringing.SubmitAsync(new CommandRequest("tool"));
        clock.Advance(TimeSpan.FromSeconds(1));
        (await _executor.NextAsync()).Exit();
        Assert.True((await next.Result.ComesSoon()).IsSuccess);
    }

    [Fact]
    public async Task A_queue_that_fails_ends_the_pool_and_work_that_comes_later_says_why()
    {
        await using var pool = Pool(new BrokenQueue());

        var failure = await Assert.ThrowsAsync<CommandException>(() => pool.RunAsync(new CommandRequest("tool")).ComesSoon());

        Assert.Equal(CommandFailure.PoolClosed, failure.Failure);
        Assert.IsType<IOException>(failure.InnerException);
    }

    private CommandPool Pool(ICommandQueue queue, ResourceTracker? tracker = null) => new(new()
    {
        Concurrency = 1, Queue = queue, Executor = _executor, Tracker = tracker ?? new ResourceTracker(), ShutdownGrace = TimeSpan.FromSeconds(20),
    });

    /// <summary>The least that a broker is: messages as data, and replies.</summary>
    private sealed class Broker
    {
        private readonly Channel<CommandMessage> _waiting = Channel.CreateUnbounded<CommandMessage>();
        private readonly ConcurrentDictionary<string, CommandMessage> _bringers = new();

        public CommandMessage? Last { get; private set; }

        public ICommandQueue Client(bool takes = true) => new Connection(this, takes);

        private static CommandMessage Copy(CommandMessage message, int deliveries) => new(message.Request!)
        {
            CorrelationId = message.CorrelationId,
            IdempotencyKey = message.IdempotencyKey,
            DeliveryCount = deliveries,
        };

        private sealed class Connection(Broker broker, bool takes) : ICommandQueue
        {
            private readonly CancellationTokenSource _closed = new();

            public int Count => broker._waiting.Reader.Count;

            public ValueTask<EnqueueResult> EnqueueAsync(CommandMessage message, CancellationToken cancellationToken = default)
            {
                broker._bringers[message.CorrelationId] = message;
                broker._waiting.Writer.TryWrite(Copy(message, 0));
                return new(EnqueueResult.Accepted);
            }

            public async ValueTask<CommandMessage?> LeaseAsync(CancellationToken cancellationToken = default)
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token, cancellationToken);
                try
                {
                    if (!takes)
                        await Task.Delay(Timeout.Infinite, either.Token);
                    return broker.Last = await broker._waiting.Reader.ReadAsync(either.Token);
                }
                catch (OperationCanceledException) when (_closed.IsCancellationRequested)
                {
                    return null;
                }
            }

            public ValueTask AcknowledgeAsync(CommandMessage message, CommandOutcome outcome)
            {
                if (broker._bringers.TryRemove(message.CorrelationId, out var bringer))
                    bringer.TryComplete(outcome);
                return default;
            }

            public ValueTask<bool> ReturnAsync(CommandMessage message) => new(broker._waiting.Writer.TryWrite(Copy(message, message.DeliveryCount + 1)));

            public bool TryRemove(CommandMessage message) => false;

            public void Complete() => _closed.Cancel();

            public ValueTask DisposeAsync()
            {
                _closed.Cancel();
                return default;
            }
        }
    }

    private sealed class BrokenQueue : ICommandQueue
    {
        private bool _isComplete;

        public int Count => 0;

        public ValueTask<EnqueueResult> EnqueueAsync(CommandMessage message, CancellationToken cancellationToken = default) =>
            new(_isComplete ? EnqueueResult.Closed : EnqueueResult.Accepted);

        public ValueTask<CommandMessage?> LeaseAsync(CancellationToken cancellationToken = default) => throw new IOException("The broker is gone.");

        public ValueTask AcknowledgeAsync(CommandMessage message, CommandOutcome outcome) => throw new IOException("The broker is gone.");

        public ValueTask<bool> ReturnAsync(CommandMessage message) => throw new IOException("The broker is gone.");

        public bool TryRemove(CommandMessage message) => false;

        public void Complete() => _isComplete = true;

        public ValueTask DisposeAsync() => default;
    }
}
