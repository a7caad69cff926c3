namespace ResourceHygiene.Workers.Tests;

public sealed class JobTests
{
    private static readonly AsyncLocal<string?> s_where = new();

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_job_returns_what_it_returns_and_throws_what_it_throws()
    {
        await using var pool = Pool();

        Assert.Equal(42, await pool.RunAsync(static _ => new ValueTask<int>(42)).ComesSoon());
        Assert.Equal("late", await pool.RunAsync(static async _ =>
        {
            await Task.Yield();
            return "late";
        }).ComesSoon());
        await pool.RunAsync(static _ => ValueTask.CompletedTask).ComesSoon();
        await Assert.ThrowsAsync<FormatException>(() => pool.RunAsync(static ValueTask<int> (_) => throw new FormatException()).ComesSoon());
        await Assert.ThrowsAsync<FormatException>(() => pool.RunAsync(static async _ =>
        {
            await Task.Yield();
            throw new FormatException();
        }).ComesSoon());
    }

    [Fact]
    public async Task A_job_runs_in_the_context_of_its_bringer_and_leaves_none_behind()
    {
        await using var pool = Pool();
        s_where.Value = "here";
        var inside = await pool.RunAsync(static _ =>
        {
            var found = s_where.Value;
            s_where.Value = "changed";
            return new ValueTask<string?>(found);
        });
        var onOwnThread = await pool.RunBlockingAsync(static _ => s_where.Value);
        s_where.Value = null;

        Assert.Equal(("here", "here"), (inside, onOwnThread));
        Assert.Null(await pool.RunAsync(static _ => new ValueTask<string?>(s_where.Value)));
    }

    [Fact]
    public async Task Jobs_and_commands_share_one_limit()
    {
        var executor = new ScriptedExecutor();
        await using var pool = Pool(new() { Executor = executor });
        var release = new TaskCompletionSource();
        var job = pool.RunAsync(async _ => await release.Task).AsTask();
        var command = pool.RunAsync(new CommandRequest("tool"));
        await Task.Run(static () => { });
        Assert.Equal((1, 1, 0), (pool.Running, pool.Queued, executor.Count));

        release.SetResult();
        (await executor.NextAsync()).Exit();

        await Task.WhenAll(job, command).ComesSoon();
    }

