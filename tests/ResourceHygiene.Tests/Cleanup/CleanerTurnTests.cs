namespace ResourceHygiene.Tests;

/// <summary>Clean-ups that had no turn, and those who are told of clean-ups.</summary>
public sealed class CleanerTurnTests
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    [Fact]
    public void Without_any_time_a_clean_up_is_no_success()
    {
        var report = new Workbench().Cleaner.Clean(CleanupLevel.Low, TimeSpan.Zero);

        Assert.Equal((CleanupStatus.Failed, 1), (report.Status, report.NotReached));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_had_no_turn_within_its_budget_is_no_success(bool asynchronously)
    {
        var cleaner = new Workbench(TimeProvider.System).Cleaner;
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var registration = cleaner.Register(new Cleaner
        {
            Name = "slow",
            Clean = _ =>
            {
                started.Set();
                goOn.Wait(TooLong);
            },
        });
        var first = Task.Run(() => cleaner.Clean(CleanupLevel.Medium));
        Assert.True(started.Wait(TooLong));

        var budget = TimeSpan.FromMilliseconds(1);
        var report = asynchronously ? await cleaner.CleanAsync(CleanupLevel.Medium, budget) : cleaner.Clean(CleanupLevel.Medium, budget);
        goOn.Set();
        await first;

        Assert.Equal((CleanupStatus.Failed, 1), (report.Status, report.NotReached));
    }

    [Fact]
    public void A_subscriber_that_throws_does_not_keep_the_report_from_the_next()
    {
        var bench = new Workbench();
        var told = new List<CleanupReport>();
        bench.Cleaner.Completed += static _ => throw new FormatException("a subscriber's own fault");
        bench.Cleaner.Completed += told.Add;

        var report = bench.Cleaner.Clean(CleanupLevel.Low);

        Assert.Same(report, Assert.Single(told));
        Assert.IsType<FormatException>(Assert.Single(bench.Reaper.Statistics.RecentFailures).Exception);
    }
}
