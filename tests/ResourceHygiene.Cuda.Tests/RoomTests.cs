namespace ResourceHygiene.Cuda.Tests;

/// <summary>What happens where there is no room.</summary>
public sealed class RoomTests
{
    private const long Chunk = 30 * FakeDriver.Mebibyte;

    public static TheoryData<string> Limited => Memories.Limited;

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_full_memory_lets_tracked_buffers_go_for_a_new_one(string kind)
    {
        using var memories = new Memories(kind);
        var old = Enumerable.Range(0, 3).Select(_ => new DeviceBuffer<byte>(memories.Memory, Chunk)).ToList();
        old.ForEach(static buffer => buffer.Track());

        using var buffer = new DeviceBuffer<byte>(memories.Memory, 2 * Chunk);

        Assert.Same(memories.Memory, buffer.Memory);
        Assert.InRange(old.Count(static buffer => buffer.Memory.IsHost && !buffer.Memory.Location.IsDevice), 1, 2);
        old.ForEach(static buffer => buffer.Dispose());
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Only_as_many_go_as_are_needed(string kind)
    {
        using var memories = new Memories(kind);
        using var first = new DeviceBuffer<byte>(memories.Memory, 50 * FakeDriver.Mebibyte);
        using var second = new DeviceBuffer<byte>(memories.Memory, 50 * FakeDriver.Mebibyte);
        first.Track(priority: ReleasePriority.Low);
        second.Track();

        using var buffer = new DeviceBuffer<byte>(memories.Memory, 40 * FakeDriver.Mebibyte);

        Assert.Same(HostMemory.Shared, first.Memory);
        Assert.Same(memories.Memory, second.Memory);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Where_nothing_can_go_the_error_says_how_much_is_held_and_by_whom(string kind)
    {
        using var memories = new Memories(kind);
        using var inUse = new DeviceBuffer<byte>(memories.Memory, 100_000_000);
        using var untracked = new DeviceBuffer<byte>(memories.Memory, 10_000_000);
        inUse.Track("in use", ResourceTypes.ModelWeights);
        Assert.True(inUse.TryLease(out var lease));

        using (lease)
        {
            var full = Assert.Throws<DeviceOutOfMemoryException>(() => new DeviceBuffer<byte>(memories.Memory, 50_000_000));

            Assert.Equal(50_000_000, full.RequestedBytes);
            Assert.Equal(2, full.Code);
            Assert.Equal("CUDA_ERROR_OUT_OF_MEMORY", full.ErrorName);
            Assert.Equal(FakeDriver.TotalBytes, full.Memory.TotalBytes);
            Assert.Matches(
                @"^device 0 \(.+\) has no room for 50 MB: 11\d(\.\d)? MB of 134\.2 MB in use\. Buffers of this process hold 110 MB; tracked there: model_weights 'in use' 100 MB \(leased\)\.$",
                full.Message);
        }
        Assert.Equal(2, memories.Memory.LiveBuffers);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Where_nothing_is_tracked_the_error_says_so(string kind)
    {
        using var memories = new Memories(kind);
        using var untracked = new DeviceBuffer<byte>(memories.Memory, 100_000_000);

        var full = Assert.Throws<DeviceOutOfMemoryException>(() => new DeviceBuffer<byte>(memories.Memory, 50_000_000));

        Assert.Contains("none of it is tracked, so nothing could be let go", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_cleaner_nothing_is_let_go()
    {
        var memory = new HostMemory(1000, ResourceLocation.Device(3));
        using var tracked = new DeviceBuffer<byte>(memory, 800);
        tracked.Track(tracker: new ResourceTracker());

        var full = Assert.Throws<DeviceOutOfMemoryException>(() => new DeviceBuffer<byte>(memory, 300));

        Assert.Contains("device 3 (host memory in its place) has no room for 300 B: 800 B of 1 kB in use", full.Message, StringComparison.Ordinal);
        Assert.Contains("the memory has no cleaner", full.Message, StringComparison.Ordinal);
        Assert.False(tracked.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void What_types_keep_back_goes_when_nothing_else_is_left(string kind)
    {
        using var memories = new Memories(kind);
        var cleaner = memories.Memory.Cleaner!;
        cleaner.Policy = cleaner.Policy.With(cleaner.Policy.ProfileOf("kept") with { KeepAtLeast = 1 });
        using var kept = new DeviceBuffer<byte>(memories.Memory, 100 * FakeDriver.Mebibyte);
        kept.Track(type: "kept");

        using var buffer = new DeviceBuffer<byte>(memories.Memory, 50 * FakeDriver.Mebibyte);

        Assert.Same(HostMemory.Shared, kept.Memory);
    }

    [Fact]
    public void What_the_pool_keeps_is_given_back_before_anything_is_let_go()
    {
        using var fake = new FakeDriver();
        using var stream = fake.Device.CreateStream();
        using var tracked = new DeviceBuffer<byte>(fake.Device, FakeDriver.Mebibyte);
        tracked.Track();
        new DeviceBuffer<byte>(stream, 100 * FakeDriver.Mebibyte).Dispose();

        using var buffer = new DeviceBuffer<byte>(fake.Device, 100 * FakeDriver.Mebibyte);

        Assert.Same(fake.Device, tracked.Memory);
        Assert.Equal(1, fake.Calls("cuMemPoolTrimTo"));
    }

    [Fact]
    public void An_allocation_that_fails_although_there_is_room_lets_go_and_tries_again()
    {
        using var fake = new FakeDriver();
        using var tracked = new DeviceBuffer<byte>(fake.Device, Chunk);
        tracked.Track();
        // What is free lies in pieces: it fails at once, after trimming, and once more after the first was let go.
        fake.Fail("cuMemAlloc_v2", 2, times: 2);

        using var buffer = new DeviceBuffer<byte>(fake.Device, Chunk);

        Assert.Same(HostMemory.Shared, tracked.Memory);
        Assert.Same(fake.Device, buffer.Memory);
    }

    [Fact]
    public void It_ends_where_letting_go_does_not_help()
    {
        using var fake = new FakeDriver();
        var tracked = Enumerable.Range(0, 20).Select(_ => new DeviceBuffer<byte>(fake.Device, FakeDriver.Mebibyte)).ToList();
        tracked.ForEach(static buffer => buffer.Track());
        fake.Fail("cuMemAlloc_v2", 2);

        var full = Assert.Throws<DeviceOutOfMemoryException>(() => new DeviceBuffer<byte>(fake.Device, 2 * FakeDriver.Mebibyte));

        Assert.Contains("were let go", full.Message, StringComparison.Ordinal);
        Assert.Equal(1, fake.Retains());
        tracked.ForEach(static buffer => buffer.Dispose());
    }

    [Fact]
    public void A_handler_that_allocates_itself_does_not_go_round_in_circles()
    {
        using var fake = new FakeDriver();
        Exception? refused = null;
        using var victim = new Victim(fake, () => refused = Record.Exception(() => new DeviceBuffer<byte>(fake.Device, FakeDriver.TotalBytes)));

        using var buffer = new DeviceBuffer<byte>(fake.Device, 100 * FakeDriver.Mebibyte);

        Assert.IsType<DeviceOutOfMemoryException>(refused);
    }

    [Fact]
    public void A_host_without_memory_answers_as_a_device()
    {
        var full = Assert.Throws<DeviceOutOfMemoryException>(() => new DeviceBuffer<byte>(HostMemory.Shared, long.MaxValue / 4));

        Assert.Equal(ResourceLocation.Host, full.Location);
        Assert.StartsWith("host memory has no room for", full.Message, StringComparison.Ordinal);
    }

    /// <summary>Holds most of the device and does something else while it is let go.</summary>
    private sealed class Victim : IReleasable, IDisposable
    {
        private readonly DeviceBuffer<byte> _buffer;
        private readonly Action _whileReleased;

        public Victim(FakeDriver fake, Action whileReleased)
        {
            _whileReleased = whileReleased;
            _buffer = new DeviceBuffer<byte>(fake.Device, 100 * FakeDriver.Mebibyte);
            fake.Tracker.Register(this, new ResourceRegistration { Type = "victim", Bytes = _buffer.SizeInBytes, Location = fake.Device.Location });
        }

        public ReleaseOutcome Release(in ReleaseContext context)
        {
            _whileReleased();
            _buffer.Dispose();
            return ReleaseOutcome.Released();
        }

        public void Dispose() => _buffer.Dispose();
    }
}
