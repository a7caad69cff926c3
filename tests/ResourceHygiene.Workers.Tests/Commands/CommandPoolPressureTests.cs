namespace ResourceHygiene.Workers.Tests;

/// <summary>What runs is a tracked resource: it gives way when memory must be found.</summary>
public sealed class CommandPoolPressureTests
{
    private readonly ScriptedExecutor _executor = new();
    private readonly ResourceTracker _tracker = new();

    [Fact]
    public async Task What_runs_is_tracked_where_it_was_brought_and_nothing_of_it_stays()
    {
        await using var pool = Pool();
        var running = pool.RunAsync(new CommandRequest("tool", "x") { Priority = ReleasePriority.High });
        var call = await _executor.NextAsync();

        var info = Assert.Single(_tracker.Snapshot());
        Assert.Equal((CommandPool.CommandResource, "'tool' (x)", ReleasePriority.High), (info.Type, info.Name, info.Priority));
        Assert.EndsWith("CommandPoolPressureTests.cs", info.Site.File, StringComparison.Ordinal);
        Assert.True(info.Bytes > 0);
        call.Exit();
        await running.ComesSoon();

        Assert.Empty(_tracker.Snapshot());
    }

    [Fact]
    public async Task What_a_program_needed_before_is_what_it_is_expected_to_need()
    {
        await using var pool = Pool();
        var first = pool.RunAsync(new CommandRequest("tool"));
        (await _executor.NextAsync()).Exit(peak: 300 << 20);
        await first.ComesSoon();

        var second = pool.RunAsync(new CommandRequest("tool"));
        var call = await _executor.NextAsync();

        Assert.Equal(300 << 20, Assert.Single(_tracker.Snapshot()).Bytes);
        call.Exit();
        await second.ComesSoon();
    }

    [Fact]
    public async Task The_lowest_priority_gives_way_and_its_caller_is_told_why()
    {
        await using var pool = Pool();
        var cleaner = new ResourceCleaner(_tracker);
        var high = pool.RunAsync(new CommandRequest("high") { Priority = ReleasePriority.High });
        var low = pool.RunAsync(new CommandRequest("low") { Priority = ReleasePriority.Low });
        ScriptedExecutor.Call[] calls = [await _executor.NextAsync(), await _executor.NextAsync()];

        var report = await Task.Run(() => cleaner.Reclaim(new ReclaimGoal(1))).ComesSoon();

        Assert.True(report.IsEnough);
        var failure = await Assert.ThrowsAsync<CommandException>(() => low.ComesSoon());
        Assert.Equal(CommandFailure.Shed, failure.Failure);
        Assert.Contains("'low'", failure.Message, StringComparison.Ordinal);
        Assert.False(high.IsCompleted);
        Assert.Single(calls, static call => call.Token.IsCancellationRequested);
        calls.Single(static call => call.Request.Program == "high").Exit();
        await high.ComesSoon();
    }

    [Fact]
    public async Task A_command_that_runs_long_is_not_taken_for_one_that_nobody_uses()
    {
        var time = new ManualTimeProvider();
        var tracker = new ResourceTracker(time);
        await using var pool = new CommandPool(new() { Executor = _executor, Tracker = tracker, TimeProvider = time, ShutdownGrace = TimeSpan.Zero });
        var running = pool.RunAsync(new CommandRequest("tool"));
        var call = await _executor.NextAsync();

        time.Advance(TimeSpan.FromDays(3));
        new ResourceCleaner(tracker).Clean(CleanupLevel.Medium);

        Assert.False(call.Token.IsCancellationRequested);
        call.Exit();
        await running.ComesSoon();
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_kept_and_goes_on_being_tracked()
    {
        var stubborn = new ScriptedExecutor(obeysTokens: false);
        var pool = new CommandPool(new() { Executor = stubborn, Tracker = _tracker, ShutdownGrace = TimeSpan.Zero });
        var running = pool.RunAsync(new CommandRequest("tool"));
        var call = await stubborn.NextAsync();
        using var deadline = new CancellationTokenSource();
        var handle = Assert.Single(_tracker.Snapshot()).Handle;

        var releasing = Task.Run(() => new Reaper(_tracker).Release(handle, ReleaseReason.Pressure, deadline: deadline.Token));
        var told = new TaskCompletionSource();
        call.Token.Register(told.SetResult);
        await told.Task.ComesSoon();
        deadline.Cancel();

        Assert.Equal(ReleaseStatus.Kept, (await releasing.ComesSoon()).Status);
        Assert.Single(_tracker.Snapshot());
        call.Fail(new OperationCanceledException());
        Assert.Equal(CommandFailure.Shed, (await Assert.ThrowsAsync<CommandException>(() => running.ComesSoon())).Failure);
        Assert.Empty(_tracker.Snapshot());
        await pool.DisposeAsync();
    }

    [Fact]
    public async Task A_job_that_says_how_much_it_needs_gives_way_too()
    {
        await using var pool = Pool();
        var started = new TaskCompletionSource();
        var running = pool.RunAsync(async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        }, new JobOptions { Name = "index", Bytes = 1000 }).AsTask();
        await started.Task.ComesSoon();

        var report = await Task.Run(() => new ResourceCleaner(_tracker).Reclaim(new ReclaimGoal(1000))).ComesSoon();

        Assert.Equal(1000, report.BytesFreed);
        Assert.Equal(CommandFailure.Shed, (await Assert.ThrowsAsync<JobException>(() => running.ComesSoon())).Failure);
    }

    [Fact]
    public async Task A_job_that_asks_for_room_does_not_wait_for_its_own_end()
    {
        await using var pool = Pool();

        var report = await pool.RunAsync(
            _ => new ValueTask<ReclaimReport>(new ResourceCleaner(_tracker).Reclaim(new ReclaimGoal(10))),
            new JobOptions { Name = "greedy", Bytes = 1000 }).ComesSoon();

        Assert.Equal(ReleaseStatus.Kept, Assert.Single(report.Steps).Result.Status);
    }

    [Fact]
    public async Task At_exit_what_runs_is_ended_and_says_that_its_pool_is_closed()
    {
        await using var pool = Pool();
        var running = pool.RunAsync(new CommandRequest("tool"));
        await _executor.NextAsync();

        var report = await Task.Run(() => new ResourceCleaner(_tracker).ReleaseAll(ReleaseReason.Exit, TimeSpan.FromSeconds(30))).ComesSoon();

        Assert.Equal(1, report.Released);
        Assert.Equal(CommandFailure.PoolClosed, (await Assert.ThrowsAsync<CommandException>(() => running.ComesSoon())).Failure);
    }

    private CommandPool Pool() => new(new() { Concurrency = 4, Executor = _executor, Tracker = _tracker, ShutdownGrace = TimeSpan.Zero });
}
