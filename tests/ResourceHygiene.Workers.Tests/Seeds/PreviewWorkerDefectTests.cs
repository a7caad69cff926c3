using System.Diagnostics;
using System.Text;
using ResourceHygiene.Workers.Tests.Faults;
using WorkerProbe;

namespace ResourceHygiene.Workers.Tests.Seeds;

/// <summary>
/// The numbered defects of the preview worker from which isolated workers began: one test for each, that the original fails.
/// </summary>
public sealed class PreviewWorkerDefectTests : AuditedTests
{
    // 1. A worker that was killed while it was idle held the lock of the queue; the one in its place never answered.
    [LinuxFact]
    public async Task Defect_1_a_worker_killed_while_idle_is_replaced_by_one_that_answers()
    {
        await using var worker = WorkerFaultTests.Start(static options => options with { RestartLimit = 10 });
        for (var round = 0; round < 3; round++)
        {
            var first = (await Answer(worker)).ProcessId;
            await WorkerFaultTests.KillIdle(worker, first);

            Assert.NotEqual(first, (await Answer(worker)).ProcessId);
        }
    }

    // 2. A worker that died while it worked left its caller waiting for ever, or answered it twice with nothing.
    [LinuxFact]
    public async Task Defect_2_a_worker_that_dies_while_it_works_fails_that_call_once_and_says_why()
    {
        await using var worker = WorkerFaultTests.Start();

        var crashed = await Assert.ThrowsAsync<WorkerException>(() => WorkerFaultTests.Fault(worker, "kill", Patience));

        Assert.Equal(WorkerFailure.Crashed, crashed.Failure);
        Assert.Contains("was ended by signal 9 (SIGKILL)", crashed.Message, StringComparison.Ordinal);
        Assert.Contains("where nobody sent it, the memory of the machine or of the container ran out", crashed.Message, StringComparison.Ordinal);
        Assert.Equal("isolated", (await Answer(worker)).Where);
    }

