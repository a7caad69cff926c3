namespace ResourceHygiene.Tests;

/// <summary>The classes here are what the generator writes, reduced to the bookkeeping.</summary>
public sealed class TrackingEntryTests
{
    [Fact]
    public void Dispose_releases_once_and_later_use_is_refused()
    {
        var clip = new Clip(track: true);
        clip.Use();

        clip.Dispose();
        clip.Dispose();

        Assert.Equal([ReleaseReason.Disposed], clip.Releases);
        Assert.Throws<ObjectDisposedException>(clip.Use);
    }

    [Fact]
    public void What_the_runtime_released_is_not_released_again_by_dispose()
    {
        var clip = new Clip(track: true);

        ResourceTracker.Shared.Release(clip.Handle, ReleaseReason.Pressure);
        clip.Dispose();

        Assert.Equal([ReleaseReason.Pressure], clip.Releases);
        Assert.Throws<ObjectDisposedException>(clip.Use);
    }

    [Fact]
    public void A_resource_never_tracked_is_released_once_all_the_same()
    {
        var clip = new Clip(track: false);
        clip.Use();
        Assert.False(clip.TryLease(out _));

        clip.Dispose();
        clip.Dispose();

        Assert.Equal([ReleaseReason.Disposed], clip.Releases);
        Assert.Throws<ObjectDisposedException>(clip.Use);
        Assert.Throws<ObjectDisposedException>(clip.Track);
    }

    [Fact]
    public void Dispose_during_a_lease_is_done_when_the_lease_returns()
    {
        var clip = new Clip(track: true);
        Assert.True(clip.TryLease(out var lease));

        clip.Dispose();
        clip.Use();
        Assert.Empty(clip.Releases);
        Assert.False(clip.TryLease(out _));
        lease.Dispose();

        Assert.Equal([ReleaseReason.Disposed], clip.Releases);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_throws_what_the_release_threw_once(bool track)
    {
        var clip = new Clip(track) { Failure = new IOException("stuck") };

        Assert.Same(clip.Failure, Assert.Throws<IOException>(clip.Dispose));
        clip.Dispose();

        Assert.Single(clip.Releases);
    }

    [Fact]
    public void Tracking_twice_is_refused()
    {
        var clip = new Clip(track: true);

        Assert.Throws<InvalidOperationException>(clip.Track);
        clip.Dispose();
    }

    [Fact]
    public void A_refused_registration_leaves_the_owner_disposable()
    {
        var clip = new Clip(track: false) { Type = "" };

        Assert.Throws<ArgumentException>(clip.Track);
        clip.Dispose();

        Assert.Single(clip.Releases);
    }

    private sealed class Clip : IReleasable, IDisposable
    {
        private TrackingEntry _entry;

        public Clip(bool track)
        {
            if (track)
                Track();
        }

        public string Type { get; init; } = "entry.clip";

        public List<ReleaseReason> Releases { get; } = [];

        public Exception? Failure { get; init; }

        public ResourceHandle Handle => _entry.Handle;

        public void Track() => _entry.Track(this, new() { Type = Type });

        public void Use() => _entry.ThrowIfReleased(this);

        public bool TryLease(out Lease lease) => _entry.TryLease(out lease);

        public void Dispose() => _entry.Dispose(this);

        ReleaseOutcome IReleasable.Release(in ReleaseContext context)
        {
            Releases.Add(context.Reason);
            return Failure is null ? default : throw Failure;
        }
    }
}
