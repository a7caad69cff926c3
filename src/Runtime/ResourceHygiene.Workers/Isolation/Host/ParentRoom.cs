namespace ResourceHygiene.Workers;

/// <summary>The parent's segments, as they are seen from the worker: mapped once, and rented by asking.</summary>
internal sealed class ParentRoom(FrameWriter writer, ReceiveTurn turn) : IPayloadRoom, IDisposable
{
    private SegmentMap? _map;
    private readonly object _gate = new();
    private readonly SemaphoreSlim _answered = new(0);
    private Frame? _answer;
    private string? _directory;
    private long _correlation;

    /// <summary>Made with the first payload.</summary>
    private SegmentMap Map
    {
        get
        {
            if (Volatile.Read(ref _map) is { } map)
                return map;

            var made = new SegmentMap(_directory ?? throw new InvalidOperationException("A call came before its unit began."));
            if (Interlocked.CompareExchange(ref _map, made, null) is not { } other)
                return made;
            made.Dispose();
            return other;
        }
    }

    /// <summary>Before the first call: where the parent's segments are files, that is where they lie.</summary>
    public void Begin(string directory) => _directory ??= directory;

    public void Dispose()
    {
        _map?.Dispose();
        _answered.Dispose();
    }

    /// <summary>Which call may rent; 0 for none.</summary>
    public void Serve(long correlation) => Interlocked.Exchange(ref _correlation, correlation);

    public SegmentLease Open(in SegmentDescriptor descriptor) => Map.Open(descriptor);

    public SegmentLease Rent(long bytes)
    {
        // One question at a time; a command may have threads of its own.
        lock (_gate)
        {
            var correlation = Interlocked.Read(ref _correlation);
            if (correlation == 0)
                throw new InvalidOperationException("Room for a result can be rented only while a command runs.");

            writer.Write(new FrameHeader(FrameKind.Rent, correlation, Value: bytes));
            turn.Need();
            _answered.Wait();
            using var answer = _answer!;
            return answer.Payloads is [var descriptor]
                ? Map.Open(descriptor)
                : throw new InvalidOperationException($"The caller has no room for a result of {ResourceText.Size(bytes)}: {FrameText.Read(answer, 1)[0]}");
        }
    }

    /// <summary>From the thread that receives.</summary>
    public void OnRented([TakesOwnership] Frame answer)
    {
        _answer = answer;
        _answered.Release();
    }

    /// <summary>From the thread that receives.</summary>
    public void Forget(long segmentId) => _map?.Forget(segmentId);
}
