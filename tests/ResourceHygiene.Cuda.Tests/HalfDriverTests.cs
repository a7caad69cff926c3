namespace ResourceHygiene.Cuda.Tests;

/// <summary>A driver or a management library that is there and does not do all it should.</summary>
public sealed class HalfDriverTests
{
    [Theory]
    [InlineData(3, "Not Supported")]
    [InlineData(4, "")]
    public void A_device_that_the_management_library_does_not_measure_is_measured_through_a_context(int code, string reason)
    {
        using var fake = new FakeDriver(prepare: driver => driver.Fail("nvmlDeviceGetMemoryInfo", code));

        Assert.Equal(FakeDriver.ContextBytes, fake.Device.GetInfo().UsedBytes);
        Assert.Contains("Device 0 is not measured by the management library", fake.Driver.Notices[0], StringComparison.Ordinal);
        Assert.Contains(reason, fake.Driver.Notices[0], StringComparison.Ordinal);
        Assert.Single(fake.Driver.Gauges()[0].Notices);
    }

    [Fact]
    public void Processes_are_read_from_drivers_whose_third_version_is_larger()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<byte>(fake.Device, 100);

        Assert.Equal([1, Environment.ProcessId], fake.Device.Processes.Select(static process => process.ProcessId));
        Assert.Equal(FakeDriver.ContextBytes + 100, fake.Device.BytesOfThisProcess);
    }

    [Fact]
    public void A_first_device_that_cannot_be_asked_is_the_reason_for_having_none()
    {
        using var fake = new FakeDriver(prepare: static driver => driver.Fail("cuDeviceTotalMem_v2", 214));

        Assert.False(fake.Driver.IsAvailable);
        Assert.Contains("Device 0 and those after it are left out: CUDA error 214.", fake.Driver.Absence, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_that_cannot_be_counted_are_the_reason_for_having_none()
    {
        using var fake = new FakeDriver(prepare: static driver => driver.Fail("cuDeviceGetCount", 999));

        Assert.Contains("The devices cannot be counted: CUDA error 999.", fake.Driver.Absence, StringComparison.Ordinal);
    }
}
