namespace ResourceHygiene.Workers;

/// <summary>
/// The payloads of an answer that nobody has taken yet. No finalizer gives them back: those of the mappings run in the same round, and the pool
/// would get memory that is gone. An answer that was forgotten is a leak, reported as one, and its memory is freed.
/// </summary>
internal sealed class ReplyPayloads(ReplyPayload[] payloads) : IDisposable
{
    private readonly bool[] _isTaken = new bool[payloads.Length];
    private int _isReturned;

    public int Count => payloads.Length;

    /// <exception cref="InvalidOperationException">It was taken.</exception>
    public ReplyPayload Find(int index) => _isTaken[index]
        ? throw new InvalidOperationException($"Payload {index} was taken before; it is its taker's now.")
        : payloads[index];

    public void Take(int index) => _isTaken[index] = true;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) != 0)
            return;

        for (var index = 0; index < payloads.Length; index++)
        {
            if (!_isTaken[index])
                payloads[index].Lease.Dispose();
        }
    }
}
