namespace ResourceHygiene.Tests;

public sealed class TrackedPropertyTests
{
    private static readonly AcquisitionSite Site = new("Studio.cs", 5, "Open");

    [Fact]
    public void Setting_registers_the_new_value_and_releases_the_old_one()
    {
        using var frames = new TrackedProperty<FakeModel>("property.set", "Frames");
        var reasons = new List<ReleaseReason>();
        var first = new FakeModel
        {
            OnRelease = context =>
            {
                reasons.Add(context.Reason);
                return default;
            },
        };
        var second = new FakeModel();

        frames.Set(first, Site);
        Assert.Equal(1, ResourceTracker.Shared.TotalsOf("property.set").Live);
        frames.Set(second, Site);

        Assert.Same(second, frames.Value);
        Assert.Equal([ReleaseReason.Replaced], reasons);
        Assert.Equal(1, ResourceTracker.Shared.TotalsOf("property.set").Live);
    }

    [Fact]
    public void Setting_the_same_value_again_does_nothing()
    {
        using var frames = new TrackedProperty<FakeResource>("property.same", "Frames");
        var value = new FakeResource();
        frames.Set(value, Site);

        frames.Set(value, Site);

        Assert.Equal(0, value.Releases);
        Assert.Equal(1, ResourceTracker.Shared.TotalsOf("property.same").Registered);
    }

    [Fact]
    public void Setting_null_releases_the_value()
    {
        using var frames = new TrackedProperty<FakeResource>("property.null", "Frames");
        var value = new FakeResource();
        frames.Set(value, Site);

        frames.Set(null, Site);

        Assert.Null(frames.Value);
        Assert.Equal(1, value.Releases);
    }

    [Fact]
    public void The_value_reads_null_once_the_runtime_let_it_go_and_no_reference_is_left()
    {
        using var frames = new TrackedProperty<byte[]>("property.gone", "Frames");
        var buffer = Garbage.Make(() =>
        {
            var made = new byte[100];
            frames.Set(made, Site);
            return made;
        });
        Assert.False(Garbage.IsCollected(buffer));

        Assert.Equal(ReleaseStatus.Released, ResourceTracker.Shared.Release(HandleOf("property.gone"), ReleaseReason.Pressure).Status);

        Assert.Null(frames.Value);
        Assert.True(Garbage.IsCollected(buffer));
    }

    [Fact]
    public void A_value_that_is_kept_can_still_be_read()
    {
        using var frames = new TrackedProperty<FakeModel>("property.kept", "Frames");
        FakeModel? during = null;
        var value = new FakeModel
        {
            OnPersist = _ =>
            {
                during = frames.Value;
                throw new IOException("disk full");
            },
        };
        frames.Set(value, Site);

        Assert.Equal(ReleaseStatus.Kept, ResourceTracker.Shared.Release(HandleOf("property.kept"), ReleaseReason.Pressure).Status);

        Assert.Null(during);
        Assert.Same(value, frames.Value);
    }

    [Fact]
    public void A_leased_value_outlives_its_replacement_until_the_lease_returns()
    {
        using var frames = new TrackedProperty<FakeResource>("property.lease", "Frames");
        var first = new FakeResource();
        frames.Set(first, Site);
        Assert.True(frames.TryLease(out var lease, out var leased));
        Assert.Same(first, leased);

        frames.Set(new FakeResource(), Site);
        Assert.Equal(0, first.Releases);
        lease.Dispose();

        Assert.Equal(1, first.Releases);
    }

    [Fact]
    public void The_value_can_be_trimmed_through_the_property()
    {
        using var frames = new TrackedProperty<FakeTrimmable>("property.trim", "Frames");
        frames.Set(new FakeTrimmable(_ => 4), Site);
        var handle = HandleOf("property.trim");
        ResourceTracker.Shared.SetBytes(handle, 10);

        Assert.Equal(4, Reaper.Shared.Trim(handle, 4).BytesFreed);

        Assert.True(ResourceTracker.Shared.TryGetInfo(handle, out var info));
        Assert.True(info.CanTrim);
        Assert.False(info.CanOffload);
    }

