using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene.Cuda.Native;

/// <summary>The functions of the CUDA driver that are used here, as of CUDA 11.0; what came later may be missing.</summary>
internal sealed unsafe class DriverApi
{
    public const int AttributeComputeMajor = 75;
    public const int AttributeComputeMinor = 76;
    public const int AttributeMemoryPools = 115;
    public const uint StreamNonBlocking = 1;

    public readonly delegate* unmanaged<uint, int> Init;
    public readonly delegate* unmanaged<int*, int> DriverGetVersion;
    public readonly delegate* unmanaged<int*, int> DeviceGetCount;
    public readonly delegate* unmanaged<int*, int, int> DeviceGet;
    public readonly delegate* unmanaged<byte*, int, int, int> DeviceGetName;
    public readonly delegate* unmanaged<byte*, int, int> DeviceGetUuid;
    public readonly delegate* unmanaged<byte*, int, int, int> DeviceGetPciBusId;
    public readonly delegate* unmanaged<nuint*, int, int> DeviceTotalMem;
    public readonly delegate* unmanaged<int*, int, int, int> DeviceGetAttribute;
    public readonly delegate* unmanaged<nint*, int, int> PrimaryContextRetain;
    public readonly delegate* unmanaged<int, int> PrimaryContextRelease;
    public readonly delegate* unmanaged<nint, int> ContextPush;
    public readonly delegate* unmanaged<nint*, int> ContextPop;
    public readonly delegate* unmanaged<int> ContextSynchronize;
    public readonly delegate* unmanaged<nuint*, nuint*, int> MemoryGetInfo;
    public readonly delegate* unmanaged<nint*, nuint, int> MemoryAllocate;
    public readonly delegate* unmanaged<nint, int> MemoryFree;
    public readonly delegate* unmanaged<nint, void*, nuint, int> CopyHostToDevice;
    public readonly delegate* unmanaged<void*, nint, nuint, int> CopyDeviceToHost;
    public readonly delegate* unmanaged<nint, nint, nuint, int> CopyDeviceToDevice;
    public readonly delegate* unmanaged<nint, nint, nint, nint, nuint, int> CopyPeer;
    public readonly delegate* unmanaged<nint, byte, nuint, int> SetBytes;
    public readonly delegate* unmanaged<nint, byte, nuint, nint, int> SetBytesInOrder;
    public readonly delegate* unmanaged<nint*, uint, int> StreamCreate;
    public readonly delegate* unmanaged<nint, int> StreamDestroy;
    public readonly delegate* unmanaged<nint, int> StreamSynchronize;

    // CUDA 11.2.
    public readonly delegate* unmanaged<nint*, nuint, nint, int> MemoryAllocateInOrder;
    public readonly delegate* unmanaged<nint, nint, int> MemoryFreeInOrder;
    public readonly delegate* unmanaged<nint*, int, int> DeviceGetMemoryPool;
    public readonly delegate* unmanaged<nint, nuint, int> MemoryPoolTrim;

    private readonly delegate* unmanaged<int, nint*, int> _getErrorName;
    private readonly delegate* unmanaged<int, nint*, int> _getErrorText;

