namespace ResourceHygiene.Tests;

public sealed class PersistTests
{
    [Theory]
    [InlineData(ReleaseReason.Pressure, true)]
    [InlineData(ReleaseReason.Expired, true)]
    [InlineData(ReleaseReason.Requested, true)]
    [InlineData(ReleaseReason.Exit, true)]
    [InlineData(ReleaseReason.Disposed, false)]
    [InlineData(ReleaseReason.Replaced, false)]
    public void Content_is_saved_unless_the_owner_gave_it_up(ReleaseReason reason, bool isSaved)
    {
        var bench = new Workbench();
        var calls = new List<string>();
        var model = new FakeModel
        {
            OnPersist = context => calls.Add($"persist {context.Reason}"),
            OnRelease = _ =>
            {
                calls.Add("release");
                return default;
            },
        };

        bench.Tracker.Release(bench.Add(model), reason);

        Assert.Equal(isSaved ? [$"persist {reason}", "release"] : ["release"], calls);
    }

    [Fact]
    public void What_cannot_be_saved_is_kept_live_and_usable()
    {
        var bench = new Workbench();
        var model = new FakeModel { OnPersist = _ => throw new IOException("disk full") };
        var handle = bench.Add(model, bytes: 10);

        var result = bench.Tracker.Release(handle, ReleaseReason.Pressure);

        Assert.Equal(ReleaseStatus.Kept, result.Status);
        Assert.Equal("could not be persisted: disk full", result.Message);
        Assert.IsType<IOException>(result.Exception);
        Assert.Equal(0, model.Releases);
        Assert.Equal(10, bench.Tracker.BytesAt(ResourceLocation.Host));
        Assert.True(bench.Tracker.TryLease(handle, out var lease));
        lease.Dispose();
        Assert.Equal(1, bench.Reaper.Statistics.Total.Kept);
        Assert.Single(bench.Reaper.Statistics.RecentFailures);
    }

    [Fact]
    public void Saving_may_use_the_resources_own_guarded_methods()
    {
        var guarded = new GuardedModel();

        Assert.Equal(ReleaseStatus.Released, ResourceTracker.Shared.Release(guarded.Handle, ReleaseReason.Pressure).Status);

        Assert.True(guarded.IsSaved);
        Assert.Throws<ObjectDisposedException>(guarded.Save);
    }

    private sealed class GuardedModel : IReleasable, IPersistable
    {
        private TrackingEntry _entry;

        public GuardedModel() => _entry.Track(this, new() { Type = "persist.guarded" });

        public ResourceHandle Handle => _entry.Handle;

        public bool IsSaved { get; private set; }

        public void Save()
        {
            _entry.ThrowIfReleased(this);
            IsSaved = true;
        }

        public void Persist(ReleaseContext context) => Save();

        public ReleaseOutcome Release(in ReleaseContext context) => default;
    }
}
