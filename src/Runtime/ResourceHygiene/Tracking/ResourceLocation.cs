namespace ResourceHygiene;

/// <summary>
/// Where a resource's bytes lie: host memory (the default), storage, or a numbered device such as a GPU.
/// </summary>
public readonly struct ResourceLocation : IEquatable<ResourceLocation>
{
    private const ushort StorageCode = 1;
    private const ushort FirstDeviceCode = 2;

    internal ResourceLocation(ushort code) => Code = code;

    /// <summary>The main memory of this machine.</summary>
    public static ResourceLocation Host => default;

    /// <summary>A disk or another place that survives the process.</summary>
    public static ResourceLocation Storage => new(StorageCode);

    /// <summary>Whether the location is a device.</summary>
    public bool IsDevice => Code >= FirstDeviceCode;

    /// <summary>The device's number; -1 where the location is not a device.</summary>
    public int DeviceIndex => IsDevice ? Code - FirstDeviceCode : -1;

    /// <summary>Small and dense, so that it can index an array and share a word with a size.</summary>
    internal ushort Code { get; }

    /// <summary>The memory of one device.</summary>
    /// <param name="index">The device's number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or above 65,533.</exception>
    public static ResourceLocation Device(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, ushort.MaxValue - FirstDeviceCode);
        return new((ushort)(index + FirstDeviceCode));
    }

    /// <summary>Whether both are the same location.</summary>
    public static bool operator ==(ResourceLocation left, ResourceLocation right) => left.Code == right.Code;

    /// <summary>Whether the locations differ.</summary>
    public static bool operator !=(ResourceLocation left, ResourceLocation right) => left.Code != right.Code;

    /// <inheritdoc/>
    public bool Equals(ResourceLocation other) => Code == other.Code;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ResourceLocation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Code;

    /// <summary><c>host</c>, <c>storage</c> or <c>device 0</c>.</summary>
    public override string ToString() => Code switch
    {
        0 => "host",
        StorageCode => "storage",
        _ => string.Create(null, stackalloc char[16], $"device {DeviceIndex}"),
    };
}
