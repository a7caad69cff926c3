using System.Collections.Immutable;

namespace ResourceHygiene.Cuda;

/// <summary>
/// Measures how full a device's memory is, with what all processes hold there, for a <see cref="PressureMonitor"/>. A measurement takes
/// microseconds and allocates nothing. For any thread.
/// </summary>
public sealed class DeviceMemoryGauge : IMemoryGauge
{
    private readonly DeviceMemory _memory;
    private readonly long _limit;

    /// <summary>Makes a gauge.</summary>
    /// <param name="memory">What to measure: a <see cref="CudaDevice"/>, or a <see cref="HostMemory"/> that stands in for one.</param>
    /// <param name="limitBytes">How much of it may be in use; all of it where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public DeviceMemoryGauge(DeviceMemory memory, long? limitBytes = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (limitBytes is { } limit)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(limitBytes));
        _memory = memory;
        _limit = limitBytes ?? long.MaxValue;
        Name = memory.Title;
        Notices = memory is CudaDevice { IsMeasuredThroughContext: true }
            ? [$"{memory.Title} is measured through the driver, which takes a context on it: the management library is not there, or does not answer for it."]
            : [];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ResourceLocation Location => _memory.Location;

    /// <inheritdoc/>
    public ImmutableArray<string> Notices { get; }

    /// <inheritdoc/>
    /// <exception cref="CudaException">The driver does not answer; a <see cref="DeviceLostException"/> where the device is gone.</exception>
    public MemorySample Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        // Before the measurement: a sample must not look newer than it is.
        var takenAt = time.GetTimestamp();
        var info = _memory.GetInfo();
        return new(info.UsedBytes, Math.Min(_limit, info.TotalBytes), takenAt);
    }
}
