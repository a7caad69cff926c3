using System.Collections.Immutable;
using System.Text;
using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>
/// The CUDA driver of this machine and its devices. Where there is no driver, nothing throws: there are no devices,
/// <see cref="Absence"/> says why, and <see cref="PreferredMemory"/> is the host's. Every member may be called from any thread.
/// </summary>
/// <remarks>
/// Nothing is loaded before somebody asks, and asking makes no context: a process that only looks takes no memory on a device.
/// </remarks>
public sealed class CudaDriver : IDisposable
{
    private static readonly Lazy<CudaDriver> s_shared = new(static () => new CudaDriver(null, null, ResourceCleaner.Shared, isShared: true));

    private readonly NvmlApi? _nvml;
    private readonly bool _isShared;
    private int _isDisposed;

    private CudaDriver(string? driverPath, string? nvmlPath, ResourceCleaner? cleaner, bool isShared)
    {
        _isShared = isShared;
        Version = new Version(0, 0);
        Devices = [];
        Notices = [];
        var api = DriverApi.TryLoad(driverPath, out var absence);
        Absence = absence ?? Start(api!);
        if (Absence is not null)
            return;

        _nvml = NvmlApi.TryLoad(nvmlPath, out var nvmlAbsence);
        var notices = ImmutableArray.CreateBuilder<string>();
        if (nvmlAbsence is not null)
            notices.Add($"Device memory is measured through the driver, which takes a context on the device: {nvmlAbsence}");
        var heard = notices.Count;
        Version = VersionOf(api!);
        Devices = FindDevices(api!, _nvml, cleaner, notices);
        Notices = notices.ToImmutable();
        // What went wrong with the first device, or with counting them, stands last.
        if (Devices.IsEmpty)
            Absence = $"{api!.FileName} shows no device. {(notices.Count > heard ? notices[^1] : CudaResult.Remedy(CudaResult.NoDevice) + ".")}";
    }

    /// <summary>The driver of this machine, for the whole life of the process; loaded on first use. Makes room through <see cref="ResourceCleaner.Shared"/>.</summary>
    public static CudaDriver Shared => s_shared.Value;

    /// <summary>Whether there is at least one device.</summary>
    public bool IsAvailable => Absence is null;

    /// <summary>Why there is no device, and what to do about it, in one sentence or two; <see langword="null"/> where there is one.</summary>
    public string? Absence { get; }

    /// <summary>The CUDA version up to which the driver supports programs, such as 12.8; 0.0 where there is no driver.</summary>
    public Version Version { get; }

    /// <summary>The devices that this process may use, by their CUDA number: <c>CUDA_VISIBLE_DEVICES</c> chooses and orders them. Empty where there are none.</summary>
    public ImmutableArray<CudaDevice> Devices { get; }

    /// <summary>What has to be done without on this machine, one sentence each; empty for most.</summary>
    public ImmutableArray<string> Notices { get; }

    /// <summary>The first device, or the host's memory where there is none: what a program allocates in that runs anywhere.</summary>
    public DeviceMemory PreferredMemory => Devices.IsEmpty ? HostMemory.Shared : Devices[0];

    /// <summary>Loads a driver that does not lie in the usual place, or with another cleaner. Never throws because there is none: see <see cref="Absence"/>.</summary>
    /// <param name="driverPath">Path or name of the driver (<c>libcuda.so.1</c>, <c>nvcuda.dll</c>); the usual place where <see langword="null"/>.</param>
    /// <param name="nvmlPath">Path or name of the management library (<c>libnvidia-ml.so.1</c>, <c>nvml.dll</c>); the usual place where <see langword="null"/>.</param>
    /// <param name="cleaner">Who makes room when an allocation fails; nobody where <see langword="null"/>.</param>
    /// <returns>The driver, to be disposed after all buffers on its devices.</returns>
    [return: Owned]
    public static CudaDriver Load(string? driverPath = null, string? nvmlPath = null, ResourceCleaner? cleaner = null) =>
        new(driverPath, nvmlPath, cleaner, isShared: false);

    /// <summary>One gauge a device, for <see cref="PressureOptions.Gauges"/>; none where there are no devices.</summary>
    public ImmutableArray<IMemoryGauge> Gauges() => [.. Devices.Select(static device => new DeviceMemoryGauge(device))];

