namespace ResourceHygiene.Cuda;

/// <summary>
/// A block of elements in a device's memory, or in the host's where there is no device: the same program runs with both. Filled with zeros when
/// it is made; freed once, by Dispose or by the runtime, and never under a call that uses it.
/// </summary>
/// <remarks>
/// <para>Copies wait until they are done. They may run on several threads at once; a buffer that is written and read at the same time holds what it
/// happens to. No copy may run into a buffer that is being moved: under a tracker, hold a lease meanwhile.</para>
/// <para>A buffer that is forgotten is freed after the garbage collector found it, on a thread of the pool. That may be late: the collector does not see
/// device memory. Where it is tracked it is reported as a leak.</para>
/// </remarks>
/// <typeparam name="T">The elements' type; its bytes are copied as they are.</typeparam>
public sealed unsafe partial class DeviceBuffer<T> : IDisposable, IAsyncDisposable, ISizedResource, IReleasable, IOffloadable
    where T : unmanaged
{
    private volatile DeviceBlock? _block;
    private volatile DeviceMemory _memory;

    /// <summary>Allocates a buffer, filled with zeros. Where there is no room, the memory's cleaner lets tracked resources go first.</summary>
    /// <param name="memory">Where.</param>
    /// <param name="length">How many elements; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive, or more bytes than there are addresses.</exception>
    /// <exception cref="DeviceOutOfMemoryException">There is no room, also after everything was let go that could be.</exception>
    /// <exception cref="CudaException">The driver refused for another reason.</exception>
    public DeviceBuffer(DeviceMemory memory, long length)
    {
        ArgumentNullException.ThrowIfNull(memory);
        Length = length;
        _memory = memory;
        _block = DeviceBlock.Allocate(memory, SizeOf(length));
    }

    /// <summary>
    /// Allocates a buffer in the order of a stream: it may be used by work that is started in the stream from now on, and Dispose frees it behind
    /// that work without waiting.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="length">How many elements; positive.</param>
    /// <inheritdoc cref="DeviceBuffer{T}(DeviceMemory, long)"/>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public DeviceBuffer(DeviceStream stream, long length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Length = length;
        _memory = stream.Memory;
        _block = DeviceBlock.Allocate(stream.Memory, SizeOf(length), stream.Handle);
    }

    /// <summary>Allocates a buffer and fills it.</summary>
    /// <param name="memory">Where.</param>
    /// <param name="content">What it holds; at least one element.</param>
    /// <inheritdoc cref="DeviceBuffer{T}(DeviceMemory, long)"/>
    public DeviceBuffer(DeviceMemory memory, ReadOnlySpan<T> content)
        : this(memory, content.Length)
    {
        try
        {
            CopyFrom(content);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many elements it has.</summary>
    public long Length { get; }

    /// <summary>The size in bytes; 0 once it was freed.</summary>
    public long SizeInBytes => IsDisposed ? 0 : Length * sizeof(T);

    /// <summary>Whether it was freed.</summary>
    public bool IsDisposed => _block is null;

    /// <summary>The memory in which it lies now, or lay last.</summary>
    public DeviceMemory Memory => _block?.Memory ?? _memory;

    /// <summary>
    /// The block's address, for kernels and native code: on a device a <c>CUdeviceptr</c>. Good until the buffer is freed or moved, so hold a lease
    /// while it is used where the buffer is tracked.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The buffer was freed.</exception>
    public nint DangerousAddress => Block().DangerousGetHandle();

    /// <summary>Copies elements into the buffer.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="at">Where the first goes.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was freed.</exception>
    /// <exception cref="CudaException">The driver refused.</exception>
    public void CopyFrom(ReadOnlySpan<T> source, long at = 0)
    {
        ThrowIfOutside(at, source.Length);
        using var use = Use();
        fixed (T* start = source)
            Check(use, use.Memory.TryWrite(use.Address + Offset(at), start, SizeOfPart(source.Length)), "Writing", source.Length);
    }

    /// <summary>Copies elements out of the buffer.</summary>
    /// <param name="destination">Where they go; as many are copied as fit in there.</param>
    /// <param name="from">Which is the first.</param>
    /// <inheritdoc cref="CopyFrom"/>
    public void CopyTo(Span<T> destination, long from = 0)
    {
        ThrowIfOutside(from, destination.Length);
        using var use = Use();
        fixed (T* start = destination)
            Check(use, use.Memory.TryRead(start, use.Address + Offset(from), SizeOfPart(destination.Length)), "Reading", destination.Length);
    }

    /// <summary>Copies the whole content into another buffer, in whichever memory that lies.</summary>
    /// <param name="destination">The other buffer, at least as long.</param>
    /// <param name="at">Where the first element goes.</param>
    /// <inheritdoc cref="CopyFrom"/>
    public void CopyTo(DeviceBuffer<T> destination, long at = 0)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.ThrowIfOutside(at, Length);
        using var from = Use();
        using var to = destination.Use();
        to.Memory.ThrowCopy(
            from.Memory,
            to.Memory.TryCopyFrom(from.Memory, to.Address + Offset(at), from.Address, from.Bytes),
            $"Copying {ResourceText.Size((long)from.Bytes)} from {from.Memory.Title} to {to.Memory.Title}");
    }

    /// <summary>The whole content.</summary>
    /// <inheritdoc cref="CopyTo(Span{T}, long)"/>
    /// <exception cref="OverflowException">It is longer than an array can be.</exception>
    public T[] ToArray()
    {
        var array = GC.AllocateUninitializedArray<T>(checked((int)Length));
        CopyTo(array);
        return array;
    }

    /// <summary>Opens the whole content for reading by the processor: without a copy where it lies in host memory.</summary>
    /// <returns>The content; dispose it when it was read.</returns>
    /// <exception cref="ObjectDisposedException">The buffer was freed.</exception>
    /// <exception cref="OverflowException">It is longer than a span can be.</exception>
    /// <exception cref="CudaException">The driver refused.</exception>
    [return: Owned]
    public HostView<T> OpenOnHost()
    {
        using var use = Use();
        return new HostView<T>(use.Block, Length);
    }

    /// <summary>Fills the buffer with zeros.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was freed.</exception>
    /// <exception cref="CudaException">The driver refused.</exception>
    public void Clear()
    {
        using var use = Use();
        Check(use, use.Memory.TryClear(use.Address, use.Bytes, 0), "Clearing", Length);
    }

    /// <summary>
    /// Moves the content into another memory and frees it where it was. Nobody may write into the buffer meanwhile. The tracker is told where
    /// it lies now. Does nothing where it lies there already.
    /// </summary>
    /// <param name="memory">Where to.</param>
    /// <exception cref="ObjectDisposedException">The buffer was freed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">There is no room: the buffer stays where it is.</exception>
    /// <exception cref="CudaException">
    /// The driver refused: the buffer stays where it is. Where all it refused was to free the old place, the buffer has moved: see <see cref="Memory"/>.
    /// </exception>
    public void MoveTo(DeviceMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        DeviceBlock old;
        using (var from = Use())
        {
            old = from.Block;
            if (old.Memory == memory)
                return;

            var block = DeviceBlock.Allocate(memory, old.Bytes);
            try
            {
                using var to = block.Use();
                memory.ThrowCopy(
                    old.Memory,
                    memory.TryCopyFrom(old.Memory, to.Address, from.Address, from.Bytes),
                    $"Moving {ResourceText.Size((long)from.Bytes)} from {old.Memory.Title} to {memory.Title}");
            }
            catch
            {
                block.Dispose();
                throw;
            }

            // Freed or moved by another meanwhile: then this copy is one too many.
            if (Interlocked.CompareExchange(ref _block, block, old) != old)
            {
                block.Dispose();
                ObjectDisposedException.ThrowIf(IsDisposed, this);
                return;
            }
        }

        _memory = memory;
        try
        {
            old.Free();
        }
        finally
        {
            // Also where the driver did not take the old block back: the content lies in the new one.
            NoteMove();
        }
    }

    /// <summary>What and where, for logs: <c>DeviceBuffer&lt;Single&gt;[2048] on device 0 (NVIDIA H200)</c>.</summary>
    public override string ToString() => string.Create(null, $"DeviceBuffer<{typeof(T).Name}>[{Length}] {(IsDisposed ? "freed" : Memory.Location.IsDevice ? "on " + Memory.Title : "in " + Memory.Title)}");

    private DeviceBlock Block()
    {
        var block = _block;
        ObjectDisposedException.ThrowIf(block is null, this);
        return block;
    }

    /// <summary>Keeps the block, with all work in its stream done: copies are made outside the stream's order.</summary>
    private DeviceBlock.Pin Use()
    {
        while (true)
        {
            var block = Block();
            DeviceBlock.Pin use;
            try
            {
                use = block.Use();
            }
            catch (ObjectDisposedException) when (_block != block)
            {
                // Moved or freed just now: look again.
                continue;
            }

            try
            {
                use.Settle();
                return use;
            }
            catch
            {
                use.Dispose();
                throw;
            }
        }
    }

    private static void Check(in DeviceBlock.Pin use, int code, string operation, long length)
    {
        if (code != 0)
            throw use.Memory.FailureOf(code, $"{operation} {ResourceText.Size(length * sizeof(T))}");
    }

    private void ThrowIfOutside(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
    }

    private static nint Offset(long elements) => (nint)(elements * sizeof(T));

    private static nuint SizeOfPart(long elements) => (nuint)(elements * sizeof(T));

    private static nuint SizeOf(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, nint.MaxValue / sizeof(T));
        return (nuint)(length * sizeof(T));
    }
}
