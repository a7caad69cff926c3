namespace ResourceHygiene.Workers;

/// <summary>The answer to a call, on the caller's side. To be disposed: its memory is reused. Not thread-safe.</summary>
public sealed partial class WorkerReply : IDisposable
{
    private readonly Frame? _frame;
    private int _isDisposed;

    /// <summary>Makes an answer, for those who carry calls.</summary>
    /// <param name="result">The result, UTF-8 JSON. Not copied.</param>
    public WorkerReply(ReadOnlyMemory<byte> result) => Result = result;

    internal WorkerReply([TakesOwnership] Frame frame)
        : this(frame.Body) => _frame = frame;

    /// <summary>The result, UTF-8 JSON as the dispatcher wrote it; empty for a command without one. Valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Result { get; private set; }

    /// <summary>Returns its memory, and the payloads that were not taken.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;

        Result = default;
        _frame?.Dispose();
        ReturnPayloads();
    }
}
