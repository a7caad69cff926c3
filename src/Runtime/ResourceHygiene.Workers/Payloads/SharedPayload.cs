using System.Buffers;
using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

/// <summary>A payload in shared memory, whatever its elements are.</summary>
public interface ISharedPayload : IDisposable
{
    /// <summary>Its size in bytes.</summary>
    long SizeInBytes { get; }

    /// <summary>The segment in which it lies.</summary>
    SegmentLease Lease { get; }

    /// <summary>Says where it lies, for another process.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    SegmentDescriptor Describe();
}

/// <summary>
/// Elements in shared memory: produced in place by one process and read in place by the other, without a copy on the way. Belongs to
/// whoever holds it; <see cref="Dispose()"/> gives the memory to the next payload.
/// </summary>
/// <remarks>
/// What the other process writes meanwhile is seen at once: check what you read where you cannot trust it. A span is no pin and must not
/// be used after <see cref="Dispose()"/>; a <see cref="Memory{T}"/> refuses, and one that is pinned keeps the memory. A payload that is
/// dropped without being disposed is reported as a leak, and its memory freed once the garbage collector found it.
/// </remarks>
/// <typeparam name="T">The elements' type; its bytes travel as they are.</typeparam>
public sealed unsafe class SharedPayload<T> : MemoryManager<T>, ISharedPayload
    where T : unmanaged
{
    private readonly long _offset;
    private int _length;

    /// <summary>Sees a part of a segment as elements, and takes the lease over.</summary>
    /// <param name="lease">The lease, which the payload gives back.</param>
    /// <param name="length">How many elements.</param>
    /// <param name="offset">Where the first begins, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the segment.</exception>
    public SharedPayload([TakesOwnership] SegmentLease lease, int length, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, lease.Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, (lease.Capacity - offset) / sizeof(T));
        Lease = lease;
        _offset = offset;
        _length = length;
    }

    /// <inheritdoc/>
    public SegmentLease Lease { get; }

    /// <summary>How many elements.</summary>
    public int Length => _length;

    /// <inheritdoc/>
    public long SizeInBytes => (long)_length * sizeof(T);

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed => Lease.IsDisposed;

    /// <summary>The elements.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Span<T> Span => new(Lease.Address(_offset), _length);

    /// <summary>The elements. Each use asks whether the payload was disposed.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public override Memory<T> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return CreateMemory(_length);
        }
    }

    /// <summary>Keeps the first elements only, for who rented room before the number was known.</summary>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
    }

    /// <summary>A copy of the elements on the managed heap.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public T[] ToArray()
    {
        var array = GC.AllocateUninitializedArray<T>(_length);
        Span.CopyTo(array);
        return array;
    }

    /// <inheritdoc/>
    public SegmentDescriptor Describe() => Lease.Describe(_offset, SizeInBytes);

    /// <summary>Gives the memory back, once; where it is pinned or a call uses it, the end of that does.</summary>
    public void Dispose() => Lease.Dispose();

    /// <inheritdoc/>
    public override Span<T> GetSpan() => Span;

    /// <summary>Keeps the memory, also when the payload is disposed meanwhile, until the handle is disposed.</summary>
    /// <param name="elementIndex">To which element the handle points.</param>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        ObjectDisposedException.ThrowIf(IsDisposed || !Lease.TryHold(), this);
        return new(Unsafe.Add<T>(Lease.AddressOfHeld(_offset), elementIndex), default, this);
    }

    /// <inheritdoc/>
    public override void Unpin() => Lease.LetGo();

    /// <summary>How many elements where, for logs: <c>SharedPayload&lt;Single&gt;[12000000] in segment 3.1</c>.</summary>
    public override string ToString() =>
        string.Create(null, $"SharedPayload<{typeof(T).Name}>[{_length}] {(IsDisposed ? "returned" : $"in segment {Lease.SegmentId}.{Lease.Generation}")}");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Lease.Dispose();
    }
}
