namespace ResourceHygiene.Tests;

public sealed class PeriodicCleanupTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new();
    private readonly Workbench _bench;

    public PeriodicCleanupTests() => _bench = new Workbench(_time);

    [Fact]
    public void It_cleans_once_a_period_and_first_after_one()
    {
        var resource = new FakeResource();
        _bench.Add(resource);
        using var periodic = _bench.Cleaner.CleanEvery(Period);

        Assert.Null(periodic.LastReport);
        for (var minute = 0; minute < 5; minute++)
            _time.Advance(Period);
        Assert.Equal((5L, 0), (periodic.Runs, resource.Releases));

        _time.Advance(Period);
        Assert.Equal((6L, 1), (periodic.Runs, resource.Releases));
        Assert.Equal(CleanupLevel.Low, periodic.LastReport!.Level);
    }

    [Fact]
    public void What_becomes_due_during_a_run_is_one_run_after_it()
    {
        var depth = 0;
        var turns = 0;
        using var registration = _bench.Cleaner.Register(new Cleaner
        {
            Name = "slow",
            Level = CleanupLevel.Low,
            Clean = _ =>
            {
                Assert.Equal(1, ++depth);
                if (turns++ == 0)
                {
                    for (var i = 0; i < 3; i++)
                        _time.Advance(Period);
                }
                depth--;
            },
        });
        using var periodic = _bench.Cleaner.CleanEvery(Period);

        _time.Advance(Period);

        Assert.Equal((2, 2L, 2L), (turns, periodic.Runs, periodic.Coalesced));
    }

    [Fact]
    public void A_run_can_be_asked_for_apart_from_the_period()
    {
        using var periodic = _bench.Cleaner.CleanEvery(Period, CleanupLevel.Critical);
        _bench.Add(new FakeResource());

        periodic.RunNow();

        Assert.Equal((1L, 1), (periodic.Runs, periodic.LastReport!.Cleaned));
    }

    [Fact]
    public void Failures_do_not_end_the_series()
    {
        using var registration = _bench.Cleaner.Register(new Cleaner { Name = "bad", Level = CleanupLevel.Low, Clean = static _ => throw new IOException("stuck") });
        using var periodic = _bench.Cleaner.CleanEvery(Period);

        _time.Advance(Period);
        _time.Advance(Period);

        Assert.Equal((2L, CleanupStatus.Failed), (periodic.Runs, periodic.LastReport!.Status));
    }

    [Fact]
    public void A_run_that_could_not_even_begin_is_recorded_and_does_not_end_the_series_either()
    {
        var clock = new MoodyTimeProvider();
        var bench = new Workbench(clock);
        using var periodic = bench.Cleaner.CleanEvery(Period, budget: TooLong);

        clock.IsMoody = true;
        periodic.RunNow();
        clock.IsMoody = false;
        periodic.RunNow();

        Assert.Equal("no timer", Assert.Single(bench.Reaper.Statistics.RecentFailures).Exception.Message);
        Assert.Equal(1, periodic.Runs);
    }

    [Fact]
    public void Nothing_runs_once_it_was_disposed()
    {
        var periodic = _bench.Cleaner.CleanEvery(Period);
        periodic.Dispose();
        periodic.Dispose();

        _time.Advance(Period);
        periodic.RunNow();

        Assert.Equal(0, periodic.Runs);
    }

    [Fact]
    public async Task Disposing_it_asynchronously_waits_for_the_run_under_way_and_stops_it_before_its_next_step()
    {
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var next = false;
        using var registration = _bench.Cleaner.Register(
            new Cleaner
            {
                Name = "a",
                Level = CleanupLevel.Low,
                Priority = 1,
                Clean = _ =>
                {
                    started.Set();
                    goOn.Wait(TooLong);
                },
            },
            new Cleaner { Name = "b", Level = CleanupLevel.Low, Clean = _ => next = true });
        var periodic = _bench.Cleaner.CleanEvery(Period);
        var tick = Task.Run(() => _time.Advance(Period));
        Assert.True(started.Wait(TooLong));

        var disposal = periodic.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        goOn.Set();
        await disposal.WaitAsync(TooLong);
        await tick;

        Assert.False(next);
        Assert.Equal((1L, 1), (periodic.Runs, periodic.LastReport!.NotReached));
    }

    [Fact]
    public void It_may_be_disposed_by_what_it_runs()
    {
        PeriodicCleanup? periodic = null;
        using var registration = _bench.Cleaner.Register(new Cleaner
        {
            Name = "ends it",
            Level = CleanupLevel.Low,
            CleanAsync = async _ => await periodic!.DisposeAsync(),
        });
        periodic = _bench.Cleaner.CleanEvery(Period);

        _time.Advance(Period);
        _time.Advance(Period);

        Assert.Equal(1, periodic.Runs);
    }

    [Fact]
    public void Whoever_is_told_of_a_run_may_dispose_it_without_waiting_for_itself()
    {
        PeriodicCleanup? periodic = null;
        var hasEnded = false;
        _bench.Cleaner.Completed += _ => hasEnded = periodic!.DisposeAsync().AsTask().IsCompleted;
        periodic = _bench.Cleaner.CleanEvery(Period);

        _time.Advance(Period);
        _time.Advance(Period);

        Assert.Equal((true, 1L), (hasEnded, periodic.Runs));
    }

    [Fact]
    public void It_runs_in_nobodys_scope()
    {
        using var real = new ResourceCleanerWithSystemTimer();
        using (CleanupScope.Begin())
            real.Start();

        Assert.Null(real.ScopeSeen());
    }

    [Fact]
    public void An_impossible_period_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Cleaner.CleanEvery(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Cleaner.CleanEvery(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Cleaner.CleanEvery(Period, (CleanupLevel)9));
    }

    /// <summary>Only a real timer takes its maker's flow of execution along.</summary>
    /// <summary>Gives no timers while it is moody, as a system that is short of memory.</summary>
    private sealed class MoodyTimeProvider : TimeProvider
    {
        public bool IsMoody { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            IsMoody ? throw new InvalidOperationException("no timer") : base.CreateTimer(callback, state, dueTime, period);
    }

    private sealed class ResourceCleanerWithSystemTimer : IDisposable
    {
        private readonly TaskCompletionSource<CleanupScope?> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ResourceCleaner _cleaner = new(new ResourceTracker());
        private IDisposable? _registration;
        private PeriodicCleanup? _periodic;

        public void Start()
        {
            _registration = _cleaner.Register(new Cleaner { Name = "looks", Level = CleanupLevel.Low, Clean = _ => _seen.TrySetResult(CleanupScope.Current) });
            _periodic = _cleaner.CleanEvery(TimeSpan.FromMilliseconds(1));
        }

        public CleanupScope? ScopeSeen() => _seen.Task.WaitAsync(TooLong).GetAwaiter().GetResult();

        public void Dispose()
        {
            _periodic?.Dispose();
            _registration?.Dispose();
        }
    }
}
