namespace ResourceHygiene.Cuda.Native;

/// <summary>The results of the driver that we treat in a way of their own (<c>CUresult</c>).</summary>
internal static class CudaResult
{
    public const int Success = 0;
    public const int OutOfMemory = 2;
    public const int NotInitialized = 3;
    public const int Deinitialized = 4;
    public const int StubLibrary = 34;
    public const int DeviceUnavailable = 46;
    public const int NoDevice = 100;
    public const int InvalidDevice = 101;
    public const int InvalidContext = 201;
    public const int UncorrectableMemoryError = 214;
    public const int UncorrectableLinkError = 220;
    public const int Contained = 226;
    public const int IllegalAddress = 700;
    public const int LaunchTimeout = 702;
    public const int ContextIsDestroyed = 709;
    public const int Assert = 710;
    public const int HardwareStackError = 714;
    public const int LaunchFailed = 719;
    public const int TensorMemoryLeak = 721;
    public const int SystemNotReady = 802;
    public const int SystemDriverMismatch = 803;
    public const int MpsClientTerminated = 810;
    public const int ExternalDevice = 911;

    /// <summary>
    /// Whether the context is good for nothing any more: every later call fails in the same way, and what was allocated is
    /// gone. 714 to 719 are faults of a kernel, of the address it used or of its code; of the others the driver's header says that the
    /// process must be ended.
    /// </summary>
    public static bool IsLoss(int code) => code is UncorrectableMemoryError or UncorrectableLinkError or Contained or IllegalAddress
        or LaunchTimeout or ContextIsDestroyed or Assert or (>= HardwareStackError and <= LaunchFailed) or TensorMemoryLeak
        or MpsClientTerminated or ExternalDevice;

    /// <summary>Whether a block that could not be freed for this reason is gone all the same, with its context or with the driver.</summary>
    public static bool TookMemoryAlong(int code) => IsLoss(code) || code is Deinitialized;

    /// <summary>What to do about it; null where nothing more is known than the driver says.</summary>
    public static string? Remedy(int code) => code switch
    {
        NoDevice => NoDeviceRemedy(),
        StubLibrary => "The toolkit's stub library was loaded in place of the driver: take its 'stubs' directory out of the library path",
        DeviceUnavailable => "Another process has the device for itself: end it, or set the compute mode back to default",
        SystemDriverMismatch => "The driver in memory is another than the one installed: restart the machine, or rebuild the container for this driver",
        SystemNotReady => "The machine's fabric manager is not running: start it",
        InvalidContext => "Some code on this thread destroyed or reset a context that others use: let only its creator do that",
        ContextIsDestroyed => "The device's primary context was reset, which takes everybody's memory away: do not call cudaDeviceReset in a process that still uses the device",
        _ when IsLoss(code) => "The context cannot be used any more: end this process, or the worker that does GPU work, and start a new one",
        _ => null,
    };

    private static string NoDeviceRemedy() => Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { } visible
        ? $"CUDA_VISIBLE_DEVICES is '{visible}': name a device that exists, or unset it"
        : "There is a driver but no device: look at what nvidia-smi says";
}
