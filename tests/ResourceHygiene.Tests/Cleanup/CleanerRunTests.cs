namespace ResourceHygiene.Tests;

public sealed class CleanerRunTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new();
    private readonly Workbench _bench;
    private readonly ResourceCleaner _cleaner;

    public CleanerRunTests()
    {
        _bench = new Workbench(_time);
        _cleaner = _bench.Cleaner;
    }

    [Fact]
    public void A_cleaner_is_told_why_how_deep_and_reports_what_it_freed()
    {
        CleanerContext? told = null;
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "thumbnails",
            Level = CleanupLevel.Low,
            Clean = context =>
            {
                told = context;
                context.Freed(3_000_000);
                _time.Advance(TimeSpan.FromSeconds(2));
            },
        });

        var report = _cleaner.Clean(CleanupLevel.High);

        Assert.Equal(("thumbnails", CleanupLevel.High, ReleaseReason.Pressure, false), (told!.Name, told.Level, told.Reason, told.IsEmergency));
        var item = Assert.Single(report.Items);
        Assert.Equal((CleanupLevel.Low, 3_000_000L, TimeSpan.FromSeconds(2)), (item.Level, item.BytesFreed, item.Duration));
        Assert.Equal("thumbnails: cleaned, 3 MB freed", item.ToString());
        Assert.Equal((3_000_000L, TimeSpan.FromSeconds(2)), (report.BytesFreed, report.Duration));
    }

    [Fact]
    public void Of_several_attempts_each_has_its_own_line_and_none_stops_the_next()
    {
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "files",
            Clean = context =>
            {
                Assert.True(context.Attempt("a", static () => { }));
                Assert.False(context.Attempt("b", static () => throw new IOException("busy")));
                Assert.True(context.Attempt("c", static () => { }));
            },
        });

        var report = _cleaner.Clean(CleanupLevel.Medium);

        Assert.Equal(CleanupStatus.Partial, report.Status);
        Assert.Equal(["files: a: cleaned", "files: b: failed: busy (IOException)", "files: c: cleaned", "files: cleaned"], report.Items.Select(item => item.ToString()));
    }

    [Fact]
    public void A_cleaner_all_of_whose_attempts_failed_has_failed()
    {
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "files",
            CleanAsync = async context =>
            {
                await context.AttemptAsync("a", static () => ValueTask.FromException(new IOException("busy")));
                await context.AttemptAsync("b", static () => ValueTask.FromException(new IOException("busy")));
            },
        });

        var report = _cleaner.Clean(CleanupLevel.Medium);

        Assert.Equal((CleanupStatus.Failed, 3), (report.Status, report.Failed));
    }

    [Fact]
    public void A_cleaner_may_say_that_there_was_nothing_to_do()
    {
        using var registration = _cleaner.Register(new Cleaner { Name = "cache", Clean = static context => context.Kept("it is empty") });

        var report = _cleaner.Clean(CleanupLevel.Medium);

        Assert.Equal("cache: kept: it is empty", Assert.Single(report.Items).ToString());
        Assert.Equal(CleanupStatus.Success, report.Status);
    }

    [Fact]
    public void A_cleaner_that_throws_is_reported_and_the_next_has_its_turn()
    {
        var done = false;
        using var registration = _cleaner.Register(
            new Cleaner { Name = "bad", Priority = 1, Clean = static _ => throw new FormatException("oops") },
            new Cleaner { Name = "good", Clean = _ => done = true });

        var report = _cleaner.Clean(CleanupLevel.Medium);

        Assert.True(done);
        Assert.Equal((CleanupStatus.Partial, "oops"), (report.Status, Assert.Single(report.Errors).Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Asynchronous_cleaners_are_awaited(bool asynchronously)
    {
        var done = false;
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "remote",
            CleanAsync = async _ =>
            {
                await Task.Yield();
                done = true;
            },
        });

        var report = asynchronously ? await _cleaner.CleanAsync(CleanupLevel.Medium) : _cleaner.Clean(CleanupLevel.Medium);

        Assert.True(done);
        Assert.Equal(CleanupStatus.Success, report.Status);
    }

    [Fact]
    public async Task Of_two_kinds_of_work_the_one_that_fits_the_call_is_taken()
    {
        var calls = new List<string>();
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "both",
            Clean = _ => calls.Add("sync"),
            CleanAsync = _ =>
            {
                calls.Add("async");
                return ValueTask.CompletedTask;
            },
        });

        _cleaner.Clean(CleanupLevel.Medium);
        await _cleaner.CleanAsync(CleanupLevel.Medium);

        Assert.Equal(["sync", "async"], calls);
    }

    [Fact]
    public void A_cleaner_that_hangs_is_left_behind_at_the_end_of_the_budget_and_not_started_again()
    {
        using var goOn = new ManualResetEventSlim();
        var later = false;
        using var registration = _cleaner.Register(
            new Cleaner
            {
                Name = "hangs",
                Priority = 1,
                Clean = _ =>
                {
                    _time.Advance(Budget);
                    goOn.Wait(TooLong);
                },
            },
            new Cleaner { Name = "later", Clean = _ => later = true });

        var report = _cleaner.Clean(CleanupLevel.Medium, Budget);

        Assert.Equal(["hangs", "later"], report.Items.Select(item => item.Name));
        Assert.Equal([CleanupItemStatus.Failed, CleanupItemStatus.NotReached], report.Items.Select(item => item.Status));
        Assert.IsType<TimeoutException>(report.Items[0].Error);
        Assert.False(later);

        // The turn has passed on, though what hangs still hangs.
        var next = _cleaner.Clean(CleanupLevel.Medium);
        Assert.Equal("hangs: kept: it is running already", next.Items[0].ToString());
        Assert.True(later);
        goOn.Set();
    }

    [Fact]
    public async Task An_asynchronous_cleaner_that_hangs_is_left_behind_too()
    {
        var never = new TaskCompletionSource();
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "hangs",
            CleanAsync = async _ =>
            {
                _time.Advance(Budget);
                await never.Task;
            },
        });

        var report = await _cleaner.CleanAsync(CleanupLevel.Medium, Budget);
        never.SetResult();

        Assert.IsType<TimeoutException>(Assert.Single(report.Items).Error);
    }

    [Fact]
    public void Cancelling_ends_it_before_the_next_thing_and_throws_nothing()
    {
        using var source = new CancellationTokenSource();
        using var registration = _cleaner.Register(
            new Cleaner { Name = "first", Priority = 1, Clean = _ => source.Cancel() },
            new Cleaner { Name = "second", Clean = static _ => throw new FormatException("not to be reached") });
        _bench.Add(new FakeResource(), "cache");

        var report = _cleaner.Clean(CleanupLevel.Critical, cancellationToken: source.Token);

        Assert.Equal(
            [("first", CleanupItemStatus.Cleaned), ("second", CleanupItemStatus.NotReached), ("cache", CleanupItemStatus.NotReached)],
            report.Items.Select(item => (item.Name, item.Status)));
        Assert.Equal(CleanupStatus.Partial, report.Status);
    }

    [Fact]
    public void Whoever_is_told_of_reports_cannot_spoil_them_by_throwing()
    {
        var told = new List<CleanupReport>();
        _cleaner.Completed += told.Add;
        _cleaner.Completed += static _ => throw new FormatException("a subscriber's own fault");

        var report = _cleaner.Clean(CleanupLevel.Low);

        Assert.Same(report, Assert.Single(told));
        Assert.IsType<FormatException>(Assert.Single(_bench.Reaper.Statistics.RecentFailures).Exception);
    }
}
