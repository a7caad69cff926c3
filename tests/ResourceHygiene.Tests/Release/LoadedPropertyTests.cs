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
    public async Task Those_who_ask_at_once_share_one_load()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.shared", "Frames");
        var begun = new TaskCompletionSource();
        var loaded = new TaskCompletionSource<FakeResource>();
        var loads = 0;
        ValueTask<FakeResource> Load()
        {
            Interlocked.Increment(ref loads);
            begun.SetResult();
            return new(loaded.Task);
        }

        var first = frames.LeaseAsync(this, (_, _) => Load(), Site).AsTask();
        await begun.Task;
        var others = Enumerable.Range(0, 8).Select(_ => frames.LeaseAsync(this, (_, _) => Load(), Site).AsTask()).ToArray();
        Assert.All(others, other => Assert.False(other.IsCompleted));
        loaded.SetResult(new FakeResource());

        foreach (var lease in await Task.WhenAll([first, .. others]))
        {
            using var held = lease;
            Assert.Same(await loaded.Task, held.Value);
        }
        Assert.Equal(1, loads);
        Assert.Equal(1, ResourceTracker.Shared.TotalsOf("loaded.shared").Registered);
    }

    [Fact]
    public async Task Threads_that_block_share_one_load()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.threads", "Frames");
        using var start = new Barrier(8);
        var loads = 0;
        var values = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                using var leased = frames.Lease(this, (_, _) => { Interlocked.Increment(ref loads); return new FakeResource(); }, Site);
                return leased.Value;
            },
            TaskCreationOptions.LongRunning)));

        Assert.Single(values.Distinct());
        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task A_failure_reaches_all_who_wait_and_the_next_one_tries_again()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.fails", "Frames");
        var failing = new TaskCompletionSource<FakeResource>();
        var first = frames.LeaseAsync(this, (_, _) => new(failing.Task), Site).AsTask();
        var second = frames.LeaseAsync(this, (_, _) => throw new InvalidOperationException("not asked"), Site).AsTask();

        failing.SetException(new IOException("no such file"));

        Assert.Equal("no such file", (await Assert.ThrowsAsync<IOException>(() => first)).Message);
        await Assert.ThrowsAsync<IOException>(() => second);
        using var third = await frames.LeaseAsync(this, (_, _) => new(new FakeResource()), Site);
        Assert.True(third.IsHeld);
        Assert.Throws<IOException>(() => new LoadedProperty<string>("loaded.fails.sync", "Text").Lease(this, (_, _) => throw new IOException(), Site));
    }

    [Fact]
    public async Task Who_cancels_stops_waiting_and_the_load_goes_on_for_the_others()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.cancel", "Frames");
        using var impatient = new CancellationTokenSource();
        var loaded = new TaskCompletionSource<FakeResource>();
        CancellationToken told = default;
        var first = frames.LeaseAsync(this, (_, token) => { told = token; return new(loaded.Task); }, Site, impatient.Token).AsTask();
        var second = frames.LeaseAsync(this, (_, _) => throw new InvalidOperationException("not asked"), Site).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(told.IsCancellationRequested);
        loaded.SetResult(new FakeResource());

        using var leased = await second;
        Assert.Same(await loaded.Task, leased.Value);
    }

    [Fact]
    public async Task A_load_that_nobody_waits_for_is_told_to_stop_and_the_next_one_begins_anew()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.abandoned", "Frames");
        using var impatient = new CancellationTokenSource();
        var stopped = new TaskCompletionSource();
        async ValueTask<FakeResource> LoadForEver(CancellationToken token)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
                return new FakeResource();
            }
            finally
            {
                stopped.SetResult();
            }
        }

        var first = frames.LeaseAsync(this, (_, token) => LoadForEver(token), Site, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await stopped.Task;

        using var second = await frames.LeaseAsync(this, (_, _) => new(new FakeResource()), Site);
        Assert.True(second.IsHeld);
    }

    [Fact]
    public void A_blocking_load_is_told_to_stop_when_its_caller_cancels()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.cancel.sync", "Frames");
        using var impatient = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => frames.Lease(
            this,
            (_, token) =>
            {
                impatient.Cancel();
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                return new FakeResource();
            },
            Site,
            impatient.Token));
    }

    [Fact]
    public void A_loader_that_needs_its_own_value_is_told_so_instead_of_waiting_for_ever()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.self", "Frames");
        using var index = new LoadedProperty<FakeResource>("loaded.self.index", "Index");
        FakeResource LoadFrames()
        {
            using var leased = index.Lease(this, (_, _) => LoadIndex(), Site);
            return new FakeResource();
        }

        FakeResource LoadIndex()
        {
            using var leased = frames.Lease(this, (_, _) => LoadFrames(), Site);
            return new FakeResource();
        }

        var thrown = Assert.Throws<InvalidOperationException>(() => frames.Lease(this, (_, _) => LoadFrames(), Site));

        Assert.Contains("Frames", thrown.Message, StringComparison.Ordinal);
        using var plain = frames.Lease(this, (_, _) => new FakeResource(), Site);
        Assert.True(plain.IsHeld);
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
    public async Task Leases_and_releases_that_race_never_give_a_released_value()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.race", "Frames");
        using var stop = new CancellationTokenSource();
        var cleaner = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    foreach (var info in ResourceTracker.Shared.Snapshot().Where(static info => info.Type == "loaded.race"))
                        ResourceTracker.Shared.Release(info.Handle, ReleaseReason.Pressure);
                }
            },
            TaskCreationOptions.LongRunning);

        var users = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 2000; round++)
                {
                    using var leased = frames.Lease(this, static (_, _) => new FakeResource(), Site);
                    Assert.Equal(0, leased.Value.Releases);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(users);
        await stop.CancelAsync();
        await cleaner;

        frames.Dispose();
        var totals = ResourceTracker.Shared.TotalsOf("loaded.race");
        Assert.Equal(0, totals.Live);
        Assert.Equal(totals.Registered, totals.Released);
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
