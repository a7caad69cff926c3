using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers;

/// <summary>
/// The places of a bounded queue, without a lock. Places taken and places freed are counted apart, by different threads: who takes one looks at
/// what was freed only when the places that it knows of are used up.
/// </summary>
#pragma warning disable CA1001 // The semaphore holds nothing of the system's, and a place may be freed when the queue is long over.
internal sealed class QueueRoom(int capacity)
#pragma warning restore CA1001
{
    /// <summary>Places that were taken for somebody who waits, and were not picked up yet.</summary>
    private readonly SemaphoreSlim _handed = new(0);

    private Counts _counts;

    /// <summary>Takes a place, if one is free.</summary>
    public bool TryTake()
    {
        while (true)
        {
            var taken = Volatile.Read(ref _counts.Taken);
            if (taken - Volatile.Read(ref _counts.KnownFreed) >= capacity)
            {
                var freed = Volatile.Read(ref _counts.Freed);
                if (taken - freed >= capacity)
                    return false;
                Volatile.Write(ref _counts.KnownFreed, freed);
            }
            if (Interlocked.CompareExchange(ref _counts.Taken, taken + 1, taken) == taken)
                return true;
        }
    }

    /// <summary>Waits for a place, and takes it.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _counts.Waiting);
        // Freed just before: then whoever did that has not seen this wait.
        HandOn();
        try
        {
            await _handed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (!TryStopWaiting())
            {
                // Somebody has taken a place for this wait, and is handing it over.
                await _handed.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                Free();
            }
            throw;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Free()
    {
        Interlocked.Increment(ref _counts.Freed);
        if (Volatile.Read(ref _counts.Waiting) > 0)
            HandOn();
    }

    /// <summary>
    /// To be called when the queue takes nothing more: lets through those who wait for a place. One place is enough, as each finds the queue complete
    /// and gives it on to the next.
    /// </summary>
    public void LetThrough() => Free();

    private void HandOn()
    {
        while (Volatile.Read(ref _counts.Waiting) > 0 && TryTake())
        {
            if (TryStopWaiting())
                _handed.Release();
            else
                Interlocked.Increment(ref _counts.Freed);
        }
    }

    private bool TryStopWaiting()
    {
        var waiting = Volatile.Read(ref _counts.Waiting);
        while (waiting > 0)
        {
            var found = Interlocked.CompareExchange(ref _counts.Waiting, waiting - 1, waiting);
            if (found == waiting)
                return true;
            waiting = found;
        }
        return false;
    }

    /// <summary>On cache lines of their own, by who writes them.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Counts
    {
        [FieldOffset(128)]
        public long Taken;

        /// <summary>As many were freed at least.</summary>
        [FieldOffset(136)]
        public long KnownFreed;

        [FieldOffset(256)]
        public long Freed;

        [FieldOffset(384)]
        public int Waiting;
    }
}
