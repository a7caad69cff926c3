using System.Collections.Immutable;
using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>
/// One CUDA device and its memory, at <see cref="ResourceLocation.Device"/> of its number. Looking at it makes no context on it; the first buffer
/// retains its primary context, the one that all CUDA libraries of the process share.
/// </summary>
public sealed unsafe class CudaDevice : DeviceMemory
{
    private readonly DriverApi _api;
    private readonly int _device;
    private readonly PrimaryContext _context;
    private readonly object _gate = new();
    private IDisposable? _cacheRegistration;
    private int _freedInOrder;
    private int _isClosed;
    private volatile DeviceLostException? _loss;

    internal CudaDevice(DriverApi api, int device, int index, ResourceCleaner? cleaner)
        : base(ResourceLocation.Device(index), cleaner)
    {
        _api = api;
        _device = device;
        _context = new PrimaryContext(api, device);
        Index = index;
    }

    /// <summary>Its number, from 0, among the devices that this process may use.</summary>
    public int Index { get; }

    /// <summary>The product's name, such as <c>NVIDIA H200</c>.</summary>
    public override string Name => DeviceName;

        internal string DeviceName { get; init; } = "unnamed device";

    /// <summary>What identifies the device, or the slice of a partitioned one, on any machine; empty where the driver does not say.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Where it is plugged in: <c>0000:17:00.0</c>; <see langword="null"/> where the driver does not say.</summary>
    public required string? PciBusId { get; init; }

    /// <summary>The size of its memory.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>What its processors can do, such as 9.0.</summary>
    public required Version ComputeCapability { get; init; }

    /// <inheritdoc/>
    public override bool IsHost => false;

    /// <inheritdoc/>
    public override bool SupportsStreamOrder => HasMemoryPools;

    /// <summary>Why the device can no longer be used by this process; <see langword="null"/> while it can.</summary>
    public CudaException? Loss => _loss;

    /// <summary>The processes that compute on it; empty where the driver does not say.</summary>
    public ImmutableArray<DeviceProcess> Processes => Management?.Processes() ?? [];

    /// <summary>
    /// What this process holds on it, its context included; <see langword="null"/> where the driver does not say. That is so on Windows, and in
    /// containers whose process numbers are their own. <see cref="DeviceMemory.AllocatedBytes"/> is known everywhere.
    /// </summary>
    public long? BytesOfThisProcess
    {
        get
        {
            foreach (var process in Processes)
            {
                if (process.ProcessId == Environment.ProcessId)
                    return process.Bytes;
            }
            return null;
        }
    }

    internal bool HasMemoryPools { get; init; }

    internal NvmlDevice? Management { get; init; }

    internal override bool IsLost => _loss is not null;

    internal bool IsMeasuredThroughContext => Management is null;

    /// <summary>
    /// Measures without a context where the management library knows the device; otherwise through the driver, which retains the primary context.
    /// </summary>
    /// <inheritdoc/>
    public override DeviceMemoryInfo GetInfo()
    {
        if (Management is { } management)
        {
            var result = management.TryGetInfo(out var info);
            return result == NvmlApi.Success ? info : throw ManagementFailure(management, result);
        }

        nuint free = 0, total = 0;
        using (Enter(out var code))
        {
            if (code == CudaResult.Success)
                code = _api.MemoryGetInfo(&free, &total);
            Throw(code, "Measuring memory");
        }
        return new((long)total, (long)free);
    }

    /// <summary>Waits until all work of this process on the device is done.</summary>
    /// <exception cref="CudaException">Something went wrong on the device; a <see cref="DeviceLostException"/> where it cannot be used any more.</exception>
    public void Synchronize() => Throw(TrySynchronize(0), "Waiting for the device");

    /// <summary>
    /// Gives this process's share of the primary context back, which frees what the context itself takes on the device. The next buffer retains
    /// it again.
    /// </summary>
    /// <returns><see langword="false"/> where buffers or streams are still alive on the device: then nothing changes.</returns>
    public bool TryReleaseContext() => _context.TryRelease();

    /// <inheritdoc/>
    public override string ToString() => $"{Location} ({Name}, {ResourceText.Size(TotalBytes)})";

    internal void Close()
    {
        Volatile.Write(ref _isClosed, 1);
        lock (_gate)
        {
            _cacheRegistration?.Dispose();
            _cacheRegistration = null;
        }
        _context.TryRelease();
    }

