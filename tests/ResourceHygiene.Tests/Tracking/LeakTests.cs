namespace ResourceHygiene.Tests;

public sealed class LeakTests
{
    private static readonly AcquisitionSite Site = new("/src/LeakyClips.cs", 17, "Render");

    [Fact]
    public void A_resource_collected_unreleased_is_reported_with_its_site()
    {
        var tracker = new ResourceTracker();
        LeakOne(tracker, "frames", 2000);

        var leak = Assert.Single(Leaks.Of(tracker));

        Assert.Equal("render_cache 'frames' (2 kB on host), acquired at LeakyClips.cs:17 (Render), was never released", leak.ToString());
        Assert.Equal(new TrackerTotals(0, 0, 1, 0, 1), tracker.Totals);
        Assert.Empty(tracker.CollectLeaks());
    }

    [Fact]
    public void A_snapshot_notices_leaks_and_leaves_them_to_be_fetched()
    {
        var tracker = new ResourceTracker();
        var raised = new List<LeakRecord>();
        tracker.LeakDetected += raised.Add;
        LeakOne(tracker, "frames", 0);

        for (var round = 0; round < 50 && raised.Count == 0; round++)
        {
            Assert.Empty(tracker.Snapshot());
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal("frames", Assert.Single(raised).Name);
        Assert.Equal(raised, tracker.CollectLeaks());
    }

    [Fact]
    public void Releasing_what_was_collected_says_so_and_counts_one_leak()
    {
        var tracker = new ResourceTracker();
        var handle = LeakOne(tracker, "frames", 0);

        Assert.Equal(ReleaseStatus.Collected, tracker.Release(handle).Status);

        Assert.Single(Leaks.Of(tracker));
        Assert.Equal(ReleaseStatus.AlreadyReleased, tracker.Release(handle).Status);
        Assert.False(tracker.TryLease(handle, out _));
        Assert.Equal(1, tracker.Totals.Leaked);
    }

    [Fact]
    public void A_released_resource_that_is_collected_later_is_no_leak()
    {
        var tracker = new ResourceTracker();
        var resource = Garbage.Make(() =>
        {
            var made = new FakeResource();
            tracker.Release(tracker.Register(made, new() { Type = "x" }));
            return made;
        });

        Assert.True(Garbage.IsCollected(resource));
        Assert.Empty(tracker.CollectLeaks());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lease_that_was_lost_together_with_its_resource_does_not_hide_the_leak(bool releaseIsPending)
    {
        var tracker = new ResourceTracker();
        var resource = Garbage.Make(() =>
        {
            var made = new FakeResource();
            var handle = tracker.Register(made, new() { Type = "render_cache", Bytes = 5 });
            Assert.True(tracker.TryLease(handle, out _));
            if (releaseIsPending)
                tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer);
            return made;
        });
        Assert.True(Garbage.IsCollected(resource));

        Assert.Single(Leaks.Of(tracker));

        Assert.Equal(new TrackerTotals(0, 0, 1, 0, 1), tracker.Totals);
    }

    [Fact]
    public void A_throwing_leak_subscriber_is_recorded_and_stops_no_other()
    {
        var tracker = new ResourceTracker();
        var told = new List<string?>();
        tracker.LeakDetected += _ => throw new FormatException("first");
        tracker.LeakDetected += leak => told.Add(leak.Name);
        tracker.LeakDetected += _ => throw new FormatException("third");
        LeakOne(tracker, "frames", 0);

        Assert.Single(Leaks.Of(tracker));

        Assert.Equal(["frames"], told);
        Assert.Equal(["first", "third"], new Reaper(tracker).Statistics.RecentFailures.Select(failure => failure.Exception.Message));
    }

    [Fact]
    public void With_detection_off_leaks_are_counted_and_not_reported()
    {
        var tracker = new ResourceTracker { LeakDetection = LeakDetectionLevel.Off };
        var raised = 0;
        tracker.LeakDetected += _ => raised++;
        LeakOne(tracker, "frames", 10);

        for (var round = 0; round < 50 && tracker.Totals.Leaked == 0; round++)
            Assert.Empty(Leaks.Of(tracker, rounds: 1));

        Assert.Equal(new TrackerTotals(0, 0, 1, 0, 1), tracker.Totals);
        Assert.Equal(0, raised);
    }

    [Fact]
    public void Sampled_one_of_sixty_four_is_reported()
    {
        var tracker = new ResourceTracker { LeakDetection = LeakDetectionLevel.Sampled };
        for (var i = 0; i < 640; i++)
            LeakOne(tracker, "frames", 0, collect: false);

        var reported = 0;
        for (var round = 0; round < 50 && tracker.Totals.Leaked < 640; round++)
            reported += Leaks.Of(tracker, rounds: 1).Count;

        Assert.Equal(640, tracker.Totals.Leaked);
        Assert.Equal(10, reported);
    }

    [Fact]
    public void A_leak_shows_the_stack_of_its_registration_if_that_is_asked_for()
    {
        var tracker = new ResourceTracker();
        LeakOne(tracker, "without", 0);
        Assert.Null(Assert.Single(Leaks.Of(tracker)).StackTrace);

        tracker.CapturesStackTraces = true;
        LeakOne(tracker, "with", 0);
        Assert.Contains(nameof(LeakOne), Assert.Single(Leaks.Of(tracker)).StackTrace, StringComparison.Ordinal);

        tracker.CapturesStackTraces = false;
        LeakOne(tracker, "without again", 0);
        Assert.Null(Assert.Single(Leaks.Of(tracker)).StackTrace);
    }

    [Fact]
    public void A_level_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResourceTracker { LeakDetection = (LeakDetectionLevel)3 });

    private static ResourceHandle LeakOne(ResourceTracker tracker, string name, long bytes, bool collect = true)
    {
        ResourceHandle handle = default;
        var resource = Garbage.Make(() =>
        {
            var made = new FakeResource();
            handle = tracker.Register(made, new() { Type = "render_cache", Name = name, Bytes = bytes, Site = Site });
            return made;
        });
        Assert.True(!collect || Garbage.IsCollected(resource));
        return handle;
    }
}
