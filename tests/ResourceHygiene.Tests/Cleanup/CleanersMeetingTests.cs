namespace ResourceHygiene.Tests;

/// <summary>Clean-ups that meet: inside one another, or beside one another.</summary>
public sealed class CleanersMeetingTests
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    private readonly Workbench _bench = new(new ManualTimeProvider());
    private readonly ResourceCleaner _cleaner;

    public CleanersMeetingTests() => _cleaner = _bench.Cleaner;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cleaner_that_cleans_does_not_wait_for_itself(bool asynchronously)
    {
        var inner = new List<CleanupReport>();
        var cache = new FakeResource();
        _bench.Add(cache, priority: ReleasePriority.Low);
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "cleans",
            Level = CleanupLevel.Low,
            Clean = _ => inner.Add(_cleaner.Clean(CleanupLevel.High)),
            CleanAsync = async _ =>
            {
                await Task.Yield();
                inner.Add(await _cleaner.CleanAsync(CleanupLevel.High));
            },
        });

        var report = asynchronously ? await _cleaner.CleanAsync(CleanupLevel.Low) : _cleaner.Clean(CleanupLevel.Low);

        Assert.Equal(CleanupStatus.Success, report.Status);
        Assert.Equal(1, cache.Releases);
        Assert.Equal("cleans: kept: it is running already", Assert.Single(inner).Items[0].ToString());
    }

    [Fact]
    public void A_release_handler_that_cleans_does_not_wait_for_itself()
    {
        _bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    _cleaner.Clean(CleanupLevel.Critical);
                    return default;
                },
            },
            priority: ReleasePriority.Low);
        _bench.Add(new FakeResource());

        Assert.Equal(CleanupStatus.Success, _cleaner.Clean(CleanupLevel.Critical).Status);
        Assert.Equal(0, _bench.Tracker.Totals.Live);
    }

    [Fact]
    public async Task Two_objects_whose_cleaners_clean_each_other_do_not_wait_for_each_other()
    {
        var other = new Workbench().Cleaner;
        using var both = new Barrier(2);
        using var here = _cleaner.Register(new Cleaner
        {
            Name = "here",
            Clean = _ =>
            {
                both.SignalAndWait(TooLong);
                other.Clean(CleanupLevel.Low);
            },
        });
        using var there = other.Register(new Cleaner
        {
            Name = "there",
            Clean = _ =>
            {
                both.SignalAndWait(TooLong);
                _cleaner.Clean(CleanupLevel.Low);
            },
        });

        var reports = await Task.WhenAll(
            Task.Run(() => _cleaner.Clean(CleanupLevel.Medium)),
            Task.Run(() => other.Clean(CleanupLevel.Medium))).WaitAsync(TooLong);

        Assert.All(reports, report => Assert.Equal(CleanupStatus.Success, report.Status));
    }

    [Fact]
    public async Task One_clean_up_runs_at_a_time()
    {
        var running = 0;
        var most = 0;
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var registration = _cleaner.Register(
            new Cleaner
            {
                Name = "a",
                Priority = 1,
                Clean = _ =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    started.Set();
                    goOn.Wait(TooLong);
                },
            },
            new Cleaner { Name = "b", Clean = _ => Interlocked.Decrement(ref running) });

        var first = Task.Run(() => _cleaner.Clean(CleanupLevel.Medium));
        Assert.True(started.Wait(TooLong));
        var others = Enumerable.Range(0, 3).Select(_ => _cleaner.CleanAsync(CleanupLevel.Medium)).ToArray();
        Assert.All(others, static other => Assert.False(other.IsCompleted));
        goOn.Set();
        var reports = await Task.WhenAll([first, .. others]).WaitAsync(TooLong);

        Assert.Equal(1, most);
        Assert.All(reports, report => Assert.Equal((2, CleanupStatus.Success), (report.Cleaned, report.Status)));
    }

    [Fact]
    public async Task Who_waits_longer_than_its_budget_for_its_turn_is_told_so()
    {
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var registration = _cleaner.Register(new Cleaner
        {
            Name = "slow",
            Clean = _ =>
            {
                started.Set();
                goOn.Wait(TooLong);
            },
        });
        var first = Task.Run(() => _cleaner.Clean(CleanupLevel.Medium));
        Assert.True(started.Wait(TooLong));

        using var source = new CancellationTokenSource();
        var second = _cleaner.CleanAsync(CleanupLevel.Medium, cancellationToken: source.Token);
        source.Cancel();
        var report = await second.WaitAsync(TooLong);
        goOn.Set();
        await first;

        Assert.Equal("clean-up: not reached, the time was over: another clean-up was still running", Assert.Single(report.Items).ToString());
        Assert.Equal(CleanupStatus.Failed, report.Status);
    }
}
