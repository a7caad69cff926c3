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
}
