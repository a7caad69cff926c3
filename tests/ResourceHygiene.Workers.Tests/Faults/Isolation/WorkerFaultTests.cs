using System.Buffers;
using System.Text;
using WorkerProbe;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>Workers that go wrong, each a real process: the call that was under way says why it failed, the next one is answered, and nothing is left.</summary>
public sealed class WorkerFaultTests : AuditedTests
{
    [LinuxTheory]
    [InlineData("throw", WorkerFailure.CommandThrew)]
    [InlineData("throw-later", WorkerFailure.CommandThrew)]
    [InlineData("exit", WorkerFailure.Crashed)]
    [InlineData("kill", WorkerFailure.Crashed)]
    [InlineData("terminate", WorkerFailure.Crashed)]
    [InlineData("abort", WorkerFailure.Crashed)]
    [InlineData("fail-fast", WorkerFailure.Crashed)]
    [InlineData("segmentation-fault", WorkerFailure.Crashed)]
    [InlineData("stack-overflow", WorkerFailure.Crashed)]
    [InlineData("throw-on-a-thread", WorkerFailure.Crashed)]
    [InlineData("hang", WorkerFailure.TimedOut)]
    [InlineData("hang-spinning", WorkerFailure.TimedOut)]
    [InlineData("stop", WorkerFailure.TimedOut)]
    [InlineData("garbage", WorkerFailure.ProtocolViolated)]
    [InlineData("text", WorkerFailure.ProtocolViolated)]
    [InlineData("zeros", WorkerFailure.ProtocolViolated)]
    [InlineData("oversize", WorkerFailure.ProtocolViolated)]
    [InlineData("half-frame-and-exit", WorkerFailure.Crashed)]
    [InlineData("close-the-conversation", WorkerFailure.ProtocolViolated)]
    [InlineData("die-while-writing-a-segment", WorkerFailure.Crashed)]
    [InlineData("leave-a-child-and-crash", WorkerFailure.Crashed)]
    public async Task A_worker_that_fails_costs_one_call_which_says_why(string fault, WorkerFailure failure)
    {
        await using var worker = Start();
        var first = (await Describe(worker)).ProcessId;

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Fault(worker, fault, failure == WorkerFailure.TimedOut ? TimeSpan.FromSeconds(1) : Patience));

