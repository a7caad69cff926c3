namespace ResourceHygiene.Workers.Tests;

public sealed class CommandPoolStoppingTests
{
    private readonly ScriptedExecutor _executor = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Draining_takes_nothing_more_and_finishes_what_was_taken()
    {
        await using var pool = Pool();
        var first = pool.RunAsync(new CommandRequest("first"));
        var second = pool.RunAsync(new CommandRequest("second"));

        var draining = pool.DrainAsync();
        var late = pool.RunAsync(new CommandRequest("late"));

        Assert.Equal(CommandFailure.PoolClosed, (await Assert.ThrowsAsync<CommandException>(() => late.ComesSoon())).Failure);
        Assert.False(draining.IsCompleted);
        (await _executor.NextAsync()).Exit();
        (await _executor.NextAsync()).Exit();
        await draining.ComesSoon();
        await Task.WhenAll(first, second).ComesSoon();
    }

    [Fact]
    public async Task Stopping_without_a_grace_still_waits_until_a_command_was_ended()
    {
        var executor = new ScriptedExecutor(obeysTokens: false);
        var pool = new CommandPool(new() { Executor = executor, Concurrency = 1, TimeProvider = _time });
        var command = pool.RunAsync(new CommandRequest("slow to end") { GracePeriod = TimeSpan.Zero });
        var call = await executor.NextAsync();

        var stopping = pool.StopAsync(TimeSpan.Zero);

        Assert.True(call.Token.IsCancellationRequested);
        Assert.False(stopping.IsCompleted);
        Assert.False(command.IsCompleted);
        call.Fail(new OperationCanceledException(call.Token));
        await stopping.ComesSoon();
        Assert.Equal(CommandFailure.PoolClosed, (await Assert.ThrowsAsync<CommandException>(() => command)).Failure);
        Assert.Equal(0, pool.Running);
    }

    [Fact]
    public async Task Stopping_closes_what_waits_and_lets_what_runs_go_on_for_the_grace()
    {
        var pool = Pool();
        var first = await pool.SubmitAsync(new CommandRequest("first"));
        var second = await pool.SubmitAsync(new CommandRequest("second"));
        var call = await _executor.NextAsync();

        var stopping = pool.StopAsync(TimeSpan.FromSeconds(10));

        var closed = await Assert.ThrowsAsync<CommandException>(() => second.Result.ComesSoon());
        Assert.Equal(CommandFailure.PoolClosed, closed.Failure);
        Assert.Contains("'second'", closed.Message, StringComparison.Ordinal);
        Assert.Equal(CommandState.Closed, second.State);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(call.Token.IsCancellationRequested);
        call.Exit();
        await stopping.ComesSoon();
        Assert.True((await first).IsSuccess);
    }

    [Fact]
    public async Task After_the_grace_what_runs_is_ended()
    {
        var pool = Pool();
        var running = pool.RunAsync(new CommandRequest("tool"));
        var call = await _executor.NextAsync();

        var stopping = pool.StopAsync(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));

        await stopping.ComesSoon();
        Assert.True(call.Token.IsCancellationRequested);
        Assert.Equal(CommandFailure.PoolClosed, (await Assert.ThrowsAsync<CommandException>(() => running.ComesSoon())).Failure);
    }

    [Fact]
    public async Task A_later_call_with_a_shorter_grace_hurries_the_first()
    {
        var pool = Pool();
        var running = pool.RunAsync(new CommandRequest("tool"));
        await _executor.NextAsync();

        var patient = pool.StopAsync(Timeout.InfiniteTimeSpan);
        await pool.StopAsync(TimeSpan.Zero).ComesSoon();
        await patient.ComesSoon();
        await pool.DisposeAsync();
        pool.Dispose();

        await Assert.ThrowsAsync<CommandException>(() => running.ComesSoon());
    }

    [Fact]
    public async Task A_job_that_does_not_end_is_left_behind_and_its_bringer_is_told()
    {
        var pool = Pool(new() { ShutdownGrace = TimeSpan.FromSeconds(3) });
        var never = new TaskCompletionSource<int>();
        var started = new TaskCompletionSource();
        var running = pool.RunAsync(async _ =>
        {
            started.SetResult();
            return await never.Task;
        }).AsTask();
        await started.Task.ComesSoon();

        var stopping = pool.StopAsync(TimeSpan.Zero);
        Assert.False(stopping.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(3));
        await stopping.ComesSoon();

        var failure = await Assert.ThrowsAsync<JobException>(() => running.ComesSoon());
        Assert.Equal(CommandFailure.PoolClosed, failure.Failure);
        never.SetResult(1);
    }

    [Fact]
    public async Task The_end_of_the_program_stops_the_pool_before_it_goes_on()
    {
        using var ending = new CancellationTokenSource();
        var pool = Pool(new() { Stopping = ending.Token, ShutdownGrace = TimeSpan.Zero });
        var running = pool.RunAsync(new CommandRequest("tool"));
        var call = await _executor.NextAsync();

        await Task.Run(ending.Cancel).ComesSoon();

        Assert.True(call.Token.IsCancellationRequested);
        Assert.True(running.IsCompleted || await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(60))) == running);
        Assert.Equal(CommandFailure.PoolClosed, (await Assert.ThrowsAsync<CommandException>(() => running)).Failure);
    }

    [Fact]
    public async Task Exit_cleanup_ends_what_runs_through_its_token()
    {
        var tracker = new ResourceTracker();
        var exit = ExitCleanup.Install(new ResourceCleaner(tracker), new ExitCleanupOptions { Budget = TimeSpan.FromSeconds(20) });
        var pool = new CommandPool(new() { Concurrency = 1, Executor = _executor, Tracker = tracker, Stopping = exit.Stopping, ShutdownGrace = TimeSpan.Zero });
        var running = pool.RunAsync(new CommandRequest("tool"));
        await _executor.NextAsync();

        await Task.Run(exit.Dispose).ComesSoon();

        Assert.Equal(CommandFailure.PoolClosed, (await Assert.ThrowsAsync<CommandException>(() => running.ComesSoon())).Failure);
        Assert.Equal(0, tracker.Totals.Live);
    }

    [Fact]
    public async Task What_pauses_before_its_next_attempt_ends_with_its_last_outcome()
    {
        var pool = Pool(new() { Retry = CommandRetry.Fixed(5, TimeSpan.FromHours(1)) });
        var running = pool.RunAsync(new CommandRequest("tool"));
        (await _executor.NextAsync()).Exit(4);
        var other = pool.RunAsync(new CommandRequest("other"));
        (await _executor.NextAsync()).Exit();
        await other.ComesSoon();
        Assert.False(running.IsCompleted);

        await pool.DisposeAsync();

        Assert.Equal(4, (await running.ComesSoon()).ExitCode);
    }

    [Fact]
    public async Task A_pool_made_for_a_program_that_ends_already_takes_nothing()
    {
        var pool = Pool(new() { Stopping = new CancellationToken(true) });

        var failure = await Assert.ThrowsAsync<CommandException>(() => pool.RunAsync(new CommandRequest("tool")).ComesSoon());

        Assert.Equal(CommandFailure.PoolClosed, failure.Failure);
        Assert.Equal(0, _executor.Count);
    }

    private CommandPool Pool(CommandPoolOptions? options = null) => new((options ?? new()) with
    {
        Concurrency = 1,
        Executor = _executor,
        TimeProvider = _time,
        Tracker = new ResourceTracker(_time),
    });
}
