using static ResourceHygiene.Workers.Tests.Faults.WorkerFaultTests;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>The date is set back and forth while work runs: nothing ends, waits or is replaced because of that.</summary>
public sealed class ClockTests : AuditedTests
{
    [LinuxFact]
    public async Task Time_limits_know_nothing_of_the_date()
    {
        var time = new JumpingTime();
        await using var pool = new CommandPool(new() { TimeProvider = time, Retry = CommandRetry.Fixed(2, TimeSpan.FromMilliseconds(1)) });
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(code =>
            pool.RunAsync(CommandFault.Shell($"sleep 0.1; exit {code % 2}") with { Timeout = Patience }))).WaitAsync(Patience);

        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1], results.Select(static result => result.ExitCode));
        Assert.All(results, static result => Assert.InRange(result.Duration, TimeSpan.Zero, Patience));
        Assert.True(time.Looks > 0);
    }

    [LinuxFact]
    public async Task Workers_know_nothing_of_the_date()
    {
        await using var worker = Start(static options => options with
        {
            TimeProvider = new JumpingTime(), RecycleAfter = TimeSpan.FromDays(1), RestartWindow = TimeSpan.FromHours(1), RestartLimit = 1, Heartbeat = TimeSpan.FromSeconds(20),
        });
        var first = (await Describe(worker)).ProcessId;
        for (var call = 2; call <= 5; call++)
            Assert.Equal((first, call), ((await Describe(worker)) is var answer ? (answer.ProcessId, answer.Calls) : default));

        // And what is remembered for a while is not forgotten sooner.
        await Assert.ThrowsAsync<WorkerException>(() => Fault(worker, "kill", Patience));
        await Assert.ThrowsAsync<WorkerException>(() => Fault(worker, "kill", Patience));
        Assert.Equal(WorkerFailure.OutOfRestarts, (await Assert.ThrowsAsync<WorkerException>(() => Describe(worker))).Failure);
    }

    /// <summary>The system's clock, but that each look at the date finds another one.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private int _looks;

        public int Looks => _looks;

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Increment(ref _looks) % 2 == 0 ? 1980 : 2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
