using System.Buffers;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Owns a block of native memory of a known size, and can be read and written as <see cref="Memory{T}"/> or span. Freed once,
/// by Dispose or by the runtime. The garbage collector is told of its size.
/// </summary>
/// <remarks>
/// Freeing while another thread uses a span corrupts memory, as with any native block; a tracked buffer is therefore used
/// under a lease. Not tracked by itself: register it like any other resource; it knows its size. There is no finalizer, as a
/// span does not keep its buffer alive: a buffer that is forgotten is never freed, and reported as a leak where it is tracked.
/// </remarks>
public sealed unsafe class NativeBuffer : MemoryManager<byte>, ISizedResource
{
    private readonly nuint _length;
    private nint _address;

    /// <summary>Allocates a block, filled with zeros.</summary>
    /// <param name="length">Its size in bytes; positive.</param>
    /// <param name="alignment">Its address is a multiple of this; a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive, or the alignment is no power of two.</exception>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    public NativeBuffer(long length, int alignment = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (alignment <= 0 || (alignment & (alignment - 1)) != 0)
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "An alignment must be a power of two.");

        _length = checked((nuint)length);
        var address = NativeMemory.AlignedAlloc(_length, (nuint)alignment);
        NativeMemory.Clear(address, _length);
        _address = (nint)address;
        GC.AddMemoryPressure(length);
    }

    /// <summary>The size in bytes.</summary>
    public long Length => (long)_length;

    /// <summary>The size in bytes; 0 once it was freed.</summary>
    public long SizeInBytes => IsDisposed ? 0 : Length;

    /// <summary>Whether it was freed.</summary>
    public bool IsDisposed => Volatile.Read(ref _address) == 0;

    /// <summary>The block's address, for native code. Good until the buffer is freed.</summary>
    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    public nint Address
    {
        get
        {
            var address = Volatile.Read(ref _address);
            ObjectDisposedException.ThrowIf(address == 0, this);
            return address;
        }
    }

    /// <summary>The whole block.</summary>
    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    /// <exception cref="OverflowException">It is larger than a span can be, 2 GB: use <see cref="Slice"/>.</exception>
    public override Span<byte> GetSpan() => new((void*)Address, checked((int)_length));

    /// <summary>A part of the block.</summary>
    /// <param name="start">Where it begins, in bytes.</param>
    /// <param name="length">Its length, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within the block.</exception>
    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    public Span<byte> Slice(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return new((byte*)Address + start, length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, Length);
        return new((byte*)Address + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Native memory does not move.
    }

    /// <summary>Frees the block, once.</summary>
    public void Dispose() => ((IDisposable)this).Dispose();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        var address = Interlocked.Exchange(ref _address, 0);
        if (address == 0)
            return;

        NativeMemory.AlignedFree((void*)address);
        GC.RemoveMemoryPressure(Length);
    }
}