    [Fact]
    public void Reading_counts_as_a_use()
    {
        using var frames = new TrackedProperty<object>("property.use", "Frames", ReleasePriority.High, retentionSeconds: 1.5);
        frames.Set(new object(), Site);

        Assert.NotNull(frames.Value);
        Assert.NotNull(frames.Value);

        Assert.True(ResourceTracker.Shared.TryGetInfo(HandleOf("property.use"), out var info));
        Assert.Equal((2, ReleasePriority.High, TimeSpan.FromSeconds(1.5)), (info.Uses, info.Priority, info.Retention));
        Assert.Equal((Site, "Frames"), (info.Site, info.Name));
    }

    [Fact]
    public void Dispose_releases_the_value_once_and_later_values_are_refused()
    {
        var frames = new TrackedProperty<FakeResource>("property.dispose", "Frames");
        var value = new FakeResource();
        frames.Set(value, Site);

        frames.Dispose();
        frames.Dispose();

        Assert.Equal(1, value.Releases);
        Assert.Null(frames.Value);
        Assert.False(frames.TryLease(out _, out _));
        Assert.Throws<ObjectDisposedException>(() => frames.Set(new FakeResource(), Site));
        Assert.Equal(0, ResourceTracker.Shared.TotalsOf("property.dispose").Live);
    }

    [Fact]
    public void A_failing_release_of_the_old_value_is_thrown_with_the_new_one_in_place()
    {
        using var frames = new TrackedProperty<FakeResource>("property.throw", "Frames");
        frames.Set(new FakeResource { OnRelease = _ => throw new IOException("stuck") }, Site);
        var second = new FakeResource();

        Assert.Throws<IOException>(() => frames.Set(second, Site));

        Assert.Same(second, frames.Value);
    }

    [Fact]
    public void A_value_that_tracks_itself_is_counted_and_released_once()
    {
        using var property = new TrackedProperty<IDisposable>("property.self", "Clip");
        var clip = new SelfTracked("property.self.clip");
        property.Set(clip, Site);

        Assert.Equal(0, ResourceTracker.Shared.TotalsOf("property.self").Registered);
        Assert.Equal(10, ResourceTracker.Shared.TotalsOf("property.self.clip").Bytes);
        Assert.Same(clip, property.Value);
        Assert.True(property.TryLease(out var lease, out var leased));
        Assert.Same(clip, leased);
        property.Set(null, Site);
        Assert.Equal(0, clip.Releases);
        lease.Dispose();
        clip.Dispose();

        Assert.Equal(1, clip.Releases);
        Assert.Equal(0, ResourceTracker.Shared.TotalsOf("property.self.clip").Live);
    }

    [Fact]
    public void A_value_that_tracks_itself_reads_null_once_the_runtime_let_it_go()
    {
        using var property = new TrackedProperty<IDisposable>("property.self.gone", "Clip");
        var clip = new SelfTracked("property.self.gone.clip");
        property.Set(clip, Site);

        Assert.Equal(ReleaseStatus.Released, ResourceTracker.Shared.Release(HandleOf("property.self.gone.clip"), ReleaseReason.Pressure).Status);

        Assert.Null(property.Value);
        property.Dispose();
        Assert.Equal(1, clip.Releases);
    }

    [Fact]
    public void An_impossible_property_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new TrackedProperty<object>("", "Frames"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrackedProperty<object>("x", "Frames", retentionSeconds: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrackedProperty<object>("x", "Frames", retentionSeconds: double.NaN));
    }

    private static ResourceHandle HandleOf(string type) =>
        Assert.Single(ResourceTracker.Shared.Snapshot(), info => info.Type == type).Handle;

    /// <summary>What the generator makes of a tracked class.</summary>
    private sealed class SelfTracked : IReleasable, IDisposable
    {
        private TrackingEntry _entry;

        public SelfTracked(string type) => _entry.Track(this, new() { Type = type, Bytes = 10 });

        public int Releases { get; private set; }

        public void Dispose() => _entry.Dispose(this);

        ReleaseOutcome IReleasable.Release(in ReleaseContext context)
        {
            Releases++;
            return default;
        }
    }
}
