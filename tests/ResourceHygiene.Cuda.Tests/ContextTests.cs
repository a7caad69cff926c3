namespace ResourceHygiene.Cuda.Tests;

/// <summary>When the primary context is held, and what is done in it when a call returns.</summary>
public sealed class ContextTests
{
    [Fact]
    public void Uses_on_many_threads_are_counted_exactly()
    {
        // Without the management library each measurement enters the context and leaves it.
        using var driver = CudaDriver.Load(FakeDriverLibrary.CompileUnguarded(), "no-such-library.so");
        var device = driver.Devices[0];
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 20_000; i++)
                device.GetInfo();
        })).ToList();

        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        using (new DeviceBuffer<byte>(device, 100))
            Assert.False(device.TryReleaseContext());
        Assert.True(device.TryReleaseContext());
    }

    [Fact]
    public void Emptying_a_pool_makes_no_context_that_was_given_back()
    {
        using var fake = new FakeDriver();
        using (var stream = fake.Device.CreateStream())
            new DeviceBuffer<byte>(stream, 100).Dispose();
        Assert.True(fake.Device.TryReleaseContext());

        fake.Device.TrimCaches();

        Assert.Equal(0, fake.Retains());
    }

    [Fact]
    public void Every_call_is_done_on_the_device_when_it_returns()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<int>(fake.Device, 3);
        using var other = new DeviceBuffer<int>(fake.Driver.Devices[1], 3);
        Assert.False(fake.IsUnsettled(), "new");

        buffer.CopyFrom([1, 2, 3]);
        Assert.False(fake.IsUnsettled(), "written");

        buffer.CopyTo(other);
        Assert.False(fake.IsUnsettled(1), "copied across");

        buffer.Clear();
        Assert.False(fake.IsUnsettled(), "cleared");
    }

    [Fact]
    public void A_move_after_which_the_old_place_cannot_be_freed_is_a_move_in_the_books()
    {
        using var fake = new FakeDriver();
        var buffer = new DeviceBuffer<int>(fake.Device, [1, 2, 3]);
        var handle = buffer.Track();
        fake.Fail("cuMemFree_v2", 1, times: 1);

        Assert.Throws<CudaException>(() => buffer.MoveTo(HostMemory.Shared));

        Assert.Same(HostMemory.Shared, buffer.Memory);
        Assert.Equal([1, 2, 3], buffer.ToArray());
        Assert.True(fake.Tracker.TryGetInfo(handle, out var info));
        Assert.Equal(ResourceLocation.Host, info.Location);
        buffer.Dispose();
    }
}
