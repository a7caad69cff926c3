using System.Runtime.CompilerServices;

namespace ResourceHygiene.Cuda.Tests;

public sealed class TrackingTests
{
    public static TheoryData<string> Limited => Memories.Limited;

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_tracked_buffer_is_known_with_name_size_place_and_site(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<float>(memories.Memory, 10);

        var handle = buffer.Track("weights", ResourceTypes.ModelWeights, ReleasePriority.Low);

        Assert.True(memories.Tracker.TryGetInfo(handle, out var info));
        Assert.Equal(("model_weights 'weights'", 40, ResourceLocation.Device(0), ReleasePriority.Low), (info.Title, info.Bytes, info.Location, info.Priority));
        Assert.EndsWith("TrackingTests.cs", info.Site.File, StringComparison.Ordinal);
        Assert.Equal(nameof(A_tracked_buffer_is_known_with_name_size_place_and_site), info.Site.Member);
        Assert.Equal(handle, buffer.Handle);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_buffer_is_tracked_once(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<float>(memories.Memory, 10);
        buffer.Track();

        var again = Assert.Throws<InvalidOperationException>(() => buffer.Track());

        Assert.Contains("is tracked already", again.Message, StringComparison.Ordinal);
        Assert.Equal(1, memories.Tracker.Totals.Live);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Dispose_ends_the_tracking(string kind)
    {
        using var memories = new Memories(kind);
        var buffer = new DeviceBuffer<float>(memories.Memory, 10);
        buffer.Track();

        buffer.Dispose();

        Assert.Equal(0, memories.Tracker.Totals.Live);
        Assert.Equal(0, memories.Tracker.BytesAt(ResourceLocation.Device(0)));
        Assert.Empty(memories.Tracker.CollectLeaks());
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_leased_buffer_is_freed_when_the_lease_is_returned(string kind)
    {
        using var memories = new Memories(kind);
        var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2]);
        buffer.Track();
        Assert.True(buffer.TryLease(out var lease));

        using (lease)
        {
            buffer.Dispose();
            Assert.Equal([1, 2], buffer.ToArray());
        }

        Assert.True(buffer.IsDisposed);
        Assert.Equal(0, memories.Memory.LiveBuffers);
        Assert.False(buffer.TryLease(out _));
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_buffer_that_is_not_tracked_has_no_lease(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, 2);

        Assert.False(buffer.TryLease(out var lease));
        Assert.False(lease.IsHeld);
        Assert.True(buffer.Handle.IsNone);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Offloading_moves_to_the_host_and_the_books_follow_there_and_back(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2, 3]);
        var handle = buffer.Track();

        var result = memories.Memory.Cleaner!.Reaper.Offload(handle);

        Assert.Equal((ReleaseStatus.Reduced, 12), (result.Status, result.BytesFreed));
        Assert.Equal((0, 12), (memories.Tracker.BytesAt(ResourceLocation.Device(0)), memories.Tracker.BytesAt(ResourceLocation.Host)));
        Assert.Equal([1, 2, 3], buffer.ToArray());

        buffer.MoveTo(memories.Memory);

        Assert.Equal((12, 0), (memories.Tracker.BytesAt(ResourceLocation.Device(0)), memories.Tracker.BytesAt(ResourceLocation.Host)));
        Assert.Equal([1, 2, 3], buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_budget_on_a_device_makes_room_there(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<byte>(memories.Memory, 600);
        buffer.Track("old");
        var budget = new ResourceBudget(memories.Memory.Cleaner!, 1000, ResourceLocation.Device(0));

        var report = budget.MakeRoom(500);

        Assert.True(report.IsEnough);
        Assert.True(buffer.Memory.IsHost);
        Assert.Contains("native_memory 'old' offloaded", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, budget.Used);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void The_exit_clean_up_leaves_nothing(string kind)
    {
        using var memories = new Memories(kind);
        var buffers = Enumerable.Range(0, 5).Select(_ => new DeviceBuffer<byte>(memories.Memory, 100)).ToList();
        buffers.ForEach(static buffer => buffer.Track());

        var report = memories.Memory.Cleaner!.ReleaseAll(ReleaseReason.Exit, TimeSpan.FromMinutes(1));

        Assert.Equal((5, 0, 500), (report.Released, report.Failed, report.BytesFreed));
        Assert.All(buffers, static buffer => Assert.True(buffer.IsDisposed));
        Assert.Equal(0, memories.Memory.LiveBuffers);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_forgotten_buffer_is_reported_with_its_site_and_freed(string kind)
    {
        using var memories = new Memories(kind);
        Forget(memories.Memory);

        var leak = Assert.Single(Leaks.Of(memories.Tracker));

        Assert.Equal("forgotten", leak.Name);
        Assert.Equal(nameof(Forget), leak.Site.Member);
        Assert.True(SpinWait.SpinUntil(() => memories.Memory.LiveBuffers == 0, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Caches_of_the_device_are_emptied_once_a_batch()
    {
        using var fake = new FakeDriver();
        using var stream = fake.Device.CreateStream();
        var buffers = Enumerable.Range(0, 4).Select(_ => new DeviceBuffer<byte>(stream, 5 * FakeDriver.Mebibyte)).ToList();
        buffers.ForEach(static buffer => buffer.Track());

        fake.Cleaner.ReleaseAll(ReleaseReason.Requested, TimeSpan.FromMinutes(1));

        Assert.Equal(1, fake.Calls("cuMemPoolTrimTo"));
        Assert.Equal(FakeDriver.ContextBytes, fake.Used());
        Assert.Equal(0, fake.LiveBlocks);
        Assert.All(buffers, static buffer => Assert.True(buffer.IsDisposed));
    }

    [Fact]
    public void Nothing_waits_for_a_device_on_which_nothing_was_freed_in_order()
    {
        using var fake = new FakeDriver();
        using var stream = fake.Device.CreateStream();
        var buffer = new DeviceBuffer<byte>(fake.Device, 100);
        var handle = buffer.Track();

        fake.Cleaner.Reaper.Release(handle);

        Assert.Equal(0, fake.Calls("cuCtxSynchronize"));
        Assert.Equal(0, fake.LiveBlocks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(DeviceMemory memory) => new DeviceBuffer<byte>(memory, 100).Track("forgotten");
}