    private DriverApi(NativeFile file)
    {
        FileName = file.Name;
        Init = (delegate* unmanaged<uint, int>)file.Require("cuInit");
        DriverGetVersion = (delegate* unmanaged<int*, int>)file.Require("cuDriverGetVersion");
        DeviceGetCount = (delegate* unmanaged<int*, int>)file.Require("cuDeviceGetCount");
        DeviceGet = (delegate* unmanaged<int*, int, int>)file.Require("cuDeviceGet");
        DeviceGetName = (delegate* unmanaged<byte*, int, int, int>)file.Require("cuDeviceGetName");
        // The second version tells the slices of a partitioned device (MIG) apart.
        DeviceGetUuid = (delegate* unmanaged<byte*, int, int>)file.Find("cuDeviceGetUuid_v2", "cuDeviceGetUuid");
        DeviceGetPciBusId = (delegate* unmanaged<byte*, int, int, int>)file.Require("cuDeviceGetPCIBusId");
        DeviceTotalMem = (delegate* unmanaged<nuint*, int, int>)file.Require("cuDeviceTotalMem_v2");
        DeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)file.Require("cuDeviceGetAttribute");
        PrimaryContextRetain = (delegate* unmanaged<nint*, int, int>)file.Require("cuDevicePrimaryCtxRetain");
        PrimaryContextRelease = (delegate* unmanaged<int, int>)file.Require("cuDevicePrimaryCtxRelease_v2");
        ContextPush = (delegate* unmanaged<nint, int>)file.Require("cuCtxPushCurrent_v2");
        ContextPop = (delegate* unmanaged<nint*, int>)file.Require("cuCtxPopCurrent_v2");
        ContextSynchronize = (delegate* unmanaged<int>)file.Require("cuCtxSynchronize");
        MemoryGetInfo = (delegate* unmanaged<nuint*, nuint*, int>)file.Require("cuMemGetInfo_v2");
        MemoryAllocate = (delegate* unmanaged<nint*, nuint, int>)file.Require("cuMemAlloc_v2");
        MemoryFree = (delegate* unmanaged<nint, int>)file.Require("cuMemFree_v2");
        CopyHostToDevice = (delegate* unmanaged<nint, void*, nuint, int>)file.Require("cuMemcpyHtoD_v2");
        CopyDeviceToHost = (delegate* unmanaged<void*, nint, nuint, int>)file.Require("cuMemcpyDtoH_v2");
        CopyDeviceToDevice = (delegate* unmanaged<nint, nint, nuint, int>)file.Require("cuMemcpyDtoD_v2");
        CopyPeer = (delegate* unmanaged<nint, nint, nint, nint, nuint, int>)file.Require("cuMemcpyPeer");
        SetBytes = (delegate* unmanaged<nint, byte, nuint, int>)file.Require("cuMemsetD8_v2");
        SetBytesInOrder = (delegate* unmanaged<nint, byte, nuint, nint, int>)file.Require("cuMemsetD8Async");
        StreamCreate = (delegate* unmanaged<nint*, uint, int>)file.Require("cuStreamCreate");
        StreamDestroy = (delegate* unmanaged<nint, int>)file.Require("cuStreamDestroy_v2");
        StreamSynchronize = (delegate* unmanaged<nint, int>)file.Require("cuStreamSynchronize");
        MemoryAllocateInOrder = (delegate* unmanaged<nint*, nuint, nint, int>)file.Find("cuMemAllocAsync");
        MemoryFreeInOrder = (delegate* unmanaged<nint, nint, int>)file.Find("cuMemFreeAsync");
        DeviceGetMemoryPool = (delegate* unmanaged<nint*, int, int>)file.Find("cuDeviceGetMemPool");
        MemoryPoolTrim = (delegate* unmanaged<nint, nuint, int>)file.Find("cuMemPoolTrimTo");
        _getErrorName = (delegate* unmanaged<int, nint*, int>)file.Find("cuGetErrorName");
        _getErrorText = (delegate* unmanaged<int, nint*, int>)file.Find("cuGetErrorString");
    }

    /// <summary>The library's name.</summary>
    public string FileName { get; }

    /// <summary>Whether memory can be allocated and freed in the order of a stream.</summary>
    public bool HasMemoryPools => MemoryAllocateInOrder is not null && MemoryFreeInOrder is not null
        && DeviceGetMemoryPool is not null && MemoryPoolTrim is not null;

    /// <summary>Loads the driver.</summary>
    /// <param name="path">Where it lies; <see langword="null"/> looks where the platform's installers put it.</param>
    /// <param name="absence">One sentence that says why there is none.</param>
    public static DriverApi? TryLoad(string? path, out string? absence)
    {
        string[] names = path is not null ? [path] : DefaultNames();
        if (names is [])
        {
            absence = "There is no CUDA driver for this operating system.";
            return null;
        }

        var file = NativeFile.TryLoad(names);
        if (file is null)
        {
            absence = path is not null
                ? $"The CUDA driver {path} cannot be loaded: check that the file is there and fits this processor."
                : $"{names[0]} was not found: this machine has no NVIDIA driver, or the container was started without its devices (docker run --gpus all).";
            return null;
        }

        var api = new DriverApi(file);
        absence = file.Missing is []
            ? null
            : $"{file.Name} has no {string.Join(", ", file.Missing)}: install a driver for CUDA 11.0 or later.";
        return absence is null ? api : null;
    }

    /// <summary>The name of a result, such as <c>CUDA_ERROR_OUT_OF_MEMORY</c>.</summary>
    public string NameOf(int code) => Text(_getErrorName, code) ?? string.Create(null, stackalloc char[32], $"CUDA error {code}");

    /// <summary>What the driver says about a result; null where it says nothing.</summary>
    public string? TextOf(int code) => Text(_getErrorText, code);

    /// <summary>Reads a text that the driver writes into a buffer; null where it fails.</summary>
    public static string? Read(delegate* unmanaged<byte*, int, int, int> function, int device)
    {
        Span<byte> buffer = stackalloc byte[256];
        buffer.Clear();
        fixed (byte* start = buffer)
        {
            if (function(start, buffer.Length - 1, device) != CudaResult.Success)
                return null;
        }
        return Encoding.UTF8.GetString(buffer[..buffer.IndexOf((byte)0)]);
    }

    private static string? Text(delegate* unmanaged<int, nint*, int> function, int code)
    {
        nint text = 0;
        return function is not null && function(code, &text) == CudaResult.Success ? Marshal.PtrToStringUTF8(text) : null;
    }

    private static string[] DefaultNames() =>
        OperatingSystem.IsWindows() ? ["nvcuda.dll"]
        : OperatingSystem.IsLinux() ? ["libcuda.so.1", "libcuda.so", "/usr/lib/wsl/lib/libcuda.so.1"]
        : [];
}
