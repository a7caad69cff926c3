namespace ResourceHygiene.Cuda.Tests;

/// <summary>After a device was lost: who is blamed, and what the driver is still asked.</summary>
public sealed class LossTests
{
    [Fact]
    public void A_copy_from_a_lost_device_leaves_the_good_one_usable()
    {
        using var fake = new FakeDriver();
        using var lost = new DeviceBuffer<int>(fake.Device, 3);
        using var good = new DeviceBuffer<int>(fake.Driver.Devices[1], [1, 2, 3]);
        fake.Lose();

        var failure = Assert.Throws<DeviceLostException>(() => lost.CopyTo(good));
        Assert.Throws<DeviceLostException>(() => lost.MoveTo(fake.Driver.Devices[1]));

        Assert.Equal(ResourceLocation.Device(0), failure.Location);
        Assert.NotNull(fake.Device.Loss);
        Assert.Null(fake.Driver.Devices[1].Loss);
        Assert.Equal([1, 2, 3], good.ToArray());
    }

    [Fact]
    public void A_copy_to_a_lost_device_blames_that_one()
    {
        using var fake = new FakeDriver();
        using var good = new DeviceBuffer<int>(fake.Device, [1, 2, 3]);
        using var lost = new DeviceBuffer<int>(fake.Driver.Devices[1], 3);
        fake.Lose(device: 1);

        Assert.Throws<DeviceLostException>(() => good.CopyTo(lost));

        Assert.Null(fake.Device.Loss);
        Assert.NotNull(fake.Driver.Devices[1].Loss);
    }

    [Fact]
    public void The_addresses_of_a_device_that_was_reset_are_not_touched_again()
    {
        using var fake = new FakeDriver(mayMakeWrongCalls: true);
        var buffer = new DeviceBuffer<int>(fake.Device, 3);
        fake.Reset();
        Assert.Throws<DeviceLostException>(() => buffer.ToArray());
        // Another library starts anew on the device, and gets the same addresses.
        using var elsewhere = CudaDriver.Load(fake.Path, fake.Path);
        using var theirs = new DeviceBuffer<int>(elsewhere.Devices[0], [7, 8, 9]);
        var (frees, copies) = (fake.Calls("cuMemFree_v2"), fake.Calls("cuMemcpyHtoD_v2"));

        Assert.Throws<DeviceLostException>(() => buffer.CopyFrom([1, 2, 3]));
        buffer.Dispose();

        Assert.Equal([7, 8, 9], theirs.ToArray());
        Assert.Equal((frees, copies), (fake.Calls("cuMemFree_v2"), fake.Calls("cuMemcpyHtoD_v2")));
        Assert.Equal(0, fake.Device.LiveBuffers);
    }

    [Fact]
    public async Task A_streams_buffer_on_a_lost_device_is_disposed_without_an_error()
    {
        using var fake = new FakeDriver();
        using var stream = fake.Device.CreateStream();
        var buffer = new DeviceBuffer<int>(stream, 3);
        fake.Lose();

        await buffer.DisposeAsync();

        Assert.True(buffer.IsDisposed);
        Assert.NotNull(fake.Device.Loss);
    }

    [Fact]
    public void The_pool_of_a_lost_device_is_no_failure()
    {
        using var fake = new FakeDriver();
        using var stream = fake.Device.CreateStream();
        new DeviceBuffer<int>(stream, 3).Dispose();
        fake.Lose();
        Assert.Throws<DeviceLostException>(fake.Device.Synchronize);

        fake.Device.TrimCaches();
    }

    [Theory]
    [InlineData(226)]
    [InlineData(721)]
    [InlineData(810)]
    [InlineData(911)]
    public void What_the_driver_says_ends_the_process_is_a_loss(int code)
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<int>(fake.Device, 3);
        fake.Lose(code);

        var lost = Assert.Throws<DeviceLostException>(() => buffer.ToArray());

        Assert.Equal(code, lost.Code);
    }
}
