namespace ResourceHygiene.Workers.Tests;

public sealed class CommandPoolTests
{
    private readonly ScriptedExecutor _executor = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_command_runs_and_its_result_comes_back()
    {
        await using var pool = Pool();

        var running = pool.RunAsync(new CommandRequest("tool", "a b"));
        (await _executor.NextAsync()).Exit(3);

        var result = await running.ComesSoon();
        Assert.Equal((3, "tool"), (result.ExitCode, result.Request.Program));
        Assert.Equal(0, pool.Running);
    }

    [Fact]
    public async Task No_more_run_at_a_time_than_allowed()
    {
        await using var pool = Pool(new() { Concurrency = 2 });
        var all = Enumerable.Range(0, 5).Select(i => pool.RunAsync(Request($"{i}"))).ToArray();

        var first = await _executor.NextAsync();
        var second = await _executor.NextAsync();
        Assert.Equal((2, 3), (pool.Running, pool.Queued));
        first.Exit();
        var third = await _executor.NextAsync();
        Assert.Equal(3, _executor.Count);

        second.Exit();
        third.Exit();
        (await _executor.NextAsync()).Exit();
        (await _executor.NextAsync()).Exit();
        await Task.WhenAll(all).ComesSoon();
    }

    [Fact]
    public async Task The_higher_priority_has_the_next_turn()
    {
        await using var pool = Pool();
        var blocker = pool.RunAsync(Request("first"));
        var call = await _executor.NextAsync();
        var low = pool.RunAsync(Request("low") with { Priority = ReleasePriority.Low });
        var high = pool.RunAsync(Request("high") with { Priority = ReleasePriority.High });

        call.Exit();
        call = await _executor.NextAsync();
        Assert.Equal("high", call.Request.Program);
        call.Exit();
        (await _executor.NextAsync()).Exit();
        await Task.WhenAll(blocker, low, high).ComesSoon();
    }

    [Fact]
    public async Task What_the_executor_throws_is_what_the_caller_gets()
    {
        await using var pool = Pool();
        var running = pool.RunAsync(Request("tool"));
        var call = await _executor.NextAsync();
        var failure = new CommandException(call.Request, CommandFailure.NotFound, "'tool' is not there.");

        call.Fail(failure);

        Assert.Same(failure, await Assert.ThrowsAsync<CommandException>(() => running.ComesSoon()));
    }

