namespace ResourceHygiene.Generated.Tests;

public partial class LoadedPropertyTests
{
    [TrackedResource(Type = "test_studio_loading")]
    private sealed partial class Studio
    {
        private readonly Journal _journal;
        private int _loads;

        public Studio(Journal journal)
        {
            _journal = journal;
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        [TrackedResource(Type = "test_loaded", Priority = ReleasePriority.Low, Load = nameof(LoadFrames))]
        public partial Part? Frames { get; }

        [TrackedResource(Type = "test_loaded_async", Load = nameof(LoadIndexAsync))]
        public partial Part? Index { get; set; }

        [TrackedResource(Type = "test_loaded_pixels", Load = nameof(LoadPixels))]
        public partial float[]? Pixels { get; }

        [TrackedResource(Type = "test_loaded_cover", Load = nameof(LoadCover))]
        public partial Part? Cover { get; set; }

        private Part LoadCover() => Cover = _journal.Part("release cover");

        private static float[] LoadPixels() => new float[25];

        private Part LoadFrames()
        {
            int number = Interlocked.Increment(ref _loads);
            _journal.Add($"load {number}");
            return _journal.Part($"release {number}");
        }

        private async Task<Part> LoadIndexAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            _journal.Add("load index");
            return _journal.Part("release index");
        }
    }

    [Fact]
    public void Loader_that_sets_the_property_itself_keeps_what_it_set()
    {
        var journal = new Journal();
        var studio = new Studio(journal);

        using (Leased<Part> cover = studio.LeaseCover())
        {
            Assert.Same(studio.Cover, cover.Value);
            Assert.Empty(journal.Entries);
        }

        studio.Dispose();
        Assert.Equal(["release cover"], journal.Entries);
    }

    [Fact]
    public void Value_comes_back_after_a_release_under_pressure()
    {
        var journal = new Journal();
        var studio = new Studio(journal);
        Assert.Null(studio.Frames);

        ResourceHandle handle;
        using (Leased<Part> frames = studio.LeaseFrames())
        {
            handle = frames.Handle;
            Assert.Same(frames.Value, studio.Frames);
            Assert.Equal(ReleaseStatus.Leased, ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure).Status);
        }

        ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure);
        Assert.Null(studio.Frames);
        using (Leased<Part> frames = studio.LeaseFrames())
            Assert.NotEqual(handle, frames.Handle);
        studio.Dispose();

        Assert.Equal(["load 1", "release 1", "load 2", "release 2"], journal.Entries);
        Assert.Throws<ObjectDisposedException>(() => studio.LeaseFrames());
    }

    [Fact]
    public async Task Value_is_loaded_asynchronously_and_can_be_set_too()
    {
        var journal = new Journal();
        using var studio = new Studio(journal);
        using (Leased<Part> index = await studio.LeaseIndexAsync())
            Assert.Same(index.Value, studio.Index);

        Part mine = journal.Part("release mine");
        studio.Index = mine;
        using (Leased<Part> index = await studio.LeaseIndexAsync())
            Assert.Same(mine, index.Value);
        studio.Index = null;
        using (Leased<Part> index = await studio.LeaseIndexAsync())
            Assert.NotSame(mine, index.Value);

        Assert.Equal(["load index", "release index", "release mine", "load index"], journal.Entries);
    }

    [Fact]
    public async Task Leases_from_many_threads_share_one_load_while_the_value_is_released_again_and_again()
    {
        var journal = new Journal();
        var studio = new Studio(journal);
        using var stop = new CancellationTokenSource();
        Task cleaner = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    if (!studio.TryLeaseFrames(out Lease lease, out _))
                        continue;
                    ResourceHandle handle = lease.Handle;
                    lease.Dispose();
                    ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure);
                }
            },
            TaskCreationOptions.LongRunning);

        Task[] users = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int round = 0; round < 500; round++)
                {
                    using Leased<Part> frames = studio.LeaseFrames();
                    Assert.Equal(ReleaseStatus.Leased, ResourceTracker.Shared.Release(frames.Handle, ReleaseReason.Pressure).Status);
                }
            },
            TaskCreationOptions.LongRunning))];
        await Task.WhenAll(users);
        await stop.CancelAsync();
        await cleaner;
        studio.Dispose();

        string[] loads = [.. journal.Entries.Where(static entry => entry.StartsWith("load", StringComparison.Ordinal)).Order()];
        string[] releases = [.. journal.Entries.Where(static entry => entry.StartsWith("release", StringComparison.Ordinal)).Select(static entry => entry.Replace("release", "load", StringComparison.Ordinal)).Order()];
        Assert.Equal(loads, releases);
    }

    [Fact]
    public void Registration_knows_size_and_who_asked()
    {
        using var studio = new Studio(new Journal());
        using Leased<float[]> pixels = studio.LeasePixels();

        Assert.True(ResourceTracker.Shared.TryGetInfo(pixels.Handle, out var info));
        Assert.Equal((100, "Studio.Pixels"), (info.Bytes, info.Name));
        Assert.EndsWith("LoadedPropertyTests.cs", info.Site.File, StringComparison.Ordinal);
        Assert.Equal(nameof(Registration_knows_size_and_who_asked), info.Site.Member);
        Assert.True(info.Site.Line > 0);
    }
}