    [Fact]
    public async Task A_blocking_job_has_a_thread_of_the_pool_which_is_used_again()
    {
        await using var pool = Pool();

        var first = await pool.RunBlockingAsync(static _ => Thread.CurrentThread).ComesSoon();
        var second = await pool.RunBlockingAsync(static _ => Thread.CurrentThread).ComesSoon();

        Assert.Same(first, second);
        Assert.False(first.IsThreadPoolThread);
        Assert.True(first.IsBackground);
        Assert.Contains(pool.Name, first.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocking_jobs_run_at_the_same_time_up_to_the_limit()
    {
        await using var pool = Pool(new() { Concurrency = 3 });
        using var together = new Barrier(3);

        var all = Enumerable.Range(0, 3).Select(_ => pool.RunBlockingAsync(token => together.SignalAndWait(TimeSpan.FromSeconds(60), token)).AsTask()).ToArray();

        Assert.All(await Task.WhenAll(all).ComesSoon(), Assert.True);
    }

    [Fact]
    public async Task A_job_is_told_when_its_time_is_over()
    {
        await using var pool = Pool();
        var started = new TaskCompletionSource();
        var running = pool.RunAsync(async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        }, new JobOptions { Name = "slow", Timeout = TimeSpan.FromSeconds(2) }).AsTask();
        await started.Task.ComesSoon();

        _time.Advance(TimeSpan.FromSeconds(2));

        var failure = await Assert.ThrowsAsync<JobException>(() => running.ComesSoon());
        Assert.Equal((CommandFailure.TimedOut, "slow"), (failure.Failure, failure.Name));
        Assert.Contains("'slow'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_in_the_queue_does_not_count()
    {
        await using var pool = Pool();
        var release = new TaskCompletionSource();
        var first = pool.RunAsync(async _ => await release.Task).AsTask();
        var second = pool.RunAsync(static token => new ValueTask<bool>(token.IsCancellationRequested), new JobOptions { Timeout = TimeSpan.FromSeconds(1) }).AsTask();

        _time.Advance(TimeSpan.FromHours(1));
        release.SetResult();

        Assert.False(await second.ComesSoon());
        await first.ComesSoon();
    }

    [Fact]
    public async Task Cancelling_a_ticket_cancels_the_jobs_token()
    {
        await using var pool = Pool();
        var started = new TaskCompletionSource();
        var ticket = await pool.SubmitAsync(async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
        await started.Task.ComesSoon();

        Assert.True(ticket.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ticket.Result.ComesSoon());
        Assert.True(ticket.Result.IsCanceled);
    }

    [Fact]
    public async Task What_a_callback_of_the_jobs_token_throws_comes_to_whoever_cancels()
    {
        await using var pool = Pool();
        var started = new TaskCompletionSource();
        var end = new TaskCompletionSource<int>();
        var ticket = await pool.SubmitAsync(async token =>
        {
            token.Register(static () => throw new FormatException());
            started.SetResult();
            return await end.Task;
        });
        await started.Task.ComesSoon();

        Assert.Throws<AggregateException>(() => ticket.Cancel());

        end.SetResult(5);
        Assert.Equal(5, await ticket.Result.ComesSoon());
    }

    [Fact]
    public async Task A_failed_attempt_is_tried_again_after_its_pause()
    {
        var attempts = new List<CommandAttempt>();
        await using var pool = Pool(new()
        {
            Retry = attempt =>
            {
                attempts.Add(attempt);
                return attempt.Number < 3 ? TimeSpan.FromSeconds(attempt.Number) : null;
            },
        });
        var runs = 0;
        var ran = new SemaphoreSlim(0);
        var running = pool.RunAsync(_ =>
        {
            runs++;
            ran.Release();
            throw new FormatException($"{runs}");
        }).AsTask();

        await ran.WaitAsync().ComesSoon();
        // One after the other: when this has run, the first pause has begun.
        await pool.RunAsync(static _ => ValueTask.CompletedTask).ComesSoon();
        _time.Advance(TimeSpan.FromSeconds(1));
        await ran.WaitAsync().ComesSoon();
        await pool.RunAsync(static _ => ValueTask.CompletedTask).ComesSoon();
        Assert.Equal(2, runs);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("3", (await Assert.ThrowsAsync<FormatException>(() => running.ComesSoon())).Message);
        Assert.Equal([1, 2, 3], attempts.Select(static attempt => attempt.Number));
    }

    [Fact]
    public async Task A_job_that_pauses_can_be_cancelled()
    {
        await using var pool = Pool(new() { Retry = CommandRetry.Fixed(9, TimeSpan.FromHours(1)) });
        var ticket = await pool.SubmitAsync(static ValueTask<int> (_) => throw new FormatException());
        // As its result is not out and this has run after it, it pauses.
        await pool.RunAsync(static _ => ValueTask.CompletedTask).ComesSoon();
        Assert.Equal(CommandState.Queued, ticket.State);

        ticket.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ticket.Result.ComesSoon());
    }

    [Fact]
    public async Task A_pause_that_no_timer_can_have_does_not_end_the_pool()
    {
        await using var pool = Pool(new() { Retry = static _ => TimeSpan.FromDays(1000) });
        var ticket = await pool.SubmitAsync(static ValueTask<int> (_) => throw new FormatException());

        Assert.Equal(2, await pool.RunAsync(static _ => new ValueTask<int>(2)).ComesSoon());

        Assert.Equal(CommandState.Queued, ticket.State);
        ticket.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ticket.Result.ComesSoon());
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_and_differ_by_chance()
    {
        var retry = CommandRetry.Exponential(6, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), new Random(3));

        var pauses = Enumerable.Range(1, 6).Select(number => retry(new("tool", number, null, new FormatException()))).ToArray();

        Assert.Null(pauses[5]);
        double[] longest = [1, 2, 4, 5, 5];
        for (var i = 0; i < longest.Length; i++)
            Assert.InRange(pauses[i]!.Value.TotalSeconds, longest[i] / 2, longest[i]);
        Assert.Null(retry(new("tool", 1, null, new CommandException(new CommandRequest("tool"), CommandFailure.NotFound, "'tool' is not there."))));
    }

    private CommandPool Pool(CommandPoolOptions? options = null) => new((options ?? new()) with
    {
        Concurrency = options is { Concurrency: 3 } ? 3 : 1,
        ShutdownGrace = TimeSpan.Zero,
        TimeProvider = _time,
        Tracker = new ResourceTracker(_time),
    });
}
