using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers;

// Result payloads, produced by the worker in this process's memory.
public sealed partial class WorkerReply
{
    private readonly ReplyPayloads? _payloads;

    internal WorkerReply([TakesOwnership] Frame frame, [TakesOwnership] ReplyPayload[] payloads)
        : this(frame.Body, payloads) => _frame = frame;

    internal WorkerReply(ReadOnlyMemory<byte> result, [TakesOwnership] ReplyPayload[] payloads)
        : this(result)
    {
        if (payloads.Length > 0)
            _payloads = new ReplyPayloads(payloads);
    }

    /// <summary>How many payloads came with the result.</summary>
    public int PayloadCount => _payloads?.Count ?? 0;

    /// <summary>A payload in place; valid until <see cref="Dispose"/>.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="index">Which, in the order in which the dispatcher added them.</param>
    /// <exception cref="InvalidDataException">It is no whole number of elements.</exception>
    /// <exception cref="InvalidOperationException">It was taken.</exception>
    public Span<T> GetPayload<T>(int index)
        where T : unmanaged
    {
        var payload = Find<T>(index);
        return MemoryMarshal.Cast<byte, T>(payload.Lease.Span(payload.Offset, payload.Length));
    }

    /// <summary>A copy of a payload.</summary>
    /// <inheritdoc cref="GetPayload{T}"/>
    public T[] GetArray<T>(int index)
        where T : unmanaged
    {
        var copy = GetPayload<T>(index).ToArray();
        // Not collected, and its memory not given away, while it is copied.
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>A payload in place, which is the caller's from now on, to be disposed.</summary>
    /// <inheritdoc cref="GetPayload{T}"/>
    [return: Owned]
    public SharedPayload<T> TakePayload<T>(int index)
        where T : unmanaged
    {
        var payload = Find<T>(index);
        _payloads!.Take(index);
        return new SharedPayload<T>(payload.Lease, payload.Length / Unsafe.SizeOf<T>(), payload.Offset);
    }

    private ReplyPayload Find<T>(int index)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)PayloadCount, nameof(index));
        var payload = _payloads!.Find(index);
        return payload.Length % Unsafe.SizeOf<T>() == 0
            ? payload
            : throw new InvalidDataException($"Payload {index} has {payload.Length} bytes: no whole number of {typeof(T).Name}, which take {Unsafe.SizeOf<T>()} each.");
    }

    private void ReturnPayloads() => _payloads?.Dispose();
}
