namespace ResourceHygiene;

/// <summary>What a <see cref="Cleaner"/> is told, and where it reports what it does. Every member may be called from any thread.</summary>
public sealed class CleanerContext
{
    private readonly CleanupRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly CleanupLevel _itemLevel;
    private long _bytesFreed;
    private string? _nothingBecause;
    private int _attempts;
    private int _failedAttempts;

    internal CleanerContext(
        string name, CleanupLevel level, CleanupLevel itemLevel, ReleaseReason reason, bool isEmergency,
        CleanupRecorder recorder, TimeProvider time, CancellationToken deadline)
    {
        Name = name;
        Level = level;
        Reason = reason;
        IsEmergency = isEmergency;
        Deadline = deadline;
        _itemLevel = itemLevel;
        _recorder = recorder;
        _time = time;
    }

    /// <summary>The cleaner's name.</summary>
    public string Name { get; }

    /// <summary>How deep the clean-up goes that it takes part in; not less than the cleaner's own level.</summary>
    public CleanupLevel Level { get; }

    /// <summary>Why the clean-up runs: <see cref="ReleaseReason.Exit"/> when the process is ending.</summary>
    public ReleaseReason Reason { get; }

    /// <summary>Memory or time is short: allocate little, save nothing.</summary>
    public bool IsEmergency { get; }

    /// <summary>Cancelled when the time is over; long work should look at it. Never cancelled where there is no limit.</summary>
    public CancellationToken Deadline { get; }

    internal long BytesFreed => Volatile.Read(ref _bytesFreed);

    internal string? NothingBecause => Volatile.Read(ref _nothingBecause);

    /// <summary>Whoever only attempted things, and failed in all of them, has failed.</summary>
    internal Exception? AllAttemptsFailed =>
        Volatile.Read(ref _failedAttempts) is var failed and > 0 && failed == Volatile.Read(ref _attempts) && BytesFreed == 0
            ? new InvalidOperationException(failed == 1 ? "the only attempt failed" : $"all {failed} attempts failed")
            : null;

    /// <summary>Adds to what the report says was freed.</summary>
    /// <param name="bytes">Bytes, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public void Freed(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Interlocked.Add(ref _bytesFreed, bytes);
    }

    /// <summary>Says that there was nothing to do, or that what there is had to stay; the report then says so too.</summary>
    /// <param name="why">The reason.</param>
    /// <exception cref="ArgumentException">No reason is given.</exception>
    public void Kept(string why)
    {
        ArgumentException.ThrowIfNullOrEmpty(why);
        Volatile.Write(ref _nothingBecause, why);
    }

    /// <summary>
    /// Does one of several things: it gets a line of its own in the report, and where it throws, the next can still be done.
    /// </summary>
    /// <param name="item">What the report calls it, after the cleaner's name.</param>
    /// <param name="action">The work.</param>
    /// <returns>Whether it succeeded.</returns>
    /// <exception cref="ArgumentException">No name is given.</exception>
    public bool Attempt(string item, Action action)
    {
        ArgumentException.ThrowIfNullOrEmpty(item);
        ArgumentNullException.ThrowIfNull(action);
        var start = _time.GetTimestamp();
        Exception? error = null;
        try
        {
            action();
        }
        catch (Exception exception)
        {
            error = exception;
        }
        return Record(item, start, error);
    }

    /// <summary>The same for work that is asynchronous.</summary>
    /// <param name="item">What the report calls it, after the cleaner's name.</param>
    /// <param name="action">The work.</param>
    /// <returns>Whether it succeeded.</returns>
    /// <exception cref="ArgumentException">No name is given.</exception>
    public async ValueTask<bool> AttemptAsync(string item, Func<ValueTask> action)
    {
        ArgumentException.ThrowIfNullOrEmpty(item);
        ArgumentNullException.ThrowIfNull(action);
        var start = _time.GetTimestamp();
        Exception? error = null;
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception;
        }
        return Record(item, start, error);
    }

    private bool Record(string item, long start, Exception? error)
    {
        Interlocked.Increment(ref _attempts);
        if (error is not null)
            Interlocked.Increment(ref _failedAttempts);
        _recorder.Add(new(
            $"{Name}: {item}", _itemLevel, error is null ? CleanupItemStatus.Cleaned : CleanupItemStatus.Failed,
            Error: error, Message: error?.Message, Duration: _time.GetElapsedTime(start)));
        return error is null;
    }
}
