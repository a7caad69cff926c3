using System.Runtime.InteropServices;
using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>
/// Host memory in a device's place: buffers in it behave as on a device, out of memory included. With a limit and a device's location
/// it stands in for a device, so that budgets, pressure and offloading can be tried out where there is none.
/// </summary>
public sealed unsafe class HostMemory : DeviceMemory
{
    private const nuint Alignment = 256; // As the driver aligns.

    private readonly long _limit;
    private long _used;

    /// <summary>Makes a memory of a given size.</summary>
    /// <param name="limitBytes">How many bytes fit into it.</param>
    /// <param name="location">Where the tracker sees it: the host, or a device that it stands in for.</param>
    /// <param name="cleaner">Who makes room when an allocation fails; nobody where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public HostMemory(long limitBytes, ResourceLocation location = default, ResourceCleaner? cleaner = null)
        : base(location, cleaner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limitBytes);
        _limit = limitBytes;
    }

    private HostMemory()
        : base(ResourceLocation.Host, ResourceCleaner.Shared) => _limit = 0;

    /// <summary>The host's memory without a limit of its own. Makes room through <see cref="ResourceCleaner.Shared"/>.</summary>
    public static HostMemory Shared { get; } = new();

    /// <inheritdoc/>
    public override string Name => Location.IsDevice ? "host memory in its place" : "host memory";

    /// <inheritdoc/>
    public override bool IsHost => true;

    /// <summary>Always: work is done at once, so that every order is kept.</summary>
    public override bool SupportsStreamOrder => true;

    /// <inheritdoc/>
    public override DeviceMemoryInfo GetInfo()
    {
        var total = _limit > 0 ? _limit : GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes;
        return new(total, Math.Max(0, total - Volatile.Read(ref _used)));
    }

    internal override int TryAllocate(nuint bytes, nint stream, out nint address)
    {
        address = 0;
        var used = Interlocked.Add(ref _used, (long)bytes);
        if (_limit == 0 || used <= _limit)
        {
            try
            {
                address = (nint)NativeMemory.AlignedAlloc(bytes, Alignment);
                GC.AddMemoryPressure((long)bytes);
                return CudaResult.Success;
            }
            catch (OutOfMemoryException)
            {
                // The same answer as from a device: whoever asked tries to make room first.
                address = 0;
            }
        }

        Interlocked.Add(ref _used, -(long)bytes);
        return CudaResult.OutOfMemory;
    }

    internal override int TryFree(nint address, nuint bytes, nint stream)
    {
        NativeMemory.AlignedFree((void*)address);
        Interlocked.Add(ref _used, -(long)bytes);
        GC.RemoveMemoryPressure((long)bytes);
        return CudaResult.Success;
    }

    internal override int TryClear(nint address, nuint bytes, nint stream)
    {
        NativeMemory.Clear((void*)address, bytes);
        return CudaResult.Success;
    }

    internal override int TryWrite(nint destination, void* source, nuint bytes) => Copy((void*)destination, source, bytes);

    internal override int TryRead(void* destination, nint source, nuint bytes) => Copy(destination, (void*)source, bytes);

    internal override int TryCopy(nint destination, nint source, nuint bytes) => Copy((void*)destination, (void*)source, bytes);

    internal override int TryCopyFrom(DeviceMemory other, nint destination, nint source, nuint bytes) =>
        other.IsHost ? Copy((void*)destination, (void*)source, bytes) : other.TryRead((void*)destination, source, bytes);

    internal override nint OpenStream() => -1;

    internal override void CloseStream(nint stream)
    {
        // There is none.
    }

    internal override int TrySynchronize(nint stream) => CudaResult.Success;

    /// <inheritdoc/>
    public override void TrimCaches()
    {
        // What is freed is free at once.
    }

    internal override CudaException FailureOf(int code, string operation) =>
        new($"{operation} failed in {Title}: {(code == CudaResult.OutOfMemory ? "out of memory" : "result " + code)}.",
            code, code == CudaResult.OutOfMemory ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_UNKNOWN", Location);

    private static int Copy(void* destination, void* source, nuint bytes)
    {
        NativeMemory.Copy(source, destination, bytes);
        return CudaResult.Success;
    }
}