    internal override int TryAllocate(nuint bytes, nint stream, out nint address)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, typeof(CudaDriver));
        address = 0;
        nint allocated = 0;
        using (Enter(out var code))
        {
            if (code == CudaResult.Success)
                code = stream == 0 ? _api.MemoryAllocate(&allocated, bytes) : _api.MemoryAllocateInOrder(&allocated, bytes, stream);
            if (code == CudaResult.Success)
                _context.Keep();
            address = allocated;
            return code;
        }
    }

    internal override int TryFree(nint address, nuint bytes, nint stream)
    {
        using (Enter(out var code))
        {
            if (code == CudaResult.Success)
                code = stream == 0 ? _api.MemoryFree(address) : _api.MemoryFreeInOrder(address, stream);
            if (code == CudaResult.Success && stream != 0)
                Volatile.Write(ref _freedInOrder, 1);
            // Also where it failed: it is not tried again, so it must not keep the context.
            _context.Leave();
            return code;
        }
    }

    internal override int TryClear(nint address, nuint bytes, nint stream)
    {
        using (Enter(out var code))
        {
            return code != CudaResult.Success ? code
                : stream == 0 ? Await(_api.SetBytes(address, 0, bytes))
                : _api.SetBytesInOrder(address, 0, bytes, stream);
        }
    }

    internal override int TryWrite(nint destination, void* source, nuint bytes)
    {
        using (Enter(out var code))
            return code == CudaResult.Success ? Await(_api.CopyHostToDevice(destination, source, bytes)) : code;
    }

    internal override int TryRead(void* destination, nint source, nuint bytes)
    {
        using (Enter(out var code))
            return code == CudaResult.Success ? _api.CopyDeviceToHost(destination, source, bytes) : code;
    }

    internal override int TryCopy(nint destination, nint source, nuint bytes)
    {
        using (Enter(out var code))
            return code == CudaResult.Success ? Await(_api.CopyDeviceToDevice(destination, source, bytes)) : code;
    }

    internal override int TryCopyFrom(DeviceMemory other, nint destination, nint source, nuint bytes)
    {
        if (other == this || other is not CudaDevice device)
            return base.TryCopyFrom(other, destination, source, bytes);

        if (device._loss is { } loss)
            return loss.Code;
        // Both contexts are kept by the buffers that are copied.
        using (Enter(out var code))
            return code == CudaResult.Success ? Await(_api.CopyPeer(destination, _context.Handle, source, device._context.Handle, bytes)) : code;
    }

    /// <summary>A copy between two devices fails with what is wrong on either of them; each is asked what it says of itself.</summary>
    internal override DeviceMemory Answering(DeviceMemory other, int code) =>
        other is CudaDevice device && device != this
        && (device.IsLost || (CudaResult.IsLoss(code) && CudaResult.IsLoss(device.TrySynchronize(0)))) ? device : this;

    internal override nint OpenStream()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, typeof(CudaDriver));
        nint stream = 0;
        using (Enter(out var code))
        {
            if (code == CudaResult.Success)
                code = _api.StreamCreate(&stream, DriverApi.StreamNonBlocking);
            Throw(code, "Making a stream");
            _context.Keep();
        }
        RegisterCache();
        return stream;
    }

    internal override void CloseStream(nint stream)
    {
        using (Enter(out var code))
        {
            // What it answers does not matter: it is not used again, and a lost context has taken it along.
            if (code == CudaResult.Success)
                _ = _api.StreamDestroy(stream);
            _context.Leave();
        }
    }

    internal override int TrySynchronize(nint stream)
    {
        using (Enter(out var code))
        {
            return code != CudaResult.Success ? code
                : stream == 0 ? _api.ContextSynchronize()
                : _api.StreamSynchronize(stream);
        }
    }

    /// <inheritdoc/>
    public override void TrimCaches()
    {
        // Waiting for the device has a price, so only where there may be something to give back.
        if (Interlocked.Exchange(ref _freedInOrder, 0) == 0)
            return;
        // Given back meanwhile, and making another context to empty a pool would take memory instead; or lost, with the pool.
        if (!_context.IsRetained || IsLost)
            return;

        using (Enter(out var code))
        {
            nint pool = 0;
            if (code == CudaResult.Success)
                code = _api.ContextSynchronize();
            if (code == CudaResult.Success)
                code = _api.DeviceGetMemoryPool(&pool, _device);
            if (code == CudaResult.Success)
                code = _api.MemoryPoolTrim(pool, 0);
            Throw(code, "Giving back what the memory pool keeps");
        }
    }

    internal override CudaException FailureOf(int code, string operation)
    {
        if (_loss is { } known)
            return new DeviceLostException(known.Message, known.Code, known.ErrorName, Location);

        var failure = CudaException.Of(_api, code, operation, Title, Location);
        if (failure is DeviceLostException loss)
            _loss = loss;
        return failure;
    }

    /// <summary>
    /// Within a device, and for a small copy from the host, the driver only starts the work, and other streams do not wait for it.
    /// </summary>
    private int Await(int code) => code == CudaResult.Success ? _api.StreamSynchronize(0) : code;

    /// <summary>
    /// Makes the context current on this thread; refuses where the device is known to be lost. After a reset the driver may have given the addresses
    /// that buffers still name to somebody else.
    /// </summary>
    private PrimaryContext.Scope Enter(out int code)
    {
        if (_loss is not { } loss)
            return _context.Enter(out code);

        code = loss.Code;
        return default;
    }

    /// <summary>From the first stream on there is a cache to be emptied at the end of each batch of releases.</summary>
    private void RegisterCache()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _isClosed) == 0)
                _cacheRegistration ??= DeviceCaches.Register(Location, TrimCaches);
        }
    }

    private CudaException ManagementFailure(NvmlDevice management, int result)
    {
        var message = $"Measuring memory failed on {Title}: {management.TextOf(result)}.";
        if (result != NvmlApi.GpuIsLost)
            return new CudaException(message, result, "NVML_ERROR", Location);

        var loss = new DeviceLostException($"{message} {CudaResult.Remedy(CudaResult.LaunchFailed)}.", result, "NVML_ERROR_GPU_IS_LOST", Location);
        _loss = loss;
        return loss;
    }
}
