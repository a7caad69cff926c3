namespace ResourceHygiene.Cuda.Tests;

public sealed class DriverTests
{
    [Fact]
    public void Devices_have_name_size_identity_and_capability()
    {
        using var fake = new FakeDriver();

        Assert.True(fake.Driver.IsAvailable);
        Assert.Equal(new Version(12, 8), fake.Driver.Version);
        Assert.Equal(["Fake GPU A", "Fake GPU B"], fake.Driver.Devices.Select(static device => device.Name));
        Assert.Equal(new Guid("47505520-0000-0000-0000-000000000001"), fake.Driver.Devices[1].Uuid);
        Assert.Equal("0000:18:00.0", fake.Driver.Devices[1].PciBusId);
        Assert.Equal(new Version(9, 0), fake.Device.ComputeCapability);
        Assert.Equal(FakeDriver.TotalBytes, fake.Device.TotalBytes);
        Assert.Equal(ResourceLocation.Device(1), fake.Driver.Devices[1].Location);
        Assert.Equal("device 0 (Fake GPU A, 134.2 MB)", fake.Device.ToString());
        Assert.Empty(fake.Driver.Notices);
    }

    [Fact]
    public void Looking_makes_no_context()
    {
        using var fake = new FakeDriver();

        _ = fake.Driver.ToString();
        _ = fake.Device.GetInfo();
        _ = fake.Device.Processes;

        Assert.Equal(0, fake.Retains());
        Assert.Equal(0, fake.Used());
    }

    [Fact]
    public void Without_a_driver_there_is_a_reason_and_the_host()
    {
        using var driver = CudaDriver.Load("no-such-driver.so");

        Assert.False(driver.IsAvailable);
        Assert.Contains("no-such-driver.so cannot be loaded", driver.Absence, StringComparison.Ordinal);
        Assert.Empty(driver.Devices);
        Assert.Empty(driver.Gauges());
        Assert.Same(HostMemory.Shared, driver.PreferredMemory);
        Assert.Equal(driver.Absence, driver.ToString());
    }

    [Theory]
    [InlineData(100, "CUDA_ERROR_NO_DEVICE")]
    [InlineData(34, "stub library")]
    [InlineData(803, "restart the machine")]
    [InlineData(999, "CUDA error 999")]
    public void A_driver_that_does_not_start_says_why(int code, string reason)
    {
        using var fake = new FakeDriver(prepare: driver => driver.Fail("cuInit", code));

        Assert.False(fake.Driver.IsAvailable);
        Assert.Contains(reason, fake.Driver.Absence, StringComparison.Ordinal);
        Assert.EndsWith(".", fake.Driver.Absence, StringComparison.Ordinal);
        Assert.Same(HostMemory.Shared, fake.Driver.PreferredMemory);
    }

    [Fact]
    public void A_driver_without_devices_says_so()
    {
        using var fake = new FakeDriver(devices: 0);

        Assert.Contains("CUDA_ERROR_NO_DEVICE", fake.Driver.Absence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_is_too_old_names_what_it_lacks()
    {
        using var driver = CudaDriver.Load(FakeDriverLibrary.CompileWithout("cuMemGetInfo_v2", "cuStreamCreate"));

        Assert.Contains("has no cuMemGetInfo_v2, cuStreamCreate: install a driver for CUDA 11.0 or later.", driver.Absence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_of_before_memory_pools_can_do_everything_else()
    {
        var path = FakeDriverLibrary.CompileWithout("cuMemAllocAsync", "cuMemPoolTrimTo");
        using var driver = CudaDriver.Load(path, path);

        using var buffer = new DeviceBuffer<int>(driver.Devices[0], [1, 2, 3]);

        Assert.Equal([1, 2, 3], buffer.ToArray());
        Assert.False(driver.Devices[0].SupportsStreamOrder);
        var refused = Assert.Throws<NotSupportedException>(driver.Devices[0].CreateStream);
        Assert.Contains("device 0 (Fake GPU A) has no memory pools", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_cannot_be_asked_is_left_out_with_those_after_it()
    {
        using var fake = new FakeDriver(prepare: static driver => driver.Fail("cuDeviceTotalMem_v2", 999, skip: 1, times: 1));

        Assert.Equal(["Fake GPU A"], fake.Driver.Devices.Select(static device => device.Name));
        Assert.Equal("Device 1 and those after it are left out: CUDA error 999.", Assert.Single(fake.Driver.Notices));
    }

    [Fact]
    public void Without_the_management_library_memory_is_measured_through_a_context()
    {
        using var fake = new FakeDriver(hasNvml: false);

        Assert.Equal(FakeDriver.ContextBytes, fake.Device.GetInfo().UsedBytes);
        Assert.Null(fake.Device.BytesOfThisProcess);
        Assert.Contains("which takes a context on the device", Assert.Single(fake.Driver.Notices), StringComparison.Ordinal);
        Assert.Single(fake.Driver.Gauges()[0].Notices);
    }

    [Fact]
    public void The_context_is_made_for_the_first_buffer_and_given_back_after_the_last()
    {
        using var fake = new FakeDriver();
        var buffer = new DeviceBuffer<byte>(fake.Device, 100);

        Assert.Equal(1, fake.Retains());
        Assert.False(fake.Device.TryReleaseContext());
        buffer.Dispose();
        Assert.True(fake.Device.TryReleaseContext());
        Assert.Equal(0, fake.Retains());
        Assert.Equal(0, fake.Used());

        using var another = new DeviceBuffer<byte>(fake.Device, [7]);
        Assert.Equal([7], another.ToArray());
    }

    [Fact]
    public void Disposing_the_driver_gives_everything_back()
    {
        var fake = new FakeDriver();
        using (new DeviceBuffer<byte>(fake.Device, 100))
            Assert.Equal(1, fake.NvmlUsers);

        fake.Dispose();
        fake.Driver.Dispose();

        Assert.Equal(0, fake.Retains());
        Assert.Equal(0, fake.NvmlUsers);
        Assert.Throws<ObjectDisposedException>(() => new DeviceBuffer<byte>(fake.Device, 100));
    }

    [Fact]
    public void Disposing_the_shared_driver_does_nothing()
    {
        CudaDriver.Shared.Dispose();

        Assert.NotNull(CudaDriver.Shared.PreferredMemory);
        Assert.Same(CudaDriver.Shared, CudaDriver.Shared);
    }

    [Fact]
    public void A_context_that_is_refused_is_one_clear_error()
    {
        using var fake = new FakeDriver();
        fake.Fail("cuDevicePrimaryCtxRetain", 46, times: 1);

        var refused = Assert.Throws<CudaException>(() => new DeviceBuffer<byte>(fake.Device, 100));

        Assert.Equal(46, refused.Code);
        Assert.Equal(ResourceLocation.Device(0), refused.Location);
        Assert.Contains("device 0 (Fake GPU A)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Another process has the device for itself", refused.Message, StringComparison.Ordinal);
        using var buffer = new DeviceBuffer<byte>(fake.Device, 100);
    }
}
