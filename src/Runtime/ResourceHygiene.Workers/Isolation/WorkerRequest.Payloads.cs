namespace ResourceHygiene.Workers;

// What is too large for JSON lies in shared memory: rented here and given back by Dispose, or somebody else's and held meanwhile.
public sealed partial class WorkerRequest
{
    private readonly SegmentPool? _segments;
    /// <summary>Rented ones are disposed, held ones let go.</summary>
    private List<(SegmentLease Lease, bool IsHeld)>? _leases;
    private SegmentDescriptor[] _payloads = [];

    /// <summary>How many payloads it has.</summary>
    public int PayloadCount => _payloads.Length;

    /// <summary>Where the payloads lie, in their order; for those who carry calls.</summary>
    public ReadOnlySpan<SegmentDescriptor> Payloads => _payloads;

    internal SegmentPool Segments => _segments ?? SegmentPool.Shared;

    /// <summary>Room for a payload in shared memory, to be produced in place before the call. It holds what was there before.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="length">Elements.</param>
    /// <exception cref="InvalidOperationException">The request has as many payloads as one can have, or the pool is full.</exception>
    /// <exception cref="IOException">The system has no memory for it.</exception>
    public Span<T> RentPayload<T>(int length)
        where T : unmanaged
    {
        ThrowIfFull();
        var payload = Segments.Rent<T>(length);
        Add(payload.Lease, isHeld: false, payload.Describe());
        return payload.Span;
    }

    /// <summary>Adds a copy as a payload.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="values">What is copied.</param>
    /// <inheritdoc cref="RentPayload{T}"/>
    public void AddPayload<T>(ReadOnlySpan<T> values)
        where T : unmanaged => values.CopyTo(RentPayload<T>(values.Length));

    /// <summary>Adds a payload as it is, without a copy. It stays the caller's, who may dispose it at any time: its memory is kept until the call is over.</summary>
    /// <param name="payload">The payload.</param>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    /// <exception cref="InvalidOperationException">The request has as many payloads as one can have.</exception>
    public void AddPayload([Borrowed] ISharedPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ThrowIfFull();
        var descriptor = payload.Describe();
        ObjectDisposedException.ThrowIf(!payload.Lease.TryHold(), payload);
        Add(payload.Lease, isHeld: true, descriptor);
    }

    /// <summary>Opens a payload of its own, for a command that runs in this process.</summary>
    [return: Owned]
    internal SegmentLease Open(in SegmentDescriptor descriptor) => _leases![Array.IndexOf(_payloads, descriptor)].Lease.Share();

    private void Add(SegmentLease lease, bool isHeld, SegmentDescriptor descriptor)
    {
        (_leases ??= []).Add((lease, isHeld));
        _payloads = [.. _payloads, descriptor];
    }

    private void ThrowIfFull()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (_payloads.Length == FrameHeader.MaxPayloads)
            throw new InvalidOperationException($"This request of {Command} has {FrameHeader.MaxPayloads} payloads, and cannot have more.");
    }

    private void ReturnPayloads()
    {
        if (_leases is null)
            return;

        foreach (var (lease, isHeld) in _leases)
        {
            if (isHeld)
                lease.LetGo();
            else
                lease.Dispose();
        }
        _leases = null;
    }
}