        Assert.Equal(failure, exception.Failure);
        Assert.Equal("Fault", exception.Command);
        Assert.Contains("Fault", exception.Message, StringComparison.Ordinal);
        var next = await Describe(worker);
        Assert.Equal(failure == WorkerFailure.CommandThrew, next.ProcessId == first);
        await worker.DisposeAsync();
        Assert.False(ProcessEntry.IsAlive(first));
    }

    [LinuxTheory]
    [InlineData("print")]
    [InlineData("print-to-descriptor-1")]
    [InlineData("read-input")]
    [InlineData("block-the-pool")]
    [InlineData("leak")]
    [InlineData("leave-a-child")]
    [InlineData("leave-a-child-in-a-session")]
    public async Task A_worker_that_misbehaves_without_failing_goes_on(string fault)
    {
        await using var worker = Start();
        var first = (await Describe(worker)).ProcessId;

        await Fault(worker, fault, Patience);

        Assert.Equal(first, (await Describe(worker)).ProcessId);
        await worker.DisposeAsync();
        Assert.False(ProcessEntry.IsAlive(first));
    }

    [LinuxTheory]
    [InlineData(WorkerFailure.VersionMismatch, "serve-another-contract")]
    [InlineData(WorkerFailure.VersionMismatch, "serve-nothing")]
    [InlineData(WorkerFailure.CannotStart, "exit-at-once", "3")]
    [InlineData(WorkerFailure.CannotStart, "never-ready")]
    public async Task A_worker_that_never_becomes_ready_is_an_error_that_says_so(WorkerFailure failure, params string[] arguments)
    {
        var patience = failure == WorkerFailure.CannotStart ? TimeSpan.FromSeconds(2) : Patience;
        await using var worker = Start(options => options with { StartTimeout = patience, RestartLimit = 0 }, arguments);

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Describe(worker));

        Assert.Equal(failure, exception.Failure);
    }

    [LinuxFact]
    public async Task An_error_that_cannot_be_read_is_nonsense_as_anything_else()
    {
        await using var worker = Start();

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Fault(worker, "error-cut-off", Patience));

        Assert.Equal(WorkerFailure.ProtocolViolated, exception.Failure);
        Assert.Equal("isolated", (await Describe(worker)).Where);
    }

    [LinuxFact]
    public async Task A_worker_that_prints_before_it_serves_is_refused_with_what_it_printed()
    {
        await using var worker = Start(static options => options with { RestartLimit = 0 }, "print-first");

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Describe(worker));

        Assert.True(exception.Failure is WorkerFailure.ProtocolViolated or WorkerFailure.CannotStart, exception.ToString());
    }

    [LinuxFact]
    public async Task What_a_worker_that_cannot_start_writes_to_its_error_output_is_in_the_error()
    {
        await using var worker = Start(static options => options with { RestartLimit = 0 }, "exit-at-once", "3");

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Describe(worker));

        Assert.Contains("no licence", exception.ErrorOutput, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_worker_program_is_looked_up_in_the_PATH_that_it_will_have()
    {
        using var directory = new ScriptDirectory();
        directory.Script("rh-host", $"#!/bin/sh\nexec '{ProbeProgram.Path}' \"$@\"\n");
        var path = $"{directory.Path}:{Environment.GetEnvironmentVariable("PATH")}";

        await using (var worker = Start(options => options with { Program = "rh-host", Environment = options.Environment.SetItem("PATH", path) }))
            Assert.NotEqual(Environment.ProcessId, (await Describe(worker)).ProcessId);

        await using var lost = Start(static options => options with { Program = "rh-host", RestartLimit = 0 });
        var error = await Assert.ThrowsAsync<WorkerException>(() => Describe(lost));
        Assert.Equal(WorkerFailure.CannotStart, error.Failure);
        Assert.Contains("directories of PATH", error.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_worker_that_starts_slowly_is_waited_for()
    {
        await using var worker = Start(null, "start-slowly", "1500");

        Assert.Equal("isolated", (await Describe(worker)).Where);
    }

    [LinuxFact]
    public async Task Calls_that_wait_while_a_worker_crashes_are_answered_by_the_next_one()
    {
        await using var worker = Start();
        var first = (await Describe(worker)).ProcessId;

        var crashing = Fault(worker, "kill", Patience);
        var waiting = Enumerable.Range(0, 10).Select(_ => Describe(worker)).ToArray();

        Assert.Equal(WorkerFailure.Crashed, (await Assert.ThrowsAsync<WorkerException>(() => crashing)).Failure);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.NotEqual(first, answer.ProcessId));
    }

    [LinuxFact]
    public async Task A_worker_that_is_killed_while_it_idles_is_replaced()
    {
        await using var worker = Start();
        var first = (await Describe(worker)).ProcessId;

        await KillIdle(worker, first);

        Assert.NotEqual(first, (await Describe(worker)).ProcessId);
    }

    [LinuxTheory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task A_call_that_its_worker_never_read_is_answered_by_the_next_one(int bytes)
    {
        await using var worker = Start();
        var first = (await Describe(worker)).ProcessId;
        Ending.Halt(first, Patience);

        // The larger one fills the pipe, so that its caller is in the middle of the write when the worker ends.
        using var request = worker.CreateRequest(FaultService.Echo);
        request.Arguments.Write(new byte[bytes]);
        var call = Task.Run(async () =>
        {
            using var reply = await worker.CallAsync(request);
            return reply.Result.Length;
        });
        Assert.True(SpinWait.SpinUntil(() => worker.Status.State == WorkerState.Busy, Patience));
        Ending.Send(first, Ending.Kill);

        Assert.Equal(bytes, await call.WaitAsync(Patience));
        Assert.NotEqual(first, (await Describe(worker)).ProcessId);
        Assert.Equal(1, worker.Status.RecentFailures);
    }

    [LinuxFact]
    public async Task A_worker_that_leaks_is_replaced_between_two_calls()
    {
        await using var worker = Start(static options => options with { RecycleAfterGrowth = 32 << 20, RecycleJitter = 0 });
        var first = (await Describe(worker)).ProcessId;
        var reason = new TaskCompletionSource<WorkerEndReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += ended => reason.TrySetResult(ended.Reason);

        await Fault(worker, "leak", Patience);

        Assert.NotEqual(first, (await Describe(worker)).ProcessId);
        Assert.Equal(WorkerEndReason.MemoryReached, await reason.Task.WaitAsync(Patience));
    }

    [LinuxFact]
    public async Task Many_switches_leave_nothing_of_any_unit()
    {
        await using var worker = Start(static options => options with { Standby = true });
        var seen = new HashSet<int>();
        for (var unit = 0; unit < 10; unit++)
        {
            await worker.SwitchAsync($"unit {unit}").AsTask().WaitAsync(Patience);
            var answer = await Describe(worker);
            Assert.Equal(($"unit {unit}", 1), (answer.Unit, answer.Calls));
            Assert.True(seen.Add(answer.ProcessId));
        }

        await worker.DisposeAsync();
        Assert.DoesNotContain(seen, ProcessEntry.IsAlive);
    }

    [LinuxFact]
    public async Task Disposal_does_not_wait_for_a_worker_that_hangs()
    {
        var worker = Start(static options => options with { EndGrace = TimeSpan.FromMilliseconds(100) });
        var first = (await Describe(worker)).ProcessId;
        var hanging = Fault(worker, "hang", Timeout.InfiniteTimeSpan);

        await worker.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.False(ProcessEntry.IsAlive(first));
        Assert.Equal(WorkerFailure.Closed, (await Assert.ThrowsAsync<WorkerException>(() => hanging)).Failure);
    }

    internal static IsolatedWorker Start(Func<WorkerOptions, WorkerOptions>? change = null, params string[] arguments)
    {
        var options = new WorkerOptions
        {
            Program = ProbeProgram.Path,
            Arguments = [.. ProbeProgram.Arguments(["worker", .. arguments.Length == 0 ? ["serve"] : arguments])],
            Mode = WorkerMode.Always,
            Standby = false,
            CallTimeout = Patience,
            RestartBackOff = TimeSpan.FromMilliseconds(1),
        };
        return new(FaultService.Service, change is null ? options : change(options));
    }

    /// <summary>Kills a worker, and waits until the parent has learned of it: a call that comes sooner is one that was under way.</summary>
    internal static async Task KillIdle(IsolatedWorker worker, int processId)
    {
        var learned = new TaskCompletionSource<WorkerEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += learned.SetResult;
        Ending.Send(processId, Ending.Kill);
        var ended = await learned.Task.WaitAsync(Patience);
        Assert.Equal((WorkerEndReason.Crashed, (int?)processId), (ended.Reason, ended.ProcessId));
        worker.Ended -= learned.SetResult;
    }

    internal static async Task<(int ProcessId, string Unit, int Calls, string Where)> Describe(IsolatedWorker worker)
    {
        using var request = worker.CreateRequest(FaultService.Describe);
        using var reply = await worker.CallAsync(request).AsTask().WaitAsync(Patience);
        var parts = Encoding.UTF8.GetString(reply.Result.Span).Split('|');
        return (
            int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            parts[1],
            int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture),
            parts[3]);
    }

    internal static async Task Fault(IsolatedWorker worker, string fault, TimeSpan timeout)
    {
        using var request = worker.CreateRequest(FaultService.Fault);
        request.Timeout = timeout;
        Encoding.UTF8.GetBytes(fault, request.Arguments);
        using var reply = await worker.CallAsync(request).AsTask().WaitAsync(Patience);
    }
}
