namespace ResourceHygiene.Cuda.Tests;

public sealed class GaugeTests
{
    [Fact]
    public void Allocations_of_all_processes_show()
    {
        using var fake = new FakeDriver();
        fake.TakeElsewhere(10 * FakeDriver.Mebibyte);
        using var buffer = new DeviceBuffer<byte>(fake.Device, 20 * FakeDriver.Mebibyte);

        var sample = fake.Driver.Gauges()[0].Measure(TimeProvider.System);

        Assert.Equal((10 * FakeDriver.Mebibyte) + FakeDriver.ContextBytes + (20 * FakeDriver.Mebibyte), sample.Used);
        Assert.Equal(FakeDriver.TotalBytes, sample.Limit);
    }

    [Fact]
    public void Devices_are_told_apart_although_the_management_library_counts_them_otherwise()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<byte>(fake.Driver.Devices[1], 20 * FakeDriver.Mebibyte);

        Assert.Equal(0, fake.Driver.Devices[0].GetInfo().UsedBytes);
        Assert.Equal(FakeDriver.ContextBytes + (20 * FakeDriver.Mebibyte), fake.Driver.Devices[1].GetInfo().UsedBytes);
    }

    [Fact]
    public void A_device_without_identity_is_found_by_its_slot()
    {
        using var fake = new FakeDriver(prepare: static driver => driver.Fail("cuDeviceGetUuid_v2", 999));

        Assert.Equal(Guid.Empty, fake.Device.Uuid);
        Assert.Equal(0, fake.Device.GetInfo().UsedBytes);
        Assert.Equal(0, fake.Retains());
    }

    [Fact]
    public void A_limit_of_ones_own_counts_where_it_is_smaller()
    {
        using var fake = new FakeDriver();

        Assert.Equal(64 * FakeDriver.Mebibyte, new DeviceMemoryGauge(fake.Device, 64 * FakeDriver.Mebibyte).Measure(TimeProvider.System).Limit);
        Assert.Equal(FakeDriver.TotalBytes, new DeviceMemoryGauge(fake.Device, long.MaxValue).Measure(TimeProvider.System).Limit);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeviceMemoryGauge(fake.Device, 0));
    }

    [Fact]
    public void The_gauge_has_the_devices_name_and_location()
    {
        using var fake = new FakeDriver();
        var gauge = fake.Driver.Gauges()[1];

        Assert.Equal("device 1 (Fake GPU B)", gauge.Name);
        Assert.Equal(ResourceLocation.Device(1), gauge.Location);
        Assert.Empty(gauge.Notices);
    }

    [Fact]
    public void What_this_process_holds_is_known_and_what_is_not_known_is_null()
    {
        using var fake = new FakeDriver();
        Assert.Null(fake.Device.BytesOfThisProcess);

        using var buffer = new DeviceBuffer<byte>(fake.Device, 20 * FakeDriver.Mebibyte);

        Assert.Equal(FakeDriver.ContextBytes + (20 * FakeDriver.Mebibyte), fake.Device.BytesOfThisProcess);
        Assert.Equal<DeviceProcess>([new(1, null), new(Environment.ProcessId, fake.Device.BytesOfThisProcess)], fake.Device.Processes);
    }

    [Fact]
    public void A_measurement_allocates_nothing()
    {
        using var fake = new FakeDriver();
        var gauge = fake.Driver.Gauges()[0];
        for (var i = 0; i < 100; i++)
            gauge.Measure(TimeProvider.System);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            gauge.Measure(TimeProvider.System);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_device_that_fell_off_the_bus_is_an_error_of_the_gauge_and_lost()
    {
        using var fake = new FakeDriver();
        fake.Fail("nvmlDeviceGetMemoryInfo", 15);

        var lost = Assert.Throws<DeviceLostException>(() => fake.Driver.Gauges()[0].Measure(TimeProvider.System));

        Assert.Contains("GPU is lost", lost.Message, StringComparison.Ordinal);
        Assert.NotNull(fake.Device.Loss);
        Assert.Throws<DeviceLostException>(() => new DeviceBuffer<byte>(fake.Device, 100));
    }

    [Fact]
    public void Another_error_of_the_management_library_is_no_loss()
    {
        using var fake = new FakeDriver();
        fake.Fail("nvmlDeviceGetMemoryInfo", 9, times: 1);

        var failure = Assert.Throws<CudaException>(() => fake.Device.GetInfo());

        Assert.Contains("Driver Not Loaded", failure.Message, StringComparison.Ordinal);
        Assert.Null(fake.Device.Loss);
        Assert.Equal(0, fake.Device.GetInfo().UsedBytes);
    }

    [Fact]
    public void A_monitor_lets_buffers_on_a_full_device_go_and_no_others()
    {
        using var fake = new FakeDriver();
        using var onFull = new DeviceBuffer<byte>(fake.Device, 60 * FakeDriver.Mebibyte);
        using var onOther = new DeviceBuffer<byte>(fake.Driver.Devices[1], 60 * FakeDriver.Mebibyte);
        onFull.Track("full");
        onOther.Track("roomy");
        fake.TakeElsewhere(55 * FakeDriver.Mebibyte);
        using var monitor = new PressureMonitor(fake.Cleaner, new() { Gauges = [.. fake.Driver.Gauges()] });

        var action = Assert.Single(monitor.Check());

        Assert.Equal(ResourceLocation.Device(0), action.Location);
        Assert.Same(HostMemory.Shared, onFull.Memory);
        Assert.Same(fake.Driver.Devices[1], onOther.Memory);
        Assert.Equal(1, fake.LiveBlocks);
    }
}
