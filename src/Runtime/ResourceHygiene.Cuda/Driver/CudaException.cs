using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>The CUDA driver refused something. The message says what, where, with which result, and what to do about it.</summary>
public class CudaException : Exception
{
    internal CudaException(string message, int code, string errorName, ResourceLocation location)
        : base(message)
    {
        Code = code;
        ErrorName = errorName;
        Location = location;
    }

    /// <summary>The driver's result, as in <c>CUresult</c>: 2 is out of memory.</summary>
    public int Code { get; }

    /// <summary>Its name, such as <c>CUDA_ERROR_INVALID_CONTEXT</c>.</summary>
    public string ErrorName { get; }

    /// <summary>Whose memory it is about.</summary>
    public ResourceLocation Location { get; }

    internal static CudaException Of(DriverApi api, int code, string operation, string device, ResourceLocation location)
    {
        var name = api.NameOf(code);
        var text = api.TextOf(code);
        var message = $"{operation} failed on {device}: {name}{(text is null ? "" : $" ({text})")}.";
        if (CudaResult.Remedy(code) is { } remedy)
            message += $" {remedy}.";
        return CudaResult.IsLoss(code) ? new DeviceLostException(message, code, name, location) : new CudaException(message, code, name, location);
    }
}

/// <summary>
/// A device can no longer be used by this process: a kernel went wrong, its memory is damaged, it fell off the bus, or its primary
/// context was reset. What was allocated there is gone; buffers on it can still be disposed. Only a new process can use it again.
/// </summary>
public sealed class DeviceLostException : CudaException
{
    internal DeviceLostException(string message, int code, string errorName, ResourceLocation location)
        : base(message, code, errorName, location)
    {
    }
}

/// <summary>
/// A memory has no room for a buffer, also after everything was let go that could be. The message says how much is in use, and which
/// tracked resources hold the most.
/// </summary>
public sealed class DeviceOutOfMemoryException : CudaException
{
    internal DeviceOutOfMemoryException(string message, string errorName, ResourceLocation location, long requested, DeviceMemoryInfo memory)
        : base(message, CudaResult.OutOfMemory, errorName, location)
    {
        RequestedBytes = requested;
        Memory = memory;
    }

    /// <summary>How many bytes were asked for.</summary>
    public long RequestedBytes { get; }

    /// <summary>How full the memory was after everything that could be was let go; all zero where the driver does not say.</summary>
    public DeviceMemoryInfo Memory { get; }
}
