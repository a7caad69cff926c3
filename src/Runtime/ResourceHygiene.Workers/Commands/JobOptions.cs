namespace ResourceHygiene.Workers;

/// <summary>How a job of this process runs. Immutable; one instance serves any number of jobs.</summary>
public sealed record JobOptions
{
    internal static readonly JobOptions Default = new();

    private readonly string _name = "job";
    private readonly TimeSpan? _timeout;
    private readonly long _bytes;

    /// <summary>What people call it, for reports and messages; <c>job</c> if it is not said.</summary>
    /// <exception cref="ArgumentException">Empty.</exception>
    public string Name
    {
        get => _name;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Name));
            _name = value;
        }
    }

    /// <summary>Its place in the queue, and how late it is ended when memory must be found.</summary>
    public ReleasePriority Priority { get; init; }

    /// <summary>
    /// How long it may run before its token is cancelled; <see langword="null"/>, the default, for what the pool says, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. A job that does not look at its token is not ended: threads cannot be.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or longer than 49 days.</exception>
    public TimeSpan? Timeout
    {
        get => _timeout;
        init
        {
            if (value is { } timeout)
                CommandPoolOptions.ThrowIfNotATimeLimit(timeout, nameof(Timeout));
            _timeout = value;
        }
    }

    /// <summary>
    /// What it occupies in host memory while it runs, in bytes. With a size it is a tracked resource: where memory must be found, its token is
    /// cancelled and it ends as <see cref="CommandState.Shed"/>. 0, the default, for a job that no one ends to make room.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long Bytes
    {
        get => _bytes;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Bytes));
            _bytes = value;
        }
    }

    /// <summary>
    /// Of jobs with an equal key one is in the pool at a time: who brings another gets the ticket of the first. <see langword="null"/> for none.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Where it was written, for reports about tracked resources: <see cref="AcquisitionSite.Here"/>.</summary>
    public AcquisitionSite Site { get; init; }
}
