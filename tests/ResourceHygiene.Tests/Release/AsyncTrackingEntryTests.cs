namespace ResourceHygiene.Tests;

/// <summary>The class here is what the generator writes for what is released asynchronously, reduced to the bookkeeping.</summary>
public sealed class AsyncTrackingEntryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_disposes_first_releases_and_others_do_not_wait(bool track)
    {
        var upload = new Upload(track);

        var release = upload.DisposeAsync().AsTask();
        upload.Dispose();
        await upload.DisposeAsync();
        upload.Use();
        Assert.False(release.IsCompleted);
        upload.Gate.SetResult();
        await release;

        Assert.Equal([ReleaseReason.Disposed], upload.Releases);
        Assert.Throws<ObjectDisposedException>(upload.Use);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeAsync_throws_what_the_release_threw_once(bool track)
    {
        var upload = new Upload(track);
        upload.Gate.SetException(new IOException("stuck"));

        await Assert.ThrowsAsync<IOException>(async () => await upload.DisposeAsync());
        await upload.DisposeAsync();

        Assert.Single(upload.Releases);
    }

    [Fact]
    public async Task Entry_is_claimed_until_the_release_is_over()
    {
        var upload = new Upload(track: true);

        var release = upload.DisposeAsync().AsTask();
        Assert.True(ResourceTracker.Shared.TryGetInfo(upload.Handle, out var info));
        Assert.Equal(ResourceState.Releasing, info.State);
        Assert.Equal(ReleaseStatus.AlreadyReleased, ResourceTracker.Shared.Release(upload.Handle).Status);
        Assert.False(ResourceTracker.Shared.TryLease(upload.Handle, out _));
        upload.Gate.SetResult();
        await release;

        Assert.False(ResourceTracker.Shared.TryGetInfo(upload.Handle, out _));
    }

    [Fact]
    public async Task Release_that_the_runtime_began_is_not_done_again()
    {
        var upload = new Upload(track: true);
        upload.Gate.SetResult();

        ResourceTracker.Shared.Release(upload.Handle, ReleaseReason.Pressure);
        await upload.DisposeAsync();

        Assert.Equal([ReleaseReason.Pressure], upload.Releases);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reported_failures_are_recorded_and_not_thrown(bool track)
    {
        var (first, second) = (new IOException("first"), new IOException("second"));
        var (one, other) = (new Upload(track), new Upload(track));
        one.Gate.SetException(first);
        other.Gate.SetException(second);

        one.DisposeAndReport();
        await other.DisposeAndReportAsync();

        var recorded = Reaper.Shared.Statistics.RecentFailures.Select(static failure => failure.Exception);
        Assert.Contains(first, recorded);
        Assert.Contains(second, recorded);
    }

    private sealed class Upload : IAsyncReleasable, IDisposable, IAsyncDisposable
    {
        private TrackingEntry _entry;

        public Upload(bool track)
        {
            if (track)
                _entry.Track(this, new() { Type = "entry.upload" });
        }

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<ReleaseReason> Releases { get; } = [];

        public ResourceHandle Handle => _entry.Handle;

        public void Use() => _entry.ThrowIfReleased(this);

        public void Dispose() => _entry.Dispose(this);

        public ValueTask DisposeAsync() => _entry.DisposeAsync(this);

        public void DisposeAndReport() => _entry.DisposeAndReport(this);

        public ValueTask DisposeAndReportAsync() => _entry.DisposeAndReportAsync(this);

        ReleaseOutcome IReleasable.Release(in ReleaseContext context) => TrackingEntry.Wait((IAsyncReleasable)this, context);

        async ValueTask<ReleaseOutcome> IAsyncReleasable.ReleaseAsync(ReleaseContext context)
        {
            Releases.Add(context.Reason);
            try
            {
                await Gate.Task;
                return default;
            }
            finally
            {
                _entry.EndUntracked();
            }
        }
    }
}