    /// <summary>
    /// Gives the devices' contexts back, except those in which buffers are still alive. <see cref="Shared"/> lives as long as the
    /// process: disposing it does nothing.
    /// </summary>
    public void Dispose()
    {
        if (_isShared || Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;

        foreach (var device in Devices)
            device.Close();
        _nvml?.Shutdown();
    }

    /// <summary>What is there, in one line for logs.</summary>
    public override string ToString() => Absence ?? $"CUDA {Version}: {string.Join(", ", Devices)}";

    /// <summary>Initializes the driver; why it cannot be used, if so.</summary>
    private static unsafe string? Start(DriverApi api)
    {
        var code = api.Init(0);
        if (code == CudaResult.Success)
            return null;

        var text = api.TextOf(code);
        var remedy = CudaResult.Remedy(code);
        return $"{api.FileName} does not start: {api.NameOf(code)}{(text is null ? "" : $" ({text})")}.{(remedy is null ? "" : $" {remedy}.")}";
    }

    private static unsafe Version VersionOf(DriverApi api)
    {
        // 12080 is 12.8.
        var version = 0;
        return api.DriverGetVersion(&version) == CudaResult.Success ? new Version(version / 1000, version % 1000 / 10) : new Version(0, 0);
    }

    private static unsafe ImmutableArray<CudaDevice> FindDevices(
        DriverApi api, NvmlApi? nvml, ResourceCleaner? cleaner, ImmutableArray<string>.Builder notices)
    {
        var count = 0;
        var code = api.DeviceGetCount(&count);
        if (code != CudaResult.Success)
        {
            notices.Add($"The devices cannot be counted: {api.NameOf(code)}.");
            return [];
        }

        var devices = ImmutableArray.CreateBuilder<CudaDevice>();
        for (var index = 0; index < count; index++)
        {
            int device;
            nuint total = 0;
            code = api.DeviceGet(&device, index);
            if (code == CudaResult.Success)
                code = api.DeviceTotalMem(&total, device);
            if (code != CudaResult.Success)
            {
                // The numbers of the others must stay what the driver says, so nothing behind a device that is broken counts.
                notices.Add($"Device {index} and those after it are left out: {api.NameOf(code)}.");
                break;
            }

            var uuid = UuidOf(api, device);
            var busId = DriverApi.Read(api.DeviceGetPciBusId, device);
            devices.Add(new CudaDevice(api, device, index, cleaner)
            {
                DeviceName = DriverApi.Read(api.DeviceGetName, device) ?? "unnamed device",
                Uuid = uuid,
                PciBusId = busId,
                TotalBytes = (long)total,
                ComputeCapability = new Version(
                    AttributeOf(api, device, DriverApi.AttributeComputeMajor), AttributeOf(api, device, DriverApi.AttributeComputeMinor)),
                HasMemoryPools = api.HasMemoryPools && AttributeOf(api, device, DriverApi.AttributeMemoryPools) == 1,
                Management = ManagementOf(nvml, uuid, busId, out var absence),
            });
            if (absence is not null)
                notices.Add($"Device {index} {absence}; its memory is measured through the driver, which takes a context on it.");
        }
        return devices.ToImmutable();
    }

    /// <summary>A device that the management library knows and will measure: for some it answers nothing, by their kind or for want of a right.</summary>
    private static NvmlDevice? ManagementOf(NvmlApi? nvml, Guid uuid, string? busId, out string? absence)
    {
        absence = null;
        if (nvml is null)
            return null;

        var handle = nvml.Find(uuid, busId);
        if (handle == 0)
        {
            absence = "is not known to the management library";
            return null;
        }

        var management = new NvmlDevice(nvml, handle);
        var code = management.TryGetInfo(out _);
        if (code is NvmlApi.Success or NvmlApi.GpuIsLost)
            return management;

        absence = $"is not measured by the management library ({management.TextOf(code)})";
        return null;
    }

    private static unsafe Guid UuidOf(DriverApi api, int device)
    {
        Span<byte> uuid = stackalloc byte[16];
        fixed (byte* start = uuid)
        {
            return api.DeviceGetUuid is not null && api.DeviceGetUuid(start, device) == CudaResult.Success
                ? new Guid(uuid, bigEndian: true)
                : Guid.Empty;
        }
    }

    private static unsafe int AttributeOf(DriverApi api, int device, int attribute)
    {
        var value = 0;
        return api.DeviceGetAttribute(&value, attribute, device) == CudaResult.Success ? value : 0;
    }
}
