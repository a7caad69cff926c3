namespace ResourceHygiene.Cuda.Tests;

/// <summary>Each memory that a buffer can lie in, for tests of what must be the same in all of them.</summary>
internal sealed class Memories : IDisposable
{
    public const string Device = "device";
    public const string HostInItsPlace = "host in a device's place";
    public const string Host = "host";

    private readonly FakeDriver? _fake;

    public Memories(string kind)
    {
        _fake = kind == Device ? new FakeDriver() : null;
        Memory = kind switch
        {
            Device => _fake!.Device,
            HostInItsPlace => new HostMemory(FakeDriver.TotalBytes, ResourceLocation.Device(0), new ResourceCleaner(new ResourceTracker(new ManualTimeProvider()))),
            _ => HostMemory.Shared,
        };
    }

    public static TheoryData<string> All => [Device, HostInItsPlace, Host];

    /// <summary>Those of a known size.</summary>
    public static TheoryData<string> Limited => [Device, HostInItsPlace];

    public DeviceMemory Memory { get; }

    public ResourceTracker Tracker => Memory.Cleaner!.Tracker;

    public void Dispose() => _fake?.Dispose();
}
