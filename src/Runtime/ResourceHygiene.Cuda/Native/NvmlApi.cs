using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene.Cuda.Native;

/// <summary>
/// The functions of NVML, the driver's management library, that are used here. It measures a device without making a context on it,
/// which would take memory there.
/// </summary>
internal sealed unsafe class NvmlApi
{
    public const int Success = 0;
    public const int InsufficientSize = 7;
    public const int GpuIsLost = 15;

    /// <summary>Stands for a number of bytes that the driver does not know.</summary>
    public const ulong NotAvailable = ulong.MaxValue;

    public readonly delegate* unmanaged<nint, NvmlMemory*, int> GetMemoryInfo;

    /// <summary>Null where the driver is older than 470.</summary>
    public readonly delegate* unmanaged<nint, uint*, NvmlProcess*, int> GetComputeProcesses;

    private readonly delegate* unmanaged<int> _init;
    private readonly delegate* unmanaged<int> _shutdown;
    private readonly delegate* unmanaged<byte*, nint*, int> _getHandleByUuid;
    private readonly delegate* unmanaged<byte*, nint*, int> _getHandleByPciBusId;
    private readonly delegate* unmanaged<int, nint> _errorText;

    private NvmlApi(NativeFile file)
    {
        _init = (delegate* unmanaged<int>)file.Require("nvmlInit_v2");
        _shutdown = (delegate* unmanaged<int>)file.Require("nvmlShutdown");
        _getHandleByUuid = (delegate* unmanaged<byte*, nint*, int>)file.Require("nvmlDeviceGetHandleByUUID");
        _getHandleByPciBusId = (delegate* unmanaged<byte*, nint*, int>)file.Require("nvmlDeviceGetHandleByPciBusId_v2");
        GetMemoryInfo = (delegate* unmanaged<nint, NvmlMemory*, int>)file.Require("nvmlDeviceGetMemoryInfo");
        // The drivers 535.43 to 535.86 write a larger struct in the third version, beyond the end of what was made for it; the second
        // always writes the same.
        GetComputeProcesses = (delegate* unmanaged<nint, uint*, NvmlProcess*, int>)file.Find(
            "nvmlDeviceGetComputeRunningProcesses_v2", "nvmlDeviceGetComputeRunningProcesses_v3");
        _errorText = (delegate* unmanaged<int, nint>)file.Find("nvmlErrorString");
    }

    /// <summary>Loads and initializes it.</summary>
    /// <param name="path">Where it lies; <see langword="null"/> looks where the platform's installers put it.</param>
    /// <param name="absence">One sentence that says why there is none.</param>
    public static NvmlApi? TryLoad(string? path, out string? absence)
    {
        string[] names = path is not null ? [path]
            : OperatingSystem.IsWindows() ? ["nvml.dll"]
            : ["libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1"];
        var file = NativeFile.TryLoad(names);
        if (file is null)
        {
            absence = $"{names[0]} was not found.";
            return null;
        }

        var api = new NvmlApi(file);
        if (file.Missing is not [])
        {
            absence = $"{file.Name} has no {string.Join(", ", file.Missing)}.";
            return null;
        }

        var result = api._init();
        absence = result == Success ? null : $"{file.Name} does not start: {api.TextOf(result)}.";
        return absence is null ? api : null;
    }

    /// <summary>
    /// The management library's handle of a device, or 0. Asked by identity: the two libraries count devices in different orders,
    /// and one of them knows nothing of <c>CUDA_VISIBLE_DEVICES</c>.
    /// </summary>
    public nint Find(Guid uuid, string? pciBusId)
    {
        nint handle;
        // The slices of a partitioned device have identities of another kind.
        if (uuid != Guid.Empty && (TryFind(_getHandleByUuid, $"GPU-{uuid:D}", out handle) || TryFind(_getHandleByUuid, $"MIG-{uuid:D}", out handle)))
            return handle;
        return pciBusId is not null && TryFind(_getHandleByPciBusId, pciBusId, out handle) ? handle : 0;
    }

    public string TextOf(int code) => _errorText is not null && Marshal.PtrToStringUTF8(_errorText(code)) is { } text
        ? text
        : string.Create(null, stackalloc char[32], $"NVML error {code}");

    public void Shutdown() => _shutdown();

    private static bool TryFind(delegate* unmanaged<byte*, nint*, int> function, string identity, out nint handle)
    {
        Span<byte> text = stackalloc byte[128];
        text.Clear();
        Encoding.ASCII.GetBytes(identity.AsSpan(0, Math.Min(identity.Length, text.Length - 1)), text);
        nint found = 0;
        fixed (byte* start = text)
        {
            var isFound = function(start, &found) == Success;
            handle = isFound ? found : 0;
            return isFound;
        }
    }
}

/// <summary><c>nvmlMemory_t</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlMemory
{
    public ulong Total;
    public ulong Free;
    public ulong Used;
}

/// <summary><c>nvmlProcessInfo_t</c>, as of its second version.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlProcess
{
    public uint ProcessId;
    public ulong UsedMemory;
    public uint GpuInstance;
    public uint ComputeInstance;
}
