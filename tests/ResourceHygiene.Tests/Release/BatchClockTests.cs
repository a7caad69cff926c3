namespace ResourceHygiene.Tests;

/// <summary>In a batch the end of one handler is the beginning of the next: what others do in between is nobody's time all the same.</summary>
public sealed class BatchClockTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly Workbench _bench;

    public BatchClockTests() => _bench = new(_clock);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_handler_of_a_batch_took_its_own_time(bool hasDeadlines)
    {
        LimitHandlers(hasDeadlines);

        var report = _bench.Reaper.Release([Add(1), Add(2), Add(0), Add(3)]);

        Assert.Equal([1, 2, 0, 3], Seconds(report));
        Assert.Equal(6 * s_second, _bench.Reaper.Statistics.ByType["test"].Busy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_subscriber_does_after_a_release_is_not_the_next_handlers_time(bool hasDeadlines)
    {
        LimitHandlers(hasDeadlines);
        _bench.Tracker.ReleaseCompleted += _ => _clock.Advance(5 * s_second);

        var report = _bench.Reaper.Release([Add(1), Add(2), Add(3)]);

        Assert.Equal([1, 2, 3], Seconds(report));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_done_about_a_failure_is_not_the_next_handlers_time(bool hasDeadlines)
    {
        LimitHandlers(hasDeadlines);
        _bench.Tracker.FailureRecorded += _ => _clock.Advance(5 * s_second);
        var failing = new FakeResource { OnRelease = static _ => throw new InvalidOperationException("as planned") };

        var report = _bench.Reaper.Release([Add(1), _bench.Add(failing), Add(3)]);

        Assert.Equal([1, 0, 3], Seconds(report));
        Assert.Equal(1, report.Failed);
    }

    private static IEnumerable<double> Seconds(ReleaseReport report) => report.Steps.Select(static step => step.Result.Duration.TotalSeconds);

    private void LimitHandlers(bool hasDeadlines)
    {
        if (hasDeadlines)
            _bench.Reaper.Options = new ReaperOptions { HandlerDeadline = TimeSpan.FromMinutes(10) };
    }

    private ResourceHandle Add(int seconds) => _bench.Add(new FakeResource
    {
        OnRelease = _ =>
        {
            _clock.Advance(seconds * s_second);
            return ReleaseOutcome.Released();
        },
    });
}
