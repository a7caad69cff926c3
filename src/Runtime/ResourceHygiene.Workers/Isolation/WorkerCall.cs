using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>
/// One call of a command, on the worker's side. Belongs to the dispatcher until its task is complete, and is reused afterwards:
/// nothing of it may be kept. Not thread-safe.
/// </summary>
public sealed partial class WorkerCall
{
    private readonly ArrayBufferWriter<byte> _result = new();

    internal WorkerCall(WorkerContext context, IPayloadRoom room)
    {
        Context = context;
        _room = room;
    }

    /// <summary>Which command: <see cref="WorkerCommandInfo.Id"/>.</summary>
    public int CommandId { get; internal set; }

    /// <summary>The unit, and whether this is a process of its own.</summary>
    public WorkerContext Context { get; internal set; }

    /// <summary>Cancelled when the caller gave up, or when the unit ends.</summary>
    public CancellationToken CancellationToken { get; internal set; }

    /// <summary>The arguments, UTF-8 JSON as the client wrote it; empty where it wrote none.</summary>
    public ReadOnlyMemory<byte> Arguments { get; internal set; }

    /// <summary>Takes the result, UTF-8 JSON as the client will read it. Write nothing for a command without a result.</summary>
    public IBufferWriter<byte> Result => _result;

    internal ReadOnlySpan<byte> WrittenResult => _result.WrittenSpan;

    internal void Clear()
    {
        Arguments = default;
        CancellationToken = default;
        _result.ResetWrittenCount();
        ClosePayloads();
    }
}
