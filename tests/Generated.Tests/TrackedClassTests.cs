namespace ResourceHygiene.Generated.Tests;

public partial class TrackedClassTests
{
    [TrackedResource(Type = "test_studio", Priority = ReleasePriority.High, RetentionSeconds = 60)]
    private sealed partial class Studio
    {
        [Owned] private readonly Part _first;
        [Owned] private readonly Part? _second;
        [Owned] private ValuePart _third;
        [Owned] private readonly NativePart _fourth;
        [Owned] private readonly HiddenPart _fifth;
        [Owned] private readonly Part? _absent = null;

        public Studio(Journal journal, Exception? failure = null, bool track = true)
        {
            _first = journal.Part("first");
            _second = journal.Part("second", failure);
            _third = new ValuePart(journal, "third");
            _fourth = new NativePart(journal, "fourth");
            _fifth = new HiddenPart(journal, "fifth");
            if (track)
                Track(name: "a studio", bytes: 1024);
        }

        public ResourceHandle Handle => TrackedHandle;

        public int ReleasesOfThird => _third.Releases;

        public void Use() => ThrowIfReleased();

        public void TrackAgain() => Track();
    }

    [Fact]
    public void Members_are_released_in_reverse_order_of_declaration()
    {
        var journal = new Journal();
        var studio = new Studio(journal);

        studio.Dispose();

        Assert.Equal(["fifth", "fourth", "third", "second", "first"], journal.Entries);
        Assert.Equal(1, studio.ReleasesOfThird);
    }

    [Fact]
    public void Dispose_releases_once_however_often_it_is_called()
    {
        var journal = new Journal();
        var studio = new Studio(journal);

        studio.Dispose();
        studio.Dispose();
        var result = ResourceTracker.Shared.Release(studio.Handle);

        Assert.Equal(5, journal.Entries.Length);
        Assert.Equal(ReleaseStatus.AlreadyReleased, result.Status);
    }

    [Fact]
    public async Task Dispose_from_many_threads_releases_once()
    {
        var journal = new Journal();
        var studio = new Studio(journal);
        using var start = new Barrier(8);

        Task[] racers = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                studio.Dispose();
            },
            TaskCreationOptions.LongRunning))];
        await Task.WhenAll(racers);

        Assert.Equal(["fifth", "fourth", "third", "second", "first"], journal.Entries);
    }

    [Fact]
    public void Instance_that_was_never_registered_is_released_once_too()
    {
        var journal = new Journal();
        var studio = new Studio(journal, track: false);

        studio.Dispose();
        studio.Dispose();

        Assert.Equal(5, journal.Entries.Length);
        Assert.True(studio.Handle.IsNone);
    }

    [Fact]
    public void Failure_of_one_member_does_not_stop_the_next_and_is_thrown_at_the_end()
    {
        var journal = new Journal();
        var failure = new InvalidOperationException("second is stuck");
        var studio = new Studio(journal, failure);

        var thrown = Assert.Throws<AggregateException>(studio.Dispose);

        Assert.Same(failure, Assert.Single(thrown.InnerExceptions));
        Assert.Contains("'Studio'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(["fifth", "fourth", "third", "second", "first"], journal.Entries);
    }

    [Fact]
    public void Registration_carries_what_the_attribute_and_the_caller_said()
    {
        using var studio = new Studio(new Journal());

        Assert.True(ResourceTracker.Shared.TryGetInfo(studio.Handle, out var info));
        Assert.Equal("test_studio", info.Type);
        Assert.Equal("a studio", info.Name);
        Assert.Equal(1024, info.Bytes);
        Assert.Equal(ReleasePriority.High, info.Priority);
        Assert.Equal(TimeSpan.FromMinutes(1), info.Retention);
        Assert.EndsWith("TrackedClassTests.cs", info.Site.File, StringComparison.Ordinal);
        Assert.Equal(".ctor", info.Site.Member);
    }

    [Fact]
    public void Leased_instance_is_not_released_until_the_lease_returns()
    {
        var journal = new Journal();
        var studio = new Studio(journal);
        Assert.True(studio.TryLease(out Lease lease));

        studio.Dispose();
        Assert.Empty(journal.Entries);

        lease.Dispose();
        Assert.Equal(5, journal.Entries.Length);
        Assert.False(studio.TryLease(out _));
    }

    [Fact]
    public void Release_by_the_runtime_releases_the_members()
    {
        var journal = new Journal();
        using var studio = new Studio(journal);

        var result = ResourceTracker.Shared.Release(studio.Handle, ReleaseReason.Pressure);

        Assert.Equal(ReleaseStatus.Released, result.Status);
        Assert.Equal(1024, result.BytesFreed);
        Assert.Equal(5, journal.Entries.Length);
    }

    [Fact]
    public void Use_after_release_is_refused()
    {
        var studio = new Studio(new Journal());
        studio.Use();

        studio.Dispose();

        Assert.Throws<ObjectDisposedException>(studio.Use);
    }

    [Fact]
    public void Second_registration_is_refused()
    {
        using var studio = new Studio(new Journal());

        Assert.Throws<InvalidOperationException>(studio.TrackAgain);
    }
}
