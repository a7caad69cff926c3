namespace ResourceHygiene.Workers;

/// <summary>
/// One use of one segment of shared memory: rented from a <see cref="SegmentPool"/>, or opened from a description by a
/// <see cref="SegmentMap"/>. While it is held nobody else gets the segment. Every member may be called from any thread.
/// </summary>
/// <remarks>
/// A span is no pin: do not use one after <see cref="Dispose"/>, when the memory belongs to the next payload.
/// </remarks>
public sealed unsafe class SegmentLease : IDisposable
{
    private readonly ISegmentHome _home;
    private readonly SegmentMemory _memory;
    private readonly SegmentDescriptor _whole;
    private SegmentLease? _original;
    private int _holds = 1;
    private int _isGivenUp;

    internal SegmentLease(ISegmentHome home, object segment, SegmentMemory memory, in SegmentDescriptor whole)
    {
        _home = home;
        Segment = segment;
        _memory = memory;
        _whole = whole;
    }

    /// <summary>The segment's number.</summary>
    public long SegmentId => _whole.SegmentId;

    /// <summary>Which rent of the segment this is.</summary>
    public uint Generation => _whole.Generation;

    /// <summary>The size of the segment in bytes: at least what was asked for.</summary>
    public long Capacity => _whole.Capacity;

    /// <summary>Whether it was given up by <see cref="Dispose"/> or <see cref="Abandon"/>.</summary>
    public bool IsDisposed => Volatile.Read(ref _isGivenUp) != 0;

    /// <summary>What it is a lease of; of the home's own kind.</summary>
    internal object Segment { get; }

    /// <summary>The tracker's lease, where the segment is tracked; the home takes it back.</summary>
    internal Lease Pin;

    /// <summary>A part of the segment.</summary>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within the segment.</exception>
    /// <exception cref="ObjectDisposedException">The lease was given up.</exception>
    public Span<byte> Span(long offset, int length)
    {
        ThrowIfOutside(offset, length);
        return new(Address(offset), length);
    }

    /// <summary>Describes a part of the segment to another process. From now on that one may map it.</summary>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within the segment.</exception>
    /// <exception cref="ObjectDisposedException">The lease was given up.</exception>
    public SegmentDescriptor Describe(long offset, long length)
    {
        ThrowIfOutside(offset, length);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (Segment is SharedSegment shared)
            shared.IsShared = true;
        return _whole with { Offset = offset, Length = length };
    }

    /// <summary>A lease of its own on the same rent: the segment goes back when both were given up. For somebody who knows that this one is held.</summary>
    [return: Owned]
    internal SegmentLease Share()
    {
        ObjectDisposedException.ThrowIf(!TryHold(), this);
        return new(SharedHold.Instance, Segment, _memory, _whole) { _original = this };
    }

    /// <summary>Gives the segment back, once: the next payload may have it. While a call still uses it, the end of the call does that.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGivenUp, 1) == 0)
            LetGo();
    }

    /// <summary>
    /// Gives the segment up while another process may still write to it: it goes back when that process has ended, and not before.
    /// </summary>
    /// <param name="peerGone">Completes, in whichever way, when the process was reaped.</param>
    public void Abandon(Task peerGone)
    {
        ArgumentNullException.ThrowIfNull(peerGone);
        if (Interlocked.Exchange(ref _isGivenUp, 1) == 0)
            LetGoAfter(peerGone);
    }

    /// <summary>Adds a use, as a call that is under way. False once the segment went back.</summary>
    internal bool TryHold()
    {
        for (var holds = Volatile.Read(ref _holds); holds > 0;)
        {
            var found = Interlocked.CompareExchange(ref _holds, holds + 1, holds);
            if (found == holds)
                return true;
            holds = found;
        }
        return false;
    }

    /// <summary>Ends a use; the last one gives the segment back.</summary>
    internal void LetGo()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
            _home.Return(this);
    }

    /// <summary>Ends a use when a process is gone.</summary>
    internal void LetGoAfter(Task peerGone)
    {
        if (peerGone.IsCompleted)
            LetGo();
        else
            peerGone.ContinueWith(static (_, lease) => ((SegmentLease)lease!).LetGo(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    internal byte* Address(long offset)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return _memory.Address + offset;
    }

    /// <summary>The address, for somebody who holds it though its owner gave it up.</summary>
    internal byte* AddressOfHeld(long offset) => _memory.Address + offset;

    private void ThrowIfOutside(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Capacity - offset);
    }

    /// <summary>Where a lease goes that shares another one's rent.</summary>
    private sealed class SharedHold : ISegmentHome
    {
        public static SharedHold Instance { get; } = new();

        public void Return(SegmentLease lease) => lease._original!.LetGo();
    }
}
