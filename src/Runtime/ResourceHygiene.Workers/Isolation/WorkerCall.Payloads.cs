using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers;

// Payloads: what is too large for JSON, in shared memory. They are opened when they are asked for, and closed when the call is over.
public sealed partial class WorkerCall
{
    private readonly IPayloadRoom _room;
    private readonly object _gate = new();
    // Made when they are needed: many calls have no payload, and the first answer of a fresh process should not wait for what it does not use.
    private List<IDisposable>? _open;
    private List<SegmentDescriptor>? _results;
    private HashSet<long>? _rented;
    private SegmentDescriptor[] _payloads = [];

    /// <summary>How many payloads came with the arguments.</summary>
    public int PayloadCount => _payloads.Length;

    internal ReadOnlySpan<SegmentDescriptor> ResultPayloads => _results is null ? default : CollectionsMarshal.AsSpan(_results);

    /// <summary>A payload in place; valid until the dispatcher's task is complete, and writable: the caller sees what is written.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="index">Which, in the order in which the client added them.</param>
    /// <exception cref="InvalidDataException">It is not there as described, or no whole number of elements.</exception>
    public Span<T> GetPayload<T>(int index)
        where T : unmanaged => OpenPayload<T>(index).Span;

    /// <summary>A copy of a payload.</summary>
    /// <inheritdoc cref="GetPayload{T}"/>
    public T[] GetArray<T>(int index)
        where T : unmanaged => GetPayload<T>(index).ToArray();

    /// <summary>A payload in place, for those who need more than a span. Belongs to the call, which disposes it.</summary>
    /// <inheritdoc cref="GetPayload{T}"/>
    [return: Borrowed]
    public SharedPayload<T> OpenPayload<T>(int index)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_payloads.Length, nameof(index));
        var descriptor = _payloads[index];
        var length = descriptor.CountOf<T>();
        return Keep(new SharedPayload<T>(_room.Open(descriptor), length, descriptor.Offset));
    }

    /// <summary>Room in the caller's memory for a result payload, to be produced in place. It holds what was there before.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="length">Elements.</param>
    /// <exception cref="InvalidOperationException">The caller has no room for it.</exception>
    public Span<T> RentResult<T>(int length)
        where T : unmanaged
    {
        var payload = Rent<T>(length);
        (_results ??= []).Add(payload.Describe());
        return payload.Span;
    }

    /// <summary>Adds a copy as a result payload.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="values">What is copied.</param>
    /// <exception cref="InvalidOperationException">The caller has no room for it.</exception>
    public void AddResult<T>(ReadOnlySpan<T> values)
        where T : unmanaged => values.CopyTo(RentResult<T>(values.Length));

    /// <summary>Adds a result payload: in place where it was rented for this call (<see cref="WorkerContext.Rent"/>), else as a copy.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="payload">The payload.</param>
    /// <exception cref="InvalidOperationException">The caller has no room for it.</exception>
    public void AddResult<T>([Borrowed] SharedPayload<T> payload)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (_rented?.Remove(payload.Lease.SegmentId) == true)
            (_results ??= []).Add(payload.Describe());
        else
            AddResult<T>((ReadOnlySpan<T>)payload.Span);
    }

    [return: Borrowed]
    internal SharedPayload<T> Rent<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var payload = Keep(new SharedPayload<T>(_room.Rent((long)length * Unsafe.SizeOf<T>()), length));
        (_rented ??= []).Add(payload.Lease.SegmentId);
        return payload;
    }

    internal void SetPayloads(SegmentDescriptor[] payloads) => _payloads = payloads;

    /// <summary>The call owns it from now on.</summary>
    [return: Borrowed]
    private SharedPayload<T> Keep<T>([TakesOwnership] SharedPayload<T> payload)
        where T : unmanaged
    {
        lock (_gate)
            (_open ??= []).Add(payload);
        return payload;
    }

    private void ClosePayloads()
    {
        _payloads = [];
        if (_open is null)
            return;

        _open.ForEach(static payload => payload.Dispose());
        _open.Clear();
        _results?.Clear();
        _rented?.Clear();
    }
}
