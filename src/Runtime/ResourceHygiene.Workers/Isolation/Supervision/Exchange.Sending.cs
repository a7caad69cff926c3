namespace ResourceHygiene.Workers;

// Whether the worker can have read the question: known when the writing is over and the worker is gone, whichever comes first.
internal sealed partial class Exchange
{
    /// <summary>The end of what could not be written: nobody has read that far.</summary>
    public const long Unwritten = long.MaxValue;

    private WorkerException? _lost;
    private long _read;
    private long _end;
    private int _isWritten;

    /// <summary>The question is on its way, or could not be written: then the worker cannot have read all of it.</summary>
    /// <param name="end">Up to which byte of what is written to the worker it reaches; <see cref="Unwritten"/> where it could not be written.</param>
    public void NoteWritten(long end)
    {
        _end = end;
        Interlocked.Exchange(ref _isWritten, 1);
        if (Volatile.Read(ref _lost) is not null)
            FailAsLost();
    }

    /// <summary>The worker is gone.</summary>
    /// <param name="why">Why.</param>
    /// <param name="read">How many bytes of what was written to it it may have read.</param>
    public void Lose(WorkerException why, long read)
    {
        _read = read;
        Interlocked.Exchange(ref _lost, why);
        if (Volatile.Read(ref _isWritten) != 0)
            FailAsLost();
    }

    private void FailAsLost() => Fail(_end > _read ? _lost!.AsUnsent() : _lost!);
}
