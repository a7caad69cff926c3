namespace ResourceHygiene.Tests;

public sealed class LoadedPropertyTests
{
    private static readonly AcquisitionSite Site = new("Studio.cs", 5, "Render");

    [Fact]
    public void The_first_lease_loads_and_the_next_finds_the_value()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.first", "Frames");
        var loads = 0;
        FakeResource Load() => new() { OnRelease = _ => default, };

        Assert.Null(frames.Value);
        using (var first = frames.Lease(this, (_, _) => { loads++; return Load(); }, Site))
        using (var second = frames.Lease(this, (_, _) => { loads++; return Load(); }, Site))
        {
            Assert.Same(first.Value, second.Value);
            Assert.Same(first.Value, frames.Value);
            Assert.Equal(first.Handle, second.Handle);
        }

        Assert.Equal(1, loads);
        Assert.Equal(1, ResourceTracker.Shared.TotalsOf("loaded.first").Live);
    }

    [Fact]
    public void A_value_that_was_released_under_pressure_comes_back()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.back", "Frames");
        var first = new FakeResource();
        var second = new FakeResource();
        ResourceHandle handle;
        using (var leased = frames.Lease(this, (_, _) => first, Site))
            handle = leased.Handle;

        Assert.Equal(ReleaseStatus.Released, ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure).Status);
        Assert.Null(frames.Value);
        Assert.False(frames.TryLease(out _, out _));
        using (var again = frames.Lease(this, (_, _) => second, Site))
            Assert.Same(second, again.Value);

        Assert.Equal((1, 0), (first.Releases, second.Releases));
    }

    [Fact]
    public void A_leased_value_is_not_released()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.pinned", "Frames");
        var value = new FakeResource();
        using (var leased = frames.Lease(this, (_, _) => value, Site))
        {
            Assert.Equal(ReleaseStatus.Leased, ResourceTracker.Shared.Release(leased.Handle, ReleaseReason.Pressure).Status);
            Assert.Equal(0, value.Releases);
        }
    }

    [Fact]
    public async Task A_value_that_arrives_after_Dispose_is_released_and_nobody_gets_it()
    {
        var frames = new LoadedProperty<FakeResource>("loaded.late", "Frames");
        var loaded = new TaskCompletionSource<FakeResource>();
        CancellationToken told = default;
        var waiting = frames.LeaseAsync(this, (_, token) => { told = token; return new(loaded.Task); }, Site).AsTask();

        frames.Dispose();
        Assert.True(told.IsCancellationRequested);
        var late = new FakeResource();
        loaded.SetResult(late);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Equal(1, late.Releases);
        Assert.Equal(0, ResourceTracker.Shared.TotalsOf("loaded.late").Live);
        Assert.Throws<ObjectDisposedException>(() => frames.Lease(this, (_, _) => new FakeResource(), Site));
    }

    [Fact]
    public async Task A_value_that_is_set_meanwhile_stays()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.set", "Frames");
        var loaded = new TaskCompletionSource<FakeResource>();
        var waiting = frames.LeaseAsync(this, (_, _) => new(loaded.Task), Site).AsTask();
        var mine = new FakeResource();

        frames.Set(mine, Site);
        var late = new FakeResource();
        loaded.SetResult(late);

        using var leased = await waiting;
        Assert.Same(mine, leased.Value);
        Assert.Equal((0, 1), (mine.Releases, late.Releases));
    }

    [Fact]
    public async Task Who_asks_during_a_release_waits_for_its_end_and_gets_the_value_if_it_is_kept()
    {
        using var frames = new LoadedProperty<FakeModel>("loaded.kept", "Frames");
        using var saving = new ManualResetEventSlim();
        using var mayFail = new ManualResetEventSlim();
        var value = new FakeModel
        {
            OnPersist = _ =>
            {
                saving.Set();
                mayFail.Wait();
                throw new IOException("disk full");
            },
        };
        ResourceHandle handle;
        using (var first = frames.Lease(this, (_, _) => value, Site))
            handle = first.Handle;

        var release = Task.Factory.StartNew(() => ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure), TaskCreationOptions.LongRunning);
        saving.Wait();
        var waiting = frames.LeaseAsync(this, (_, _) => throw new InvalidOperationException("not asked"), Site).AsTask();
        Assert.False(waiting.IsCompleted);
        mayFail.Set();

        using var leased = await waiting;
        Assert.Same(value, leased.Value);
        Assert.Equal(ReleaseStatus.Kept, (await release).Status);
    }

    [Fact]
    public void Null_is_no_value()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.null", "Studio.Frames");

        var thrown = Assert.Throws<InvalidOperationException>(() => frames.Lease(this, static (_, _) => null!, Site));

        Assert.Contains("Studio.Frames", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loaded_value_is_measured_and_says_who_asked_for_it()
    {
        using var pixels = new LoadedProperty<byte[]>(
            "loaded.measure",
            "Pixels",
            measure: static value =>
            {
                var footprint = new ResourceFootprint();
                footprint.Add(value.Length, ResourceLocation.Device(1));
                return footprint;
            });
        using var leased = pixels.Lease(this, static (_, _) => new byte[100], Site);

        Assert.True(ResourceTracker.Shared.TryGetInfo(leased.Handle, out var info));
        Assert.Equal((100, ResourceLocation.Device(1), Site), (info.Bytes, info.Location, info.Site));
    }

    [Fact]
    public void A_lease_that_was_returned_gives_no_value()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.returned", "Frames");
        var leased = frames.Lease(this, static (_, _) => new FakeResource(), Site);
        leased.Dispose();
        leased.Dispose();

        Assert.False(leased.IsHeld);
        Assert.Throws<ObjectDisposedException>(() => leased.Value);
        Assert.Throws<ObjectDisposedException>(() => default(Leased<string>).Value);
    }
}
