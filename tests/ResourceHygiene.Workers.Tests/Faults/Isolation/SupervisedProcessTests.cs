using WorkerProbe;
using static ResourceHygiene.Workers.Tests.Faults.WorkerFaultTests;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>What the supervisor does about real processes: signs of life, going on without workers and coming back, the end of all.</summary>
public sealed class SupervisedProcessTests : AuditedTests
{
    /// <summary>Long enough for a sign of life on a busy machine.</summary>
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(2);

    [LinuxFact]
    public async Task An_idle_worker_that_gives_no_sign_of_life_is_ended_and_replaced()
    {
        await using var worker = Start(static options => options with { Heartbeat = s_heartbeat });
        var first = (await Describe(worker)).ProcessId;
        var ended = new TaskCompletionSource<WorkerEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += end => ended.TrySetResult(end);

        Ending.Send(first, Ending.Stop);

        var end = await ended.Task.WaitAsync(Patience);
        Assert.Equal((WorkerEndReason.Unresponsive, (int?)first), (end.Reason, end.ProcessId));
        Assert.NotEqual(first, (await Describe(worker)).ProcessId);
    }

    [LinuxFact]
    public async Task A_call_without_a_limit_ends_with_the_worker_that_gives_no_sign_of_life()
    {
        await using var worker = Start(static options => options with { Heartbeat = s_heartbeat });

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Fault(worker, "stop", Timeout.InfiniteTimeSpan));

        Assert.Equal((WorkerFailure.Unresponsive, "Fault"), (exception.Failure, exception.Command));
        Assert.Equal("isolated", (await Describe(worker)).Where);
    }

    [LinuxFact]
    public async Task Where_no_worker_starts_commands_run_here_and_go_back_once_one_does()
    {
        var starts = Path.GetTempFileName();
        var clock = new ManualTimeProvider();
        await using var worker = Start(
            options => options with { Mode = WorkerMode.Auto, RestartLimit = 0, TimeProvider = clock },
            "exit-until", starts, "1");
        var changes = new List<WorkerModeChange>();
        worker.ModeChanged += changes.Add;
        var ended = new TaskCompletionSource<WorkerEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += end => ended.TrySetResult(end);

        for (var call = 1; call <= 2; call++)
        {
            var here = await Describe(worker);
            Assert.Equal((Environment.ProcessId, "in process", call), (here.ProcessId, here.Where, here.Calls));
        }
        var change = Assert.Single(changes);
        Assert.Equal((false, WorkerFailure.CannotStart), (change.IsIsolated, change.Cause?.Failure));
        Assert.False(worker.Status.IsIsolated);

        clock.Advance(worker.Options.RetryAfter);
        var back = await Describe(worker);

        Assert.Equal(("isolated", 1), (back.Where, back.Calls));
        Assert.NotEqual(Environment.ProcessId, back.ProcessId);
        Assert.True(worker.Status.IsIsolated);
        Assert.Equal([false, true], changes.Select(static change => change.IsIsolated));
        Assert.Equal(WorkerEndReason.BackToWorkers, (await ended.Task.WaitAsync(Patience)).Reason);
        File.Delete(starts);
    }

    [LinuxFact]
    public async Task Whoever_disposes_second_waits_for_the_end_as_well()
    {
        var worker = Start(static options => options with { EndGrace = TimeSpan.FromMilliseconds(200) });
        var first = (await Describe(worker)).ProcessId;
        var hanging = Fault(worker, "hang", Timeout.InfiniteTimeSpan);

        var disposing = worker.DisposeAsync().AsTask();
        await worker.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.False(ProcessEntry.IsAlive(first));
        await disposing.WaitAsync(Patience);
        Assert.Equal(WorkerFailure.Closed, (await Assert.ThrowsAsync<WorkerException>(() => hanging)).Failure);
    }

    [LinuxTheory]
    [InlineData(WorkerMode.Always)]
    [InlineData(WorkerMode.Never)]
    public async Task Calls_crashes_cancellations_switches_and_disposal_at_once_leave_nothing(WorkerMode mode)
    {
        using var pool = new SegmentPool(new() { Name = "storm" });
        var worker = Start(options => options with
        {
            Mode = mode, Standby = true, Segments = pool, RestartLimit = int.MaxValue, RestartBackOff = TimeSpan.Zero, QueueLimit = int.MaxValue,
            EndGrace = TimeSpan.FromMilliseconds(200),
        });
        await Describe(worker);

        var callers = Enumerable.Range(0, 6).Select(caller => Task.Run(() => CallUntilClosed(worker, caller, mode))).ToArray();
        for (var unit = 0; unit < 6; unit++)
            await worker.SwitchAsync($"{unit}").AsTask().WaitAsync(Patience);
        await Task.WhenAll(worker.DisposeAsync().AsTask(), worker.DisposeAsync().AsTask()).WaitAsync(Patience);

        var outcomes = await Task.WhenAll(callers).WaitAsync(Patience);
        Assert.Empty(outcomes.SelectMany(static unexpected => unexpected));
        Assert.Equal(pool.Statistics.Segments, pool.Statistics.IdleSegments);
    }

    /// <returns>What no call should end with.</returns>
    private static async Task<List<Exception>> CallUntilClosed(IsolatedWorker worker, int caller, WorkerMode mode)
    {
        var unexpected = new List<Exception>();
        for (var call = caller; ; call++)
        {
            try
            {
                await CallOnce(worker, call, mode);
            }
            catch (WorkerException failed) when (failed.Failure == WorkerFailure.Closed)
            {
                return unexpected;
            }
            catch (WorkerException failed) when (failed.Failure is WorkerFailure.Crashed or WorkerFailure.CommandThrew or WorkerFailure.Superseded)
            {
                // As it was asked for.
            }
            catch (OperationCanceledException)
            {
                // So was this.
            }
            catch (Exception exception)
            {
                unexpected.Add(exception);
                return unexpected;
            }
        }
    }

    private static async Task CallOnce(IsolatedWorker worker, int call, WorkerMode mode)
    {
        switch (call % 6)
        {
            case 0:
                await Fault(worker, "throw", Patience);
                return;
            case 1 when mode == WorkerMode.Always && call % 12 == 1:
                await Fault(worker, "kill", Patience);
                return;
            case 2:
                using (var cancellation = new CancellationTokenSource())
                using (var request = worker.CreateRequest(FaultService.Latest))
                {
                    var reply = worker.CallAsync(request, cancellation.Token).AsTask();
                    await cancellation.CancelAsync();
                    (await reply.WaitAsync(Patience)).Dispose();
                }
                return;
            default:
                using (var request = worker.CreateRequest(FaultService.Echo))
                {
                    request.RentPayload<byte>(1 << 20).Fill((byte)call);
                    using var reply = call % 2 == 0 ? worker.Call(request) : await worker.CallAsync(request).AsTask().WaitAsync(Patience);
                    Assert.True(reply.GetPayload<byte>(0).IndexOfAnyExcept((byte)call) < 0, "Somebody else wrote there.");
                }
                return;
        }
    }
}
