namespace ResourceHygiene.Tests;

/// <summary>Several who ask for one value at once, or for values that need each other.</summary>
public sealed class SharedLoadTests
{
    private static readonly AcquisitionSite Site = new("Studio.cs", 5, "Render");

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
    public async Task Loaders_on_two_threads_that_need_each_other_are_told_so_instead_of_waiting_for_ever()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.cycle.frames", "Frames");
        using var index = new LoadedProperty<FakeResource>("loaded.cycle.index", "Index");
        using var both = new Barrier(2);
        FakeResource LoadFrames()
        {
            both.SignalAndWait();
            using var leased = index.Lease(this, (_, _) => new FakeResource(), Site);
            return new FakeResource();
        }

        FakeResource LoadIndex()
        {
            both.SignalAndWait();
            using var leased = frames.Lease(this, (_, _) => new FakeResource(), Site);
            return new FakeResource();
        }

        var one = Task.Factory.StartNew(() => frames.Lease(this, (_, _) => LoadFrames(), Site).Dispose(), TaskCreationOptions.LongRunning);
        var other = Task.Factory.StartNew(() => index.Lease(this, (_, _) => LoadIndex(), Site).Dispose(), TaskCreationOptions.LongRunning);

        foreach (var task in new[] { one, other })
        {
            var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => task);
            Assert.Contains("Frames", thrown.Message, StringComparison.Ordinal);
            Assert.Contains("Index", thrown.Message, StringComparison.Ordinal);
        }
        using var again = frames.Lease(this, (_, _) => new FakeResource(), Site);
        Assert.True(again.IsHeld);
    }

    [Fact]
    public async Task Three_loaders_that_need_each_other_in_turn_are_told_so()
    {
        LoadedProperty<FakeResource>[] properties =
            [.. Enumerable.Range(0, 3).Select(static i => new LoadedProperty<FakeResource>("loaded.ring", $"Part{i}"))];
        var begun = 0;
        var all = new TaskCompletionSource();
        async ValueTask<FakeResource> Load(int number)
        {
            if (Interlocked.Increment(ref begun) == properties.Length)
                all.SetResult();
            await all.Task;
            using var next = await properties[(number + 1) % properties.Length].LeaseAsync(this, (_, _) => throw new NotSupportedException(), Site);
            return new FakeResource();
        }

        var leases = Enumerable.Range(0, 3).Select(i => properties[i].LeaseAsync(this, (_, _) => Load(i), Site).AsTask()).ToArray();

        foreach (var lease in leases)
            await Assert.ThrowsAsync<InvalidOperationException>(() => lease);
        foreach (var property in properties)
            property.Dispose();
    }

    [Fact]
    public async Task Loaders_that_share_what_they_need_wait_for_nobody_in_vain()
    {
        using var frames = new LoadedProperty<FakeResource>("loaded.diamond.frames", "Frames");
        using var index = new LoadedProperty<FakeResource>("loaded.diamond.index", "Index");
        using var file = new LoadedProperty<FakeResource>("loaded.diamond.file", "File");
        var opened = new TaskCompletionSource<FakeResource>();
        async ValueTask<FakeResource> LoadWithFile()
        {
            using var leased = await file.LeaseAsync(this, (_, _) => new(opened.Task), Site);
            return new FakeResource();
        }

        async ValueTask<FakeResource> LoadWithBoth()
        {
            using var leased = await index.LeaseAsync(this, (_, _) => LoadWithFile(), Site);
            return await LoadWithFile();
        }

        var one = frames.LeaseAsync(this, (_, _) => LoadWithBoth(), Site).AsTask();
        var other = index.LeaseAsync(this, (_, _) => LoadWithFile(), Site).AsTask();
        opened.SetResult(new FakeResource());

        using var first = await one;
        using var second = await other;
        Assert.True(first.IsHeld && second.IsHeld);
    }
}
