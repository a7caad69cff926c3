namespace ResourceHygiene.Workers;

/// <summary>
/// The results of one call: room is this process's, given when the worker asks, so that nothing is lost with a worker; what its answer names is taken.
/// The rest goes back with <see cref="Dispose"/>, when the worker has answered or is gone with all that it started.
/// </summary>
internal sealed class CallResults(SegmentPool segments) : IDisposable
{
    private readonly object _gate = new();
    private readonly SegmentLedger _ledger = new(segments, FrameHeader.MaxPayloads);
    private readonly List<ReplyPayload> _taken = [];
    private bool _isDisposed;

    public SegmentPool Segments => segments;

    /// <summary>Gives room.</summary>
    /// <exception cref="FrameException">It is asked for what there cannot be.</exception>
    /// <exception cref="IOException">The system has no memory for it.</exception>
    /// <exception cref="InvalidOperationException">The pool may not grow so far, or the call is over.</exception>
    public SegmentDescriptor Give(long bytes)
    {
        try
        {
            return _ledger.Grant(bytes);
        }
        catch (InvalidDataException nonsense)
        {
            throw new FrameException($"a question that has no answer: {nonsense.Message}");
        }
    }

    /// <summary>Opens room, where the command runs in this process.</summary>
    [return: Owned]
    public SegmentLease Open(in SegmentDescriptor room) => _ledger.Open(room);

    /// <summary>Takes the payloads that an answer names.</summary>
    /// <exception cref="FrameException">It names something that was not given for this call, or more of it than there is.</exception>
    public void Take(ReadOnlySpan<SegmentDescriptor> named)
    {
        lock (_gate)
        {
            foreach (var descriptor in named)
            {
                try
                {
                    var length = descriptor.CountOf<byte>();
                    if (!_isDisposed)
                        _taken.Add(new(_ledger.Take(descriptor), descriptor.Offset, length));
                }
                catch (InvalidDataException foreign)
                {
                    throw new FrameException($"an answer with a payload that it does not have. {foreign.Message}");
                }
            }
        }
    }

    /// <summary>What was taken, which is the caller's from now on.</summary>
    public ReplyPayload[] Hand()
    {
        lock (_gate)
        {
            ReplyPayload[] all = [.. _taken];
            _taken.Clear();
            return all;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        foreach (var payload in Hand())
            payload.Lease.Dispose();
        _ledger.Dispose();
    }
}

/// <summary>A result payload.</summary>
internal readonly record struct ReplyPayload(SegmentLease Lease, long Offset, int Length);
