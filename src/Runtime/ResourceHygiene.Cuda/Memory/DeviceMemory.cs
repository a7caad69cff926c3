using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>
/// A memory in which <see cref="DeviceBuffer{T}"/>s can lie: that of a <see cref="CudaDevice"/>, or the host's
/// (<see cref="HostMemory"/>), which behaves the same. Every member may be called from any thread.
/// </summary>
public abstract class DeviceMemory
{
    private long _allocatedBytes;
    private int _liveBuffers;

    private protected DeviceMemory(ResourceLocation location, ResourceCleaner? cleaner)
    {
        Location = location;
        Cleaner = cleaner;
    }

    /// <summary>What people call it: a device's name, or <c>host memory</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Where resources in it lie, as the tracker sees it.</summary>
    public ResourceLocation Location { get; }

    /// <summary>Whether it is the host's, so that <see cref="DeviceBuffer{T}.OpenOnHost"/> copies nothing.</summary>
    public abstract bool IsHost { get; }

    /// <summary>Whether memory can be allocated and freed in the order of a stream's work (CUDA 11.2 and a device that can).</summary>
    public abstract bool SupportsStreamOrder { get; }

    /// <summary>
    /// Who lets tracked resources at <see cref="Location"/> go when an allocation fails for lack of room; <see langword="null"/> where nobody does.
    /// </summary>
    public ResourceCleaner? Cleaner { get; }

    /// <summary>What live buffers of this process hold in it, in bytes, tracked or not.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>How many buffers of this process live in it, streams not counted.</summary>
    public int LiveBuffers => Volatile.Read(ref _liveBuffers);

    /// <summary>Measures how full it is. Takes microseconds and allocates nothing.</summary>
    /// <exception cref="CudaException">The driver does not answer.</exception>
    public abstract DeviceMemoryInfo GetInfo();

    /// <summary>
    /// Waits for the device and gives back what was freed in a stream's order and is kept in the driver's pool. The runtime does so at the end of each
    /// batch of releases on the device, and before anything is let go for a new buffer. Does nothing where nothing was freed so since the last time.
    /// </summary>
    /// <exception cref="CudaException">The driver refused.</exception>
    public abstract void TrimCaches();

    /// <summary>Makes a stream, in whose order buffers can be allocated and freed.</summary>
    /// <exception cref="NotSupportedException">The device or its driver cannot; see <see cref="SupportsStreamOrder"/>.</exception>
    /// <exception cref="CudaException">The driver refused.</exception>
    [return: Owned]
    public DeviceStream CreateStream()
    {
        if (!SupportsStreamOrder)
            throw new NotSupportedException($"{Title} has no memory pools: allocate without a stream. They need CUDA 11.2 and a device that supports them.");
        return new DeviceStream(this, OpenStream());
    }

    /// <summary>Name and location for messages: <c>device 0 (NVIDIA H200)</c>.</summary>
    internal string Title => Location.IsDevice ? $"{Location} ({Name})" : Name;

    /// <summary><see cref="Name"/> with the location where it is a device.</summary>
    public override string ToString() => Title;

    /// <summary>Whether what was allocated in it is gone already.</summary>
    internal virtual bool IsLost => false;

    // Results are the driver's. 0 as a stream's handle means in no stream's order; what is done so, is done when the call returns.
    internal abstract int TryAllocate(nuint bytes, nint stream, out nint address);

    internal abstract int TryFree(nint address, nuint bytes, nint stream);

    internal abstract int TryClear(nint address, nuint bytes, nint stream);

    internal abstract unsafe int TryWrite(nint destination, void* source, nuint bytes);

    internal abstract unsafe int TryRead(void* destination, nint source, nuint bytes);

    internal abstract int TryCopy(nint destination, nint source, nuint bytes);

    internal abstract nint OpenStream();

    internal abstract void CloseStream(nint stream);

    internal abstract int TrySynchronize(nint stream);

    internal abstract CudaException FailureOf(int code, string operation);

    /// <summary>Copies between two memories, at least one of which is not this one.</summary>
    internal virtual int TryCopyFrom(DeviceMemory other, nint destination, nint source, nuint bytes)
    {
        unsafe
        {
            return other == this ? TryCopy(destination, source, bytes)
                : other.IsHost ? TryWrite(destination, (void*)source, bytes)
                : other.TryRead((void*)destination, source, bytes);
        }
    }

    /// <summary>Who answers for a copy from another memory into this one that failed: the host has no driver.</summary>
    internal virtual DeviceMemory Answering(DeviceMemory other, int code) => IsHost ? other : this;

    internal void ThrowCopy(DeviceMemory other, int code, string operation)
    {
        if (code != CudaResult.Success)
            Answering(other, code).Throw(code, operation);
    }

    internal void Throw(int code, string operation)
    {
        if (code != CudaResult.Success)
            throw FailureOf(code, operation);
    }

    internal void NoteAllocated(nuint bytes)
    {
        Interlocked.Add(ref _allocatedBytes, (long)bytes);
        Interlocked.Increment(ref _liveBuffers);
    }

    internal void NoteFreed(nuint bytes)
    {
        Interlocked.Add(ref _allocatedBytes, -(long)bytes);
        Interlocked.Decrement(ref _liveBuffers);
    }
}
