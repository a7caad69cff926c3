namespace ResourceHygiene.Tests;

/// <summary>What can be seen without ending a process.</summary>
public sealed class ExitCleanupInProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_clean_up_asked_for_from_inside_the_clean_up_returns_at_once()
    {
        var bench = new Workbench();
        ExitCleanup? exit = null;
        ReleaseReport? inner = null;
        bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                inner = exit!.Run();
                return default;
            },
        });
        exit = ExitCleanup.Install(bench.Cleaner);

        Assert.Equal(1, exit.Run().Released);
        exit.Dispose();

        Assert.Empty(inner!.Steps);
    }

    [Fact]
    public async Task Of_two_callers_one_cleans_up_and_the_other_gets_its_report()
    {
        var bench = new Workbench();
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var resource = new FakeResource
        {
            OnRelease = _ =>
            {
                entered.Set();
                Assert.True(goOn.Wait(TimeSpan.FromSeconds(10)));
                return default;
            },
        };
        bench.Add(resource);
        using var exit = ExitCleanup.Install(bench.Cleaner);

        var first = Task.Run(exit.Run);
        Assert.True(entered.Wait(TimeSpan.FromSeconds(10)));
        var second = Task.Run(exit.Run);
        goOn.Set();

        Assert.Same(await first, await second);
        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public async Task An_exit_waits_for_a_lease_and_then_releases_what_the_leased_resource_needs()
    {
        var bench = new Workbench();
        var model = new FakeResource();
        var session = new FakeResource();
        var modelHandle = bench.Add(model);
        var sessionHandle = bench.Add(session, dependsOn: [modelHandle]);
        Assert.True(bench.Tracker.TryLease(sessionHandle, out var lease));
        using var exit = ExitCleanup.Install(bench.Cleaner);

        var running = Task.Run(exit.Run);
        Assert.True(SpinWait.SpinUntil(() => bench.Info(sessionHandle).State == ResourceState.ReleasePending, Patience));
        lease.Dispose();
        var report = await running.WaitAsync(Patience);

        Assert.Equal((1, 1), (session.Releases, model.Releases));
        Assert.Equal([ReleaseStatus.AlreadyReleased, ReleaseStatus.Released], report.Steps.Select(step => step.Result.Status));
    }

    [Fact]
    public async Task An_exit_waits_for_a_release_that_another_thread_is_carrying_out()
    {
        var bench = new Workbench();
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var directory = bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                entered.Set();
                Assert.True(goOn.Wait(Patience));
                return default;
            },
        });
        var other = new FakeResource();
        using var exit = ExitCleanup.Install(bench.Cleaner);

        var releasing = Task.Run(() => bench.Tracker.Release(directory));
        Assert.True(entered.Wait(Patience));
        bench.Add(other);
        var running = Task.Run(exit.Run);
        Assert.True(SpinWait.SpinUntil(() => other.Releases == 1, Patience));
        Assert.NotSame(running, await Task.WhenAny(running, Task.Delay(50)));
        goOn.Set();

        await running.WaitAsync(Patience);
        Assert.Equal(ReleaseStatus.Released, (await releasing).Status);
    }

    [Fact]
    public async Task A_lease_that_is_not_returned_holds_the_exit_for_its_budget_only()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var handle = bench.Add(new FakeResource());
        Assert.True(bench.Tracker.TryLease(handle, out var lease));
        using var exit = ExitCleanup.Install(bench.Cleaner);

        var running = Task.Run(exit.Run);
        Assert.True(SpinWait.SpinUntil(() => bench.Info(handle).State == ResourceState.ReleasePending, Patience));
        time.Advance(new ExitCleanupOptions().Budget);

        Assert.Equal(ReleaseStatus.Deferred, Assert.Single((await running.WaitAsync(Patience)).Steps).Result.Status);
        lease.Dispose();
    }

    [Fact]
    public void Work_is_told_to_stop_and_waited_for_before_anything_is_released()
    {
        var bench = new Workbench();
        var order = new List<string>();
        bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                order.Add("released");
                return default;
            },
        });
        using var exit = ExitCleanup.Install(bench.Cleaner);
        Assert.False(exit.Stopping.IsCancellationRequested);
        using var registration = exit.Stopping.Register(() =>
        {
            Thread.Sleep(50);
            order.Add("stopped");
        });

        exit.Run();

        Assert.Equal(["stopped", "released"], order);
        Assert.True(exit.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Work_that_does_not_stop_takes_half_of_the_budget_at_most()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var resource = new FakeResource();
        bench.Add(resource);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var exit = ExitCleanup.Install(bench.Cleaner);
        // Not disposed here: that would wait for the callback.
        _ = exit.Stopping.Register(() =>
        {
            entered.Set();
            goOn.Wait(Patience);
        });

        var running = Task.Run(exit.Run);
        Assert.True(entered.Wait(Patience));
        Assert.Equal(0, resource.Releases);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                time.Advance(new ExitCleanupOptions().Budget / 2);
                return running.IsCompleted || resource.Releases == 1;
            },
            Patience));
        goOn.Set();

        await running.WaitAsync(Patience);
    }

    [Fact]
    public void A_throwing_stop_callback_does_not_spoil_the_exit()
    {
        var bench = new Workbench();
        bench.Add(new FakeResource());
        using var exit = ExitCleanup.Install(bench.Cleaner);
        using var registration = exit.Stopping.Register(static () => throw new FormatException());

        Assert.Equal(1, exit.Run().Released);
    }

    [Fact]
    public void A_throwing_callback_does_not_spoil_the_exit()
    {
        var bench = new Workbench();
        bench.Add(new FakeResource());
        using var exit = ExitCleanup.Install(bench.Cleaner, new() { Completed = _ => throw new FormatException() });

        Assert.Equal(1, exit.Run().Released);
    }

    [Fact]
    public void Every_signal_is_observed_on_this_platform()
    {
        using var exit = ExitCleanup.Install(new Workbench().Cleaner);

        Assert.Empty(exit.UnobservedSignals);
    }

    [Fact]
    public async Task A_handler_that_hangs_costs_its_slice_and_the_next_one_has_its_turn()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var needed = bench.Add(new FakeResource(), name: "needed");
        bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    entered.Set();
                    goOn.Wait(Patience);
                    return default;
                },
            },
            name: "hanging",
            priority: ReleasePriority.High,
            dependsOn: [needed]);
        var next = new FakeResource();
        bench.Add(next, name: "next");
        using var exit = ExitCleanup.Install(bench.Cleaner);

        var running = Task.Run(exit.Run);
        Assert.True(entered.Wait(Patience));
        // The slice and the grace after it, and much less than the budget.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                return running.IsCompleted;
            },
            Patience));
        var report = await running;
        goOn.Set();

        Assert.Equal(1, next.Releases);
        Assert.Equal(
            [("hanging", ReleaseStatus.Overrun), ("needed", ReleaseStatus.Kept), ("next", ReleaseStatus.Released)],
            report.Steps.Select(step => (step.Resource.Name!, step.Result.Status)).Order());
    }

    [Fact]
    public void What_is_left_in_the_journal_is_undone_last()
    {
        using var scratch = new ScratchDirectory();
        var bench = new Workbench();
        using var journal = scratch.Open();
        var path = scratch.Thing("segment");
        bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                Assert.True(File.Exists(path));
                return default;
            },
        });
        // Forgotten by the program: nobody holds the owner, and the tracker is another.
        var segment = LeftoverIn(journal, path);
        using var exit = ExitCleanup.Install(bench.Cleaner, new() { Journal = journal });

        var report = exit.Run();

        Assert.Equal((1, 0), (report.Released, report.Failed));
        Assert.Equal([(path, LeftoverOutcome.Undone)], exit.Leftovers!.Steps.Select(step => (step.Name, step.Outcome)));
        Assert.False(File.Exists(path));
        Assert.Empty(scratch.JournalFiles);
        Assert.Equal(ExitPhase.Done, exit.Phase);
        GC.KeepAlive(segment);
    }

    [Fact]
    public void Only_the_signals_that_are_named_are_observed_and_no_others_are_possible()
    {
        using var exit = ExitCleanup.Install(new Workbench().Cleaner, new() { Signals = [] });
        Assert.Empty(exit.UnobservedSignals);

        var wrong = Assert.Throws<ArgumentOutOfRangeException>(
            () => ExitCleanup.Install(new Workbench().Cleaner, new() { Signals = [(System.Runtime.InteropServices.PosixSignal)99] }));
        Assert.Contains("ExitCleanupOptions.Signals", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_of_no_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ExitCleanup.Install(new Workbench().Cleaner, new() { HandlerSlice = TimeSpan.Zero }));

    private static Leftover LeftoverIn(LeftoverJournal journal, string path)
    {
        var leftover = journal.Track(LeftoverKind.SharedMemory, path);
        File.WriteAllText(path, "x");
        leftover.Created();
        return leftover;
    }
}