    [Fact]
    public async Task What_waits_is_cancelled_at_once_and_never_started()
    {
        await using var pool = Pool();
        var first = pool.RunAsync(Request("first"));
        var call = await _executor.NextAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = pool.RunAsync(Request("second"), cancellation.Token);

        cancellation.Cancel();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.ComesSoon());
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.True(waiting.IsCanceled);
        Assert.Equal(0, pool.Queued);
        call.Exit();
        await first.ComesSoon();
        await pool.DrainAsync().ComesSoon();
        Assert.Equal(1, _executor.Count);
    }

    [Fact]
    public async Task What_runs_is_told_to_end_and_the_caller_waits_until_it_has()
    {
        var stubborn = new ScriptedExecutor(obeysTokens: false);
        await using var pool = Pool(new() { Executor = stubborn });
        var ticket = await pool.SubmitAsync(Request("tool"));
        var call = await stubborn.NextAsync();

        Assert.True(ticket.Cancel());
        Assert.False(ticket.Cancel());

        Assert.True(call.Token.IsCancellationRequested);
        Assert.Equal(CommandState.Running, ticket.State);
        Assert.False(ticket.Result.IsCompleted);
        call.Fail(new OperationCanceledException(call.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ticket.Result.ComesSoon());
        Assert.Equal(CommandState.Cancelled, ticket.State);
    }

    [Fact]
    public async Task A_command_that_ends_by_itself_before_it_is_ended_has_a_result()
    {
        var stubborn = new ScriptedExecutor(obeysTokens: false);
        await using var pool = Pool(new() { Executor = stubborn });
        var ticket = await pool.SubmitAsync(Request("tool"));
        var call = await stubborn.NextAsync();

        ticket.Cancel();
        call.Exit();

        Assert.True((await ticket.Result.ComesSoon()).IsSuccess);
        Assert.Equal(CommandState.Succeeded, ticket.State);
        Assert.False(ticket.Cancel());
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_starts_nothing()
    {
        await using var pool = Pool();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.RunAsync(Request("tool"), new CancellationToken(true)).ComesSoon());

        await pool.DrainAsync().ComesSoon();
        Assert.Equal(0, _executor.Count);
    }

    [Fact]
    public async Task A_ticket_says_how_far_its_command_is()
    {
        await using var pool = Pool();
        var first = await pool.SubmitAsync(Request("first"));
        var call = await _executor.NextAsync();
        var second = await pool.SubmitAsync(Request("second") with { Priority = ReleasePriority.High });

        Assert.Equal((CommandState.Running, CommandState.Queued), (first.State, second.State));
        Assert.Equal(("second", ReleasePriority.High), (second.Name, second.Priority));
        Assert.NotEqual(first.CorrelationId, second.CorrelationId);
        call.Exit();
        (await _executor.NextAsync()).Exit(1);

        Assert.True((await first).IsSuccess);
        Assert.Equal(1, (await second).ExitCode);
        Assert.Equal((CommandState.Succeeded, CommandState.Failed), (first.State, second.State));
    }

    [Fact]
    public async Task A_full_pool_refuses_and_says_so()
    {
        await using var pool = Pool(new() { QueueCapacity = 1, QueueFullMode = QueueFullMode.Reject });
        var first = await pool.SubmitAsync(Request("first"));
        var call = await _executor.NextAsync();
        var second = await pool.SubmitAsync(Request("second"));

        var third = await pool.SubmitAsync(Request("third"));

        var failure = await Assert.ThrowsAsync<CommandException>(() => third.Result.ComesSoon());
        Assert.Equal((CommandFailure.Rejected, CommandState.Rejected), (failure.Failure, third.State));
        Assert.Contains("'third'", failure.Message, StringComparison.Ordinal);
        call.Exit();
        (await _executor.NextAsync()).Exit();
        await Task.WhenAll(first.Result, second.Result).ComesSoon();
    }

    [Fact]
    public async Task A_full_pool_drops_the_oldest_and_tells_its_bringer()
    {
        await using var pool = Pool(new() { QueueCapacity = 1, QueueFullMode = QueueFullMode.DropOldest });
        var first = pool.RunAsync(Request("first"));
        var call = await _executor.NextAsync();
        var old = pool.RunAsync(Request("old"));
        var young = pool.RunAsync(Request("young"));

        var failure = await Assert.ThrowsAsync<CommandException>(() => old.ComesSoon());

        Assert.Equal(CommandFailure.Dropped, failure.Failure);
        Assert.StartsWith("'old' was dropped", failure.Message, StringComparison.Ordinal);
        call.Exit();
        (await _executor.NextAsync()).Exit();
        Assert.Equal("young", (await young.ComesSoon()).Request.Program);
        await first.ComesSoon();
    }

    [Fact]
    public async Task A_full_pool_holds_its_producers_back()
    {
        await using var pool = Pool(new() { QueueCapacity = 1 });
        await pool.SubmitAsync(Request("first"));
        var call = await _executor.NextAsync();
        await pool.SubmitAsync(Request("second"));

        var third = pool.SubmitAsync(Request("third")).AsTask();
        Assert.False(third.IsCompleted);
        call.Exit();

        var ticket = await third.ComesSoon();
        (await _executor.NextAsync()).Exit();
        (await _executor.NextAsync()).Exit();
        Assert.True((await ticket.Result.ComesSoon()).IsSuccess);
    }

    [Fact]
    public async Task Who_is_held_back_and_cancels_is_not_let_in_later()
    {
        await using var pool = Pool(new() { QueueCapacity = 1 });
        var first = pool.RunAsync(Request("first"));
        var call = await _executor.NextAsync();
        var second = pool.RunAsync(Request("second"));
        using var cancellation = new CancellationTokenSource();
        var third = pool.RunAsync(Request("third"), cancellation.Token);

        cancellation.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third.ComesSoon());
        call.Exit();
        (await _executor.NextAsync()).Exit();
        await Task.WhenAll(first, second).ComesSoon();
        await pool.DrainAsync().ComesSoon();
        Assert.Equal(2, _executor.Count);
    }

    [Fact]
    public async Task The_same_piece_of_work_is_in_the_pool_once()
    {
        await using var pool = Pool();
        var first = await pool.SubmitAsync(Request("tool"), "key");
        var again = await pool.SubmitAsync(Request("tool"), "key");
        Assert.Same(first, again);
        (await _executor.NextAsync()).Exit();
        await first.Result.ComesSoon();

        var later = await pool.SubmitAsync(Request("tool"), "key");

        Assert.NotSame(first, later);
        (await _executor.NextAsync()).Exit();
        await later.Result.ComesSoon();
        Assert.Equal(2, _executor.Count);
    }

    [Fact]
    public async Task A_key_of_another_kind_of_work_is_refused_by_name()
    {
        await using var pool = Pool();
        var first = await pool.SubmitAsync(Request("tool"), "key");

        var mistake = await Assert.ThrowsAsync<ArgumentException>(
            async () => await pool.SubmitAsync(static _ => new ValueTask<int>(1), new JobOptions { Name = "sum", IdempotencyKey = "key" }));

        Assert.Contains("'key' belongs to 'tool'", mistake.Message, StringComparison.Ordinal);
        (await _executor.NextAsync()).Exit();
        await first.Result.ComesSoon();
    }

    [Fact]
    public async Task A_command_without_a_time_limit_has_that_of_the_pool()
    {
        await using var pool = Pool(new() { DefaultTimeout = TimeSpan.FromSeconds(7) });
        var usual = pool.RunAsync(Request("usual"));
        var call = await _executor.NextAsync();
        Assert.Equal(TimeSpan.FromSeconds(7), call.Request.Timeout);
        call.Exit();

        var own = pool.RunAsync(Request("own") with { Timeout = TimeSpan.FromSeconds(1) });
        call = await _executor.NextAsync();
        Assert.Equal(TimeSpan.FromSeconds(1), call.Request.Timeout);
        call.Exit();
        await Task.WhenAll(usual, own).ComesSoon();
    }

    [Fact]
    public async Task An_executor_without_a_result_is_named()
    {
        await using var pool = Pool(new() { Executor = new EmptyHanded() });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => pool.RunAsync(Request("tool")).ComesSoon());

        Assert.Contains(nameof(EmptyHanded), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Concurrency")]
    [InlineData("DefaultTimeout")]
    [InlineData("ShutdownGrace")]
    [InlineData("Queue")]
    public void Options_that_make_no_sense_are_refused_by_name(string option)
    {
        var options = option switch
        {
            "Concurrency" => new CommandPoolOptions { Concurrency = 0 },
            "DefaultTimeout" => new CommandPoolOptions { DefaultTimeout = TimeSpan.Zero },
            "ShutdownGrace" => new CommandPoolOptions { ShutdownGrace = TimeSpan.FromSeconds(-2) },
            "Queue" => new CommandPoolOptions { Queue = CommandQueues.CreateLocked(), QueueCapacity = 3 },
            _ => new CommandPoolOptions { Name = "" },
        };

        var mistake = Assert.ThrowsAny<ArgumentException>(() => new CommandPool(options));

        Assert.Equal(option.Length == 0 ? "Name" : option, mistake.ParamName);
    }

    private static CommandRequest Request(string program) => new(program);

    private CommandPool Pool(CommandPoolOptions? options = null)
    {
        options ??= new();
        return new(options with
        {
            Concurrency = options.Concurrency == new CommandPoolOptions().Concurrency ? 1 : options.Concurrency,
            Executor = options.Executor ?? _executor,
            ShutdownGrace = options.ShutdownGrace == TimeSpan.FromSeconds(5) ? TimeSpan.Zero : options.ShutdownGrace,
            TimeProvider = _time,
            Tracker = new ResourceTracker(_time),
        });
    }

    private sealed class EmptyHanded : ICommandExecutor
    {
        public Task<CommandResult> ExecuteAsync(CommandRequest request, CancellationToken cancellationToken = default) => Task.FromResult<CommandResult>(null!);
    }
}
