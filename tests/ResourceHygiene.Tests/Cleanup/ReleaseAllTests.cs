namespace ResourceHygiene.Tests;

public sealed class ReleaseAllTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    [Fact]
    public void Everything_is_released_dependents_first_and_important_things_early()
    {
        var bench = new Workbench();
        var order = new List<string>();
        var model = bench.Add(Noting(order, "model"), priority: ReleasePriority.Critical);
        bench.Add(Noting(order, "session"), dependsOn: [model]);
        bench.Add(Noting(order, "cache"), priority: ReleasePriority.Low);

        var report = bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget);

        Assert.Equal(["session", "model", "cache"], order);
        Assert.Equal((3, 0), (report.Released, report.NotReached.Length));
        Assert.Equal(0, bench.Tracker.Totals.Live);
    }

    [Fact]
    public void A_handler_that_hangs_is_left_behind_at_the_end_of_the_time()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        using var goOn = new ManualResetEventSlim();
        bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    time.Advance(Budget);
                    goOn.Wait(TimeSpan.FromSeconds(10));
                    return default;
                },
            },
            "socket",
            priority: ReleasePriority.High);
        var other = bench.Add(new FakeResource(), "cache");

        var report = bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget);
        goOn.Set();

        var overrun = Assert.Single(report.Steps);
        Assert.Equal(("socket", ReleaseStatus.Overrun), (overrun.Resource.Type, overrun.Result.Status));
        Assert.IsType<TimeoutException>(overrun.Result.Exception);
        Assert.Equal(other, Assert.Single(report.NotReached).Handle);
        Assert.Equal(Budget, report.Duration);
    }

    [Fact]
    public void Without_any_time_nothing_is_started()
    {
        var bench = new Workbench();
        var resource = new FakeResource();
        bench.Add(resource);

        var report = bench.Cleaner.ReleaseAll(ReleaseReason.Exit, TimeSpan.Zero);

        Assert.Equal(0, resource.Releases);
        Assert.Single(report.NotReached);
    }

    [Fact]
    public void An_impossible_budget_is_refused()
    {
        var bench = new Workbench();

        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Cleaner.ReleaseAll(ReleaseReason.Exit, TimeSpan.FromSeconds(-5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Cleaner.ReleaseAll(ReleaseReason.Exit, TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExitCleanup.Install(bench.Cleaner, new() { Budget = TimeSpan.MaxValue }));
    }

    [Fact]
    public void Without_a_limit_handlers_run_on_the_calling_thread()
    {
        var bench = new Workbench();
        var thread = 0;
        bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                thread = Environment.CurrentManagedThreadId;
                return default;
            },
        });

        bench.Cleaner.ReleaseAll(ReleaseReason.Requested, Timeout.InfiniteTimeSpan);

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void At_exit_a_leased_resource_is_released_when_its_lease_returns()
    {
        var bench = new Workbench();
        var resource = new FakeResource();
        var handle = bench.Add(resource);
        Assert.True(bench.Tracker.TryLease(handle, out var lease));

        Assert.Equal(ReleaseStatus.Leased, Assert.Single(bench.Cleaner.ReleaseAll(ReleaseReason.Requested, Budget).Steps).Result.Status);
        Assert.Equal(ReleaseStatus.Deferred, Assert.Single(bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget).Steps).Result.Status);
        Assert.Equal(0, resource.Releases);
        lease.Dispose();

        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public void What_a_handler_registers_meanwhile_is_released_too()
    {
        var bench = new Workbench();
        var late = new FakeResource();
        bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                bench.Add(late);
                return default;
            },
        });

        Assert.Equal(2, bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget).Released);
        Assert.Equal(1, late.Releases);
    }

    [Fact]
    public void Failures_are_reported_and_not_thrown()
    {
        var bench = new Workbench();
        bench.Add(new FakeResource { OnRelease = _ => throw new IOException("a") });
        bench.Add(new FakeModel { OnPersist = _ => throw new IOException("b") });
        bench.Add(new FakeResource());

        var report = bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget);

        Assert.Equal(
            [ReleaseStatus.Failed, ReleaseStatus.Kept, ReleaseStatus.Released],
            report.Steps.Select(step => step.Result.Status).OrderBy(status => status.ToString(), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_handler_hung_on_its_deadline_cannot_spoil_the_run_by_throwing(bool overruns)
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        using var goOn = new ManualResetEventSlim();
        bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                context.Deadline.Register(static () => throw new FormatException("a handler's own code"));
                if (overruns)
                {
                    time.Advance(Budget);
                    goOn.Wait(TimeSpan.FromSeconds(10));
                }
                return default;
            },
        });

        var report = bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget);
        goOn.Set();

        Assert.Equal(overruns ? ReleaseStatus.Overrun : ReleaseStatus.Released, Assert.Single(report.Steps).Result.Status);
        Assert.Equal(overruns, Assert.Single(report.Steps).Result.Exception is TimeoutException);
    }

    [Fact]
    public void Registered_cleaners_run_after_the_resources_whatever_their_level()
    {
        var bench = new Workbench();
        var order = new List<string>();
        bench.Add(Noting(order, "cache"));
        using var registration = bench.Cleaner.Register(
            new Cleaner { Name = "journal", Level = CleanupLevel.Critical, Clean = context => order.Add($"journal, {context.Reason}") },
            new Cleaner
            {
                Name = "files",
                Level = CleanupLevel.Low,
                Clean = context =>
                {
                    order.Add("files");
                    context.Attempt("a.tmp", static () => throw new IOException("busy"));
                    context.Freed(5);
                },
            });

        var report = bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget);

        Assert.Equal(["cache", "files", "journal, Exit"], order);
        Assert.Equal((1, 1, 5L, false), (report.Released, report.Failed, report.BytesFreed, report.IsComplete));
        Assert.Equal(
            ["cleaner 'files: a.tmp': failed: busy", "cleaner 'files': released, 5 B freed", "cleaner 'journal': released, 0 B freed"],
            report.Cleaners.Select(step => step.ToString()));
        Assert.IsType<IOException>(Assert.Single(report.Failures).Result.Exception);
    }

    [Fact]
    public void A_cleaner_that_hangs_is_left_behind_and_those_not_reached_are_named()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        using var goOn = new ManualResetEventSlim();
        using var registration = bench.Cleaner.Register(
            new Cleaner
            {
                Name = "hangs",
                Priority = 1,
                Clean = _ =>
                {
                    time.Advance(Budget);
                    goOn.Wait(TimeSpan.FromSeconds(10));
                },
            },
            new Cleaner { Name = "later", Clean = static _ => { } });

        var report = bench.Cleaner.ReleaseAll(ReleaseReason.Exit, Budget);
        goOn.Set();

        Assert.Equal(
            ["Cleaner 'hangs' was still running at the end of the time.", "Cleaner 'later' was not reached, the time was over."],
            report.Cleaners.Select(step => step.Result.Message).Order(StringComparer.Ordinal));
        Assert.Equal((2, false), (report.Overrun, report.IsComplete));
    }

    [Fact]
    public void A_cleaner_has_no_more_time_than_a_handler()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var cleaner = new ResourceCleaner(bench.Tracker, null, new Reaper(bench.Tracker, new ReaperOptions { HandlerDeadline = TimeSpan.FromSeconds(1), Grace = TimeSpan.Zero }));
        using var goOn = new ManualResetEventSlim();
        var later = false;
        using var registration = cleaner.Register(
            new Cleaner
            {
                Name = "hangs",
                Priority = 1,
                Clean = _ =>
                {
                    // Told first, left behind after the grace.
                    time.Advance(TimeSpan.FromSeconds(1));
                    time.Advance(TimeSpan.FromSeconds(1));
                    goOn.Wait(TimeSpan.FromSeconds(10));
                },
            },
            new Cleaner { Name = "later", Clean = _ => later = true });

        var report = cleaner.ReleaseAll(ReleaseReason.Exit, Budget);
        goOn.Set();

        Assert.True(later);
        Assert.Equal([ReleaseStatus.Overrun, ReleaseStatus.Released], report.Cleaners.Select(step => step.Result.Status));
    }

    [Fact]
    public async Task A_lease_that_nobody_returns_does_not_take_the_cleaners_time()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cleaned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leased = bench.Add(new FakeResource(), "leased", priority: ReleasePriority.High);
        bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                released.SetResult();
                return default;
            },
        });
        using var registration = bench.Cleaner.Register(new Cleaner { Name = "journal", Clean = _ => cleaned.SetResult() });
        Assert.True(bench.Tracker.TryLease(leased, out var lease));
        using var exit = ExitCleanup.Install(bench.Cleaner, new() { Budget = Budget });

        var run = Task.Run(exit.Run);
        await released.Task.WaitAsync(TimeSpan.FromSeconds(30));
        time.Advance(Budget / 2);
        await cleaned.Task.WaitAsync(TimeSpan.FromSeconds(30));
        lease.Dispose();
        var report = await run.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("cleaner 'journal': released, 0 B freed", Assert.Single(report.Cleaners).ToString());
        Assert.Equal(0, bench.Tracker.Totals.Live);
    }

    private static FakeResource Noting(List<string> order, string name) => new()
    {
        OnRelease = _ =>
        {
            order.Add(name);
            return default;
        },
    };
}
