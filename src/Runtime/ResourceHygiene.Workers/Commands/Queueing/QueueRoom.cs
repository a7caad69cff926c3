namespace ResourceHygiene.Workers;

/// <summary>The places of a bounded queue.</summary>
#pragma warning disable CA1001 // The semaphore holds nothing of the system's, and a place may be freed when the queue is long over.
internal sealed class QueueRoom(int capacity)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _places = new(capacity);

    /// <summary>Takes a place, if one is free.</summary>
    public bool TryTake() => _places.Wait(0, CancellationToken.None);

    /// <summary>Waits for a place, and takes it.</summary>
    public Task TakeAsync(CancellationToken cancellationToken) => _places.WaitAsync(cancellationToken);

    /// <summary>Gives a place back.</summary>
    public void Free() => _places.Release();

    /// <summary>
    /// To be called when the queue takes nothing more: lets through those who wait for a place. One place is enough, as each finds the queue complete
    /// and gives it on to the next.
    /// </summary>
    public void LetThrough()
    {
        if (_places.CurrentCount == 0)
            _places.Release();
    }
}
