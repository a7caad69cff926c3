namespace ResourceHygiene.Generated.Tests;

public partial class CapabilityTests
{
    [TrackedResource(Type = "test_cache")]
    private sealed partial class Cache
    {
        private readonly Journal _journal;
        private readonly bool _cannotSave;

        public Cache(Journal journal, bool cannotSave = false)
        {
            _journal = journal;
            _cannotSave = cannotSave;
            Track(bytes: 100, location: ResourceLocation.Device(0));
        }

        public ResourceHandle Handle => TrackedHandle;

        [Trim]
        private long Shrink(TrimRequest request)
        {
            _journal.Add($"trim {request.BytesWanted}");
            return 40;
        }

        [Offload]
        private void ToHost(ReleaseContext context) => _journal.Add("offload");

        [Persist]
        private void Save(in ReleaseContext context)
        {
            _journal.Add($"persist {context.Reason}");
            if (_cannotSave)
                throw new IOException("disk is full");
        }

        partial void OnReleased(in ReleaseContext context) => _journal.Add("released");
    }

    [Fact]
    public void Methods_marked_for_it_are_called_by_the_runtime()
    {
        var journal = new Journal();
        using var cache = new Cache(journal);

        Assert.Equal(40, Reaper.Shared.Trim(cache.Handle, 30).BytesFreed);
        Reaper.Shared.Offload(cache.Handle);

        Assert.Equal(["trim 30", "offload"], journal.Entries);
    }

    [Fact]
    public void Release_under_pressure_saves_first_and_the_owners_does_not()
    {
        var pressed = new Journal();
        using var cache = new Cache(pressed);
        ResourceTracker.Shared.Release(cache.Handle, ReleaseReason.Pressure);
        Assert.Equal(["persist Pressure", "released"], pressed.Entries);

        var disposed = new Journal();
        new Cache(disposed).Dispose();
        Assert.Equal(["released"], disposed.Entries);
    }

    [Fact]
    public void Resource_that_cannot_be_saved_is_kept()
    {
        var journal = new Journal();
        using var cache = new Cache(journal, cannotSave: true);

        var result = ResourceTracker.Shared.Release(cache.Handle, ReleaseReason.Pressure);

        Assert.Equal(ReleaseStatus.Kept, result.Status);
        Assert.Equal(["persist Pressure"], journal.Entries);
    }

    [TrackedResource(Type = "test_async_cache")]
    private sealed partial class AsyncCache
    {
        private readonly Journal _journal;

        public AsyncCache(Journal journal)
        {
            _journal = journal;
            Track(bytes: 100, location: ResourceLocation.Device(0));
        }

        public ResourceHandle Handle => TrackedHandle;

        [Trim]
        private static async Task<long> ShrinkAsync(AsyncCache self, TrimRequest request, CancellationToken token)
        {
            await Task.Yield();
            self._journal.Add($"trim {request.BytesWanted} {token == request.Context.Deadline}");
            return 40;
        }

        [Offload]
        [Persist]
        private async ValueTask MoveAsync(ReleaseContext context)
        {
            await Task.Yield();
            _journal.Add("moved");
            if (context.Reason == ReleaseReason.Expired)
                throw new IOException("disk is full");
        }
    }

    [Fact]
    public void Asynchronous_and_static_methods_are_waited_for()
    {
        var journal = new Journal();
        using var cache = new AsyncCache(journal);

        Assert.Equal(40, Reaper.Shared.Trim(cache.Handle, 30).BytesFreed);
        Assert.Equal(ReleaseStatus.Reduced, Reaper.Shared.Offload(cache.Handle).Status);

        Assert.Equal(["trim 30 True", "moved"], journal.Entries);
    }

    [Fact]
    public void What_an_asynchronous_method_throws_counts_as_if_it_were_not()
    {
        using var cache = new AsyncCache(new Journal());

        var result = ResourceTracker.Shared.Release(cache.Handle, ReleaseReason.Expired);

        Assert.Equal((ReleaseStatus.Kept, "disk is full"), (result.Status, result.Exception?.Message));
    }

    [Fact]
    public void Asynchronous_method_does_not_wait_for_the_thread_that_waits_for_it()
    {
        using var cache = new AsyncCache(new Journal());
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new NobodyRunsThis());
        try
        {
            Assert.Equal(40, Reaper.Shared.Trim(cache.Handle, 1).BytesFreed);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class NobodyRunsThis : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
