namespace ResourceHygiene.Generated.Tests;

public partial class TrackedPropertyTests
{
    private sealed partial class Studio
    {
        [TrackedResource(Type = "test_frames", Priority = ReleasePriority.Low)]
        public partial Part? Frames { get; set; }

        [TrackedResource(Type = "test_index")]
        public partial Part? Index { get; set; }
    }

    [Fact]
    public void Value_reads_back_and_another_one_releases_it()
    {
        var journal = new Journal();
        using var studio = new Studio();
        Part first = journal.Part("first");

        studio.Frames = first;
        Assert.Same(first, studio.Frames);
        Assert.Empty(journal.Entries);

        studio.Frames = journal.Part("second");
        Assert.Equal(["first"], journal.Entries);
    }

    [Fact]
    public void Same_value_again_releases_nothing()
    {
        var journal = new Journal();
        using var studio = new Studio();
        Part value = journal.Part("value");

        studio.Frames = value;
        studio.Frames = value;

        Assert.Empty(journal.Entries);
    }

    [Fact]
    public void Null_releases_the_value()
    {
        var journal = new Journal();
        using var studio = new Studio { Frames = journal.Part("value") };

        studio.Frames = null;

        Assert.Equal(["value"], journal.Entries);
        Assert.Null(studio.Frames);
    }

    [Fact]
    public void Dispose_releases_all_values_once_the_last_declared_first()
    {
        var journal = new Journal();
        var studio = new Studio { Frames = journal.Part("frames"), Index = journal.Part("index") };

        studio.Dispose();
        studio.Dispose();

        Assert.Equal(["index", "frames"], journal.Entries);
        Assert.Throws<ObjectDisposedException>(() => studio.Frames = journal.Part("late"));
    }

    [Fact]
    public void Failure_of_one_value_does_not_stop_the_other()
    {
        var journal = new Journal();
        var studio = new Studio { Frames = journal.Part("frames"), Index = journal.Part("index", new IOException("index")) };

        var thrown = Assert.Throws<AggregateException>(studio.Dispose);

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        Assert.Equal(["index", "frames"], journal.Entries);
    }

    [Fact]
    public void Leased_value_outlives_its_replacement_until_the_lease_returns()
    {
        var journal = new Journal();
        using var studio = new Studio { Frames = journal.Part("old") };
        Assert.True(studio.TryLeaseFrames(out Lease lease, out Part? pinned));
        Assert.NotNull(pinned);

        studio.Frames = journal.Part("new");
        Assert.Empty(journal.Entries);

        lease.Dispose();
        Assert.Equal(["old"], journal.Entries);
    }

    [Fact]
    public void Value_that_the_runtime_let_go_reads_null()
    {
        var journal = new Journal();
        using var studio = new Studio { Frames = journal.Part("frames") };
        Assert.True(studio.TryLeaseFrames(out Lease lease, out _));
        ResourceHandle handle = lease.Handle;
        lease.Dispose();

        ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure);

        Assert.Null(studio.Frames);
        Assert.Equal(["frames"], journal.Entries);
        Assert.False(studio.TryLeaseFrames(out _, out _));
    }

    [Fact]
    public void Registration_names_the_property_and_its_file()
    {
        using var studio = new Studio { Frames = new Journal().Part("frames") };
        Assert.True(studio.TryLeaseFrames(out Lease lease, out _));
        using (lease)
        {
            Assert.True(ResourceTracker.Shared.TryGetInfo(lease.Handle, out var info));
            Assert.Equal("test_frames", info.Type);
            Assert.Equal("Studio.Frames", info.Name);
            Assert.Equal(ReleasePriority.Low, info.Priority);
            Assert.Equal(new AcquisitionSite("TrackedPropertyTests.cs", 0, "Frames"), info.Site);
        }
    }
}
