using System.Globalization;
using System.Text.RegularExpressions;
using static ResourceHygiene.Workers.Tests.Faults.WorkerFaultTests;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>The process that waits, rehearsed, for the next unit: who gets it, and what becomes of it where nobody does.</summary>
public sealed partial class StandbyTests : AuditedTests
{
    private readonly ResourceTracker _tracker = new();

    [LinuxFact]
    public async Task A_switch_takes_the_process_that_stands_by()
    {
        await using var worker = StartWithStandby();
        var first = (await Describe(worker)).ProcessId;
        for (var unit = 0; unit < 3; unit++)
        {
            var standby = AwaitStandby(worker);
            Assert.NotEqual(first, standby);

            await worker.SwitchAsync($"unit {unit}").AsTask().WaitAsync(Patience);

            var answer = await Describe(worker);
            Assert.Equal((standby, $"unit {unit}", 1), (answer.ProcessId, answer.Unit, answer.Calls));
            first = standby;
        }
    }

    [LinuxFact]
    public async Task A_standby_goes_first_when_memory_is_needed_and_the_worker_stays()
    {
        await using var worker = StartWithStandby();
        var first = (await Describe(worker)).ProcessId;
        var standby = AwaitStandby(worker);

        var report = await Task.Run(() => new ResourceCleaner(_tracker).Reclaim(new ReclaimGoal(1))).WaitAsync(Patience);

        Assert.True(report.IsEnough);
        await Task.Run(() => Ending.Await([standby], Patience));
        Assert.Equal(first, (await Describe(worker)).ProcessId);
        await worker.SwitchAsync("next").AsTask().WaitAsync(Patience);
        var next = await Describe(worker);
        Assert.Equal("next", next.Unit);
        Assert.DoesNotContain(next.ProcessId, new[] { first, standby });
    }

    [LinuxFact]
    public async Task An_idle_worker_gives_way_and_the_next_call_has_another_for_the_same_unit()
    {
        await using var worker = Start(options => options with { Tracker = _tracker });
        await worker.SwitchAsync("unit").AsTask().WaitAsync(Patience);
        var first = (await Describe(worker)).ProcessId;
        var ended = new TaskCompletionSource<WorkerEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += end => ended.TrySetResult(end);

        await Task.Run(() => new ResourceCleaner(_tracker).Reclaim(new ReclaimGoal(1))).WaitAsync(Patience);

        var end = await ended.Task.WaitAsync(Patience);
        Assert.Equal((WorkerEndReason.Shed, (int?)first), (end.Reason, end.ProcessId));
        var next = await Describe(worker);
        Assert.Equal("unit", next.Unit);
        Assert.NotEqual(first, next.ProcessId);
    }

    [LinuxFact]
    public async Task A_standby_that_died_costs_no_call()
    {
        await using var worker = StartWithStandby();
        var first = (await Describe(worker)).ProcessId;
        var standby = AwaitStandby(worker);
        Ending.Send(standby, Ending.Kill);
        // A switch that comes sooner gets what looks alive.
        Assert.True(SpinWait.SpinUntil(() => !worker.Status.HasStandby, Patience));

        await worker.SwitchAsync("next").AsTask().WaitAsync(Patience);

        var next = await Describe(worker);
        Assert.Equal("next", next.Unit);
        Assert.DoesNotContain(next.ProcessId, new[] { first, standby });
    }

    [LinuxFact]
    public async Task Disposal_waits_for_the_end_of_a_standby_that_somebody_waits_for()
    {
        var before = Children();
        var worker = Start(static options => options with { Standby = true }, "start-slowly", "1500");
        await Describe(worker);
        // The one that answered and the one that starts.
        Assert.True(SpinWait.SpinUntil(() => Children().Except(before).Count() == 2, Patience));
        var switching = worker.SwitchAsync("next").AsTask();

        await worker.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Empty(Children().Except(before));
        Assert.Equal(WorkerFailure.Closed, (await Assert.ThrowsAsync<WorkerException>(() => switching)).Failure);
    }

    private IsolatedWorker StartWithStandby() => Start(options => options with { Standby = true, Tracker = _tracker });

    private static int[] Children() => [.. Holdings.ProcessesOf(Environment.ProcessId).Select(static process => process.Id)];

    /// <summary>The process that stands by. Nothing says when there is one, as nobody but a test wants to know.</summary>
    private int AwaitStandby(IsolatedWorker worker)
    {
        Assert.True(SpinWait.SpinUntil(() => worker.Status.HasStandby, Patience));
        var name = Assert.Single(_tracker.Snapshot(), static resource => resource.Name!.Contains("standing by", StringComparison.Ordinal)).Name!;
        return int.Parse(Number().Match(name).Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Number();
}
