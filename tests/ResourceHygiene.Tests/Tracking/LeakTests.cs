namespace ResourceHygiene.Tests;

public sealed class LeakTests
{
    private static readonly AcquisitionSite Site = new("/src/LeakyClips.cs", 17, "Render");

    [Fact]
    public void A_resource_collected_unreleased_is_reported_with_its_site()
    {
        var tracker = new ResourceTracker();
        LeakOne(tracker, "frames", 2000);

        var leak = Assert.Single(tracker.CollectLeaks());

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

        Assert.Empty(tracker.Snapshot());

        Assert.Equal("frames", Assert.Single(raised).Name);
        Assert.Equal(raised, tracker.CollectLeaks());
    }

    [Fact]
    public void Releasing_what_was_collected_says_so_and_counts_one_leak()
    {
        var tracker = new ResourceTracker();
        var handle = LeakOne(tracker, "frames", 0);

        Assert.Equal(ReleaseStatus.Collected, tracker.Release(handle).Status);
        Assert.Equal(ReleaseStatus.AlreadyReleased, tracker.Release(handle).Status);

        Assert.Single(tracker.CollectLeaks());
        Assert.False(tracker.TryLease(handle, out _));
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

        Assert.Single(tracker.CollectLeaks());

        Assert.Equal(new TrackerTotals(0, 0, 1, 0, 1), tracker.Totals);
    }

    [Fact]
    public void A_throwing_leak_subscriber_is_recorded()
    {
        var tracker = new ResourceTracker();
        tracker.LeakDetected += _ => throw new FormatException("subscriber");
        LeakOne(tracker, "frames", 0);

        Assert.Single(tracker.CollectLeaks());

        Assert.IsType<FormatException>(Assert.Single(new Reaper(tracker).Statistics.RecentFailures).Exception);
    }

    private static ResourceHandle LeakOne(ResourceTracker tracker, string name, long bytes)
    {
        ResourceHandle handle = default;
        var resource = Garbage.Make(() =>
        {
            var made = new FakeResource();
            handle = tracker.Register(made, new() { Type = "render_cache", Name = name, Bytes = bytes, Site = Site });
            return made;
        });
        Assert.True(Garbage.IsCollected(resource));
        return handle;
    }
}