    // 3. The time of the last request was never forgotten: 5.2 s after an answer every look at the clock gave a false timeout.
    [LinuxFact]
    public async Task Defect_3_an_answered_call_never_times_out_afterwards()
    {
        var clock = new ManualTimeProvider();
        await using var worker = WorkerFaultTests.Start(options => options with
        {
            CallTimeout = TimeSpan.FromSeconds(5), Heartbeat = Timeout.InfiniteTimeSpan, TimeProvider = clock,
        });
        var first = (await Answer(worker)).ProcessId;

        clock.Advance(TimeSpan.FromSeconds(5.2));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first, (await Answer(worker)).ProcessId);
    }

    // 4. Shutting down a busy worker blocked its caller, the thread of the user interface, for 2 to 4 s.
    [LinuxFact]
    public async Task Defect_4_a_switch_does_not_wait_for_the_end_of_a_busy_worker()
    {
        await using var worker = WorkerFaultTests.Start(static options => options with { EndGrace = TimeSpan.FromSeconds(20) });
        var old = (await Answer(worker)).ProcessId;
        var hanging = WorkerFaultTests.Fault(worker, "hang", Timeout.InfiniteTimeSpan);

        await worker.SwitchAsync("next").AsTask().WaitAsync(Patience);

        // The old one has 20 s; nobody waited for them.
        Assert.True(ProcessEntry.IsAlive(old));
        Assert.Equal("next", (await Answer(worker)).Unit);
        Assert.Equal(WorkerFailure.Superseded, (await Assert.ThrowsAsync<WorkerException>(() => hanging)).Failure);
        Ending.Send(old, Ending.Kill);
    }

    // 5. Results that nobody had taken when it was shut down stayed in /dev/shm. So did one whose worker was ended while it wrote. The audit looks.
    [LinuxFact]
    public async Task Defect_5_results_that_nobody_takes_leave_no_segment()
    {
        await using (var worker = WorkerFaultTests.Start())
        {
            var request = worker.CreateRequest(FaultService.Fill);
            Encoding.UTF8.GetBytes("1000000", request.Arguments);
            _ = await worker.CallAsync(request);
            request.Dispose();
            _ = WorkerFaultTests.Fault(worker, "die-while-writing-a-segment", Patience).ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    // 6. The parent was killed: the worker lived on, and so did the block of shared memory.
    [LinuxFact]
    public async Task Defect_6_a_worker_does_not_outlive_a_killed_parent()
    {
        using var parent = Process.Start(new ProcessStartInfo(ProbeProgram.Path, ProbeProgram.Arguments("parent", "worker", "hang")) { RedirectStandardOutput = true })!;
        var worker = int.Parse((await parent.StandardOutput.ReadLineAsync().WaitAsync(Patience))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("ready", await parent.StandardOutput.ReadLineAsync().WaitAsync(Patience));

        parent.Kill();
        await parent.WaitForExitAsync().WaitAsync(Patience);

        await Task.Run(() => Ending.Await([worker], Patience));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries("/dev/shm"), name => name.Contains($"{parent.Id}", StringComparison.Ordinal));
    }

    // 7. A switch while it was busy, followed by a request: the switch was taken out of the queue, and the old image was shown.
    [LinuxFact]
    public async Task Defect_7_a_call_after_a_switch_is_answered_for_the_new_unit_however_busy_the_old_one_was()
    {
        await using var worker = WorkerFaultTests.Start(static options => options with { LatestWins = true, EndGrace = TimeSpan.Zero });
        await worker.SwitchAsync("old");
        Assert.Equal("old", (await Answer(worker)).Unit);
        var busy = WorkerFaultTests.Fault(worker, "hang", Timeout.InfiniteTimeSpan);

        var switching = worker.SwitchAsync("new").AsTask();
        var answers = await Task.WhenAll(Answer(worker), switching.ContinueWith(_ => Answer(worker), TaskScheduler.Default).Unwrap());

        Assert.All(answers, static answer => Assert.Equal("new", answer.Unit));
        await Assert.ThrowsAsync<WorkerException>(() => busy);
    }

    // 8. The counter of restarts was never set back: three crashes in a whole session, and there were no previews any more.
    [LinuxFact]
    public async Task Defect_8_crashes_are_forgiven_when_their_window_is_over()
    {
        var clock = new ManualTimeProvider();
        await using var worker = WorkerFaultTests.Start(options => options with
        {
            RestartLimit = 3, RestartWindow = TimeSpan.FromMinutes(1), RestartBackOff = TimeSpan.Zero,
            CallTimeout = Timeout.InfiniteTimeSpan, StartTimeout = Timeout.InfiniteTimeSpan, Heartbeat = Timeout.InfiniteTimeSpan, TimeProvider = clock,
        });
        for (var window = 0; window < 2; window++)
        {
            for (var crash = 0; crash < 3; crash++)
                Assert.Equal(WorkerFailure.Crashed, (await Assert.ThrowsAsync<WorkerException>(() => WorkerFaultTests.Fault(worker, "kill", Timeout.InfiniteTimeSpan))).Failure);
            Assert.Equal("isolated", (await Answer(worker)).Where);
            clock.Advance(TimeSpan.FromMinutes(2));
        }
    }

    [LinuxFact]
    public async Task Defect_8_more_crashes_than_are_allowed_end_in_an_error_that_says_so()
    {
        await using var worker = WorkerFaultTests.Start(static options => options with { RestartLimit = 1, RestartWindow = TimeSpan.FromHours(1) });
        for (var crash = 0; crash < 2; crash++)
            await Assert.ThrowsAsync<WorkerException>(() => WorkerFaultTests.Fault(worker, "kill", Patience));

        Assert.Equal(WorkerFailure.OutOfRestarts, (await Assert.ThrowsAsync<WorkerException>(() => Answer(worker))).Failure);
    }

    // 9. "No copies" was not so: two of the image, two of each result, and a new block of memory for each.
    [LinuxFact]
    public async Task Defect_9_payloads_of_many_calls_travel_in_the_same_memory()
    {
        await using var worker = WorkerFaultTests.Start();
        await SumOf(worker, 1_000_000);
        var before = Holdings.Now();

        for (var call = 0; call < 50; call++)
            Assert.Equal(1_000_000, await SumOf(worker, 1_000_000));

        Assert.DoesNotContain(
            Holdings.Now().Since(before),
            static thing => thing.StartsWith("mapping", StringComparison.Ordinal) || thing.Contains("memfd", StringComparison.Ordinal));
    }

    // 10. Whatever went wrong was swallowed.
    [LinuxFact]
    public async Task Defect_10_what_a_command_throws_arrives_with_its_type_message_and_place()
    {
        await using var worker = WorkerFaultTests.Start();

        var thrown = await Assert.ThrowsAsync<WorkerException>(() => WorkerFaultTests.Fault(worker, "throw", Patience));

        Assert.Equal((WorkerFailure.CommandThrew, typeof(InvalidOperationException).FullName), (thrown.Failure, thrown.RemoteType));
        Assert.Contains("as it was told to", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Faults.Do", thrown.RemoteStackTrace, StringComparison.Ordinal);
    }

    private static Task<(int ProcessId, string Unit, int Calls, string Where)> Answer(IsolatedWorker worker) => WorkerFaultTests.Describe(worker);

    /// <summary>A payload of ones, produced in place.</summary>
    private static async Task<int> SumOf(IsolatedWorker worker, int length)
    {
        using var request = worker.CreateRequest(FaultService.Sum);
        request.RentPayload<byte>(length).Fill(1);
        using var reply = await worker.CallAsync(request).AsTask().WaitAsync(Patience);
        return int.Parse(reply.Result.Span, System.Globalization.CultureInfo.InvariantCulture);
    }
}
