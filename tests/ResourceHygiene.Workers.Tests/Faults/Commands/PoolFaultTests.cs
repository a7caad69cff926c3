namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>A pool that ends, or is given too much, with real commands in it.</summary>
public sealed class PoolFaultTests : AuditedTests
{
    [LinuxFact]
    public async Task A_pool_that_is_disposed_ends_what_runs_and_refuses_what_waits()
    {
        var pool = new CommandPool(new() { Concurrency = 2, ShutdownGrace = TimeSpan.Zero });
        var commands = Enumerable.Range(0, 6).Select(_ => pool.RunAsync(CommandFault.Shell("setsid sleep 60 & sleep 60") with { GracePeriod = TimeSpan.Zero })).ToArray();

        await pool.DisposeAsync().AsTask().WaitAsync(Patience);

        foreach (var command in commands)
            Assert.Equal(CommandFailure.PoolClosed, (await Assert.ThrowsAsync<CommandException>(() => command)).Failure);
        Assert.Equal((0, 0), (pool.Running, pool.Queued));
        await pool.DisposeAsync();
    }

    [LinuxFact]
    public async Task A_pool_that_drains_ends_nothing_before_its_time()
    {
        await using var pool = new CommandPool(new() { Concurrency = 3 });
        var commands = Enumerable.Range(0, 12).Select(code => pool.RunAsync(CommandFault.Shell($"sleep 0.05; exit {code}"))).ToArray();

        await pool.DrainAsync().WaitAsync(Patience);

        Assert.All(commands, static command => Assert.True(command.IsCompletedSuccessfully));
        Assert.Equal(Enumerable.Range(0, 12), (await Task.WhenAll(commands)).Select(static result => result.ExitCode));
    }

    [LinuxFact]
    public async Task Under_pressure_the_command_of_the_lowest_priority_goes_and_says_so()
    {
        var tracker = new ResourceTracker();
        await using var pool = new CommandPool(new() { Concurrency = 2, Tracker = tracker });
        var both = new CountdownEvent(2);
        var important = pool.RunAsync(Waiting(both) with { Priority = ReleasePriority.High });
        var other = pool.RunAsync(Waiting(both) with { Priority = ReleasePriority.Low });
        await Task.Run(() => Assert.True(both.Wait(Patience)));

        var lowest = Assert.Single(tracker.Snapshot(), static resource => resource.Priority == ReleasePriority.Low);
        Assert.Equal(CommandPool.CommandResource, lowest.Type);
        await Task.Run(() => tracker.Release(lowest.Handle, ReleaseReason.Pressure)).WaitAsync(Patience);

        Assert.Equal(CommandFailure.Shed, (await Assert.ThrowsAsync<CommandException>(() => other.WaitAsync(Patience))).Failure);
        Assert.False(important.IsCompleted);
    }

    [LinuxFact]
    public async Task A_thousand_short_commands_end_and_leave_nothing()
    {
        await using var pool = new CommandPool(new() { Concurrency = 8, QueueCapacity = 50 });

        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => pool.RunAsync(new CommandRequest("/bin/true"))));

        Assert.All(results, static result => Assert.True(result.IsSuccess));
    }

    /// <summary>Says so when it runs, and waits for a minute.</summary>
    private static CommandRequest Waiting(CountdownEvent running) => CommandFault.Shell("echo ready; sleep 60") with
    {
        GracePeriod = TimeSpan.Zero,
        Output = CommandOutput.ToLines((_, _) =>
        {
            running.Signal();
            return ValueTask.CompletedTask;
        }),
    };
}
